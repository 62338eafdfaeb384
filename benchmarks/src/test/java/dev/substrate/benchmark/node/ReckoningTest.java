package dev.substrate.benchmark.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.benchmark.load.Account;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReckoningTest {

    @Test
    void isRightIfEachAcknowledgedWriteMadeOneVersion() {
        Reckoning reckoning = Reckoning.of(List.of(account(3, 0, 5), account(2, 0, 4)), List.of(5L));
        assertThat(reckoning.isRight()).isTrue();
        assertThat(reckoning.acknowledged()).isEqualTo(5);
        assertThat(reckoning.versions()).isEqualTo(5);
    }

    @Test
    void aWriteThatWasLostShows() {
        Reckoning reckoning = Reckoning.of(List.of(account(5, 0, 5)), List.of(4L));
        assertThat(reckoning.isRight()).isFalse();
        assertThat(reckoning.faults()).singleElement().asString().contains("record 0 has version 4");
    }

    @Test
    void aVersionThatNobodyWroteShows() {
        assertThat(Reckoning.of(List.of(account(5, 0, 5)), List.of(6L)).isRight())
                .isFalse();
    }

    @Test
    void anUnknownOutcomeMayHaveMadeAVersionOrNot() {
        List<Account> accounts = List.of(account(5, 1, 5));
        assertThat(Reckoning.of(accounts, List.of(5L)).isRight()).isTrue();
        assertThat(Reckoning.of(accounts, List.of(6L)).isRight()).isTrue();
        assertThat(Reckoning.of(accounts, List.of(7L)).isRight()).isFalse();
    }

    @Test
    void anUnknownOutcomeDoesNotHideTheLossOfAHigherVersion() {
        assertThat(Reckoning.of(List.of(account(4, 2, 6)), List.of(5L)).isRight())
                .isFalse();
    }

    private static Account account(long acknowledged, long unknown, long highest) {
        return new Account(List.of(acknowledged), List.of(unknown), List.of(highest));
    }
}
