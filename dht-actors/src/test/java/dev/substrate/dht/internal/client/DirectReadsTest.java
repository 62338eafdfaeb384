package dev.substrate.dht.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.dht.internal.entity.RecordVersion;
import dev.substrate.record.RecordId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DirectReadsTest {

    private static final long AFTER_A_DAY = Duration.ofDays(1).toNanos();
    private static final RecordVersion VERSION =
            new RecordVersion(3, Instant.EPOCH, Instant.EPOCH, null, 0, "n", "r", "1");

    private final List<Consumer<RecordVersion>> answers = new ArrayList<>();
    private final List<Runnable> elsewhere = new ArrayList<>();
    private final List<ReadCall> gateway = new ArrayList<>();
    private boolean here = true;

    private final DirectReads reads = new DirectReads(
            (uri, confirmed, found, notHere) -> {
                answers.add(found);
                elsewhere.add(notHere);
                return here;
            },
            Runnable::run);

    @Test
    void whatIsNotHereIsLeftAlone() {
        here = false;
        assertThat(reads.read(call(Duration.ofSeconds(10)), gateway::add)).isFalse();
        reads.handOver(0, gateway::add);
        assertThat(gateway).isEmpty();
    }

    @Test
    void whatIsAnsweredIsForgotten() {
        ReadCall call = call(Duration.ofSeconds(10));
        assertThat(reads.read(call, gateway::add)).isTrue();
        answers.get(0).accept(VERSION);
        assertThat(call.result()).isCompletedWithValue(VERSION);
        reads.handOver(0, gateway::add);
        assertThat(gateway).isEmpty();
    }

    @Test
    void whatTheOwnerCannotConfirmGoesToTheGateway() {
        ReadCall call = call(Duration.ofSeconds(10));
        assertThat(reads.read(call, gateway::add)).isTrue();
        elsewhere.get(0).run();
        assertThat(gateway).containsExactly(call);
    }

    @Test
    void whatTakesTooLongGoesToTheGatewayOnceAndMayStillBeAnswered() {
        ReadCall first = call(Duration.ofDays(10));
        ReadCall second = call(Duration.ofDays(10));
        assertThat(reads.read(first, gateway::add)).isTrue();
        assertThat(reads.read(second, gateway::add)).isTrue();
        reads.handOver(AFTER_A_DAY, gateway::add);
        assertThat(gateway).isEmpty();
        reads.handOver(0, gateway::add);
        reads.handOver(0, gateway::add);
        assertThat(gateway).containsExactly(first, second);
        answers.get(1).accept(VERSION);
        assertThat(second.result()).isCompletedWithValue(VERSION);
    }

    @Test
    void aCallThatHasLittleTimeGoesToTheGatewayBeforeItsDeadline() {
        ReadCall call = call(Duration.ZERO);
        assertThat(reads.read(call, gateway::add)).isTrue();
        reads.handOver(AFTER_A_DAY, gateway::add);
        assertThat(gateway).containsExactly(call);
    }

    private static ReadCall call(Duration deadline) {
        return new ReadCall(RecordId.parse("user:anna"), true, deadline);
    }
}
