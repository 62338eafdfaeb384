package dev.substrate.dht.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    /** Kept in stores: another fingerprint for the same request would make every repetition a reused id. */
    @Test
    void itStaysTheSameFromReleaseToRelease() {
        assertThat(Fingerprint.of("put", "ALWAYS", "{\"a\":1}")).isEqualTo("FPsCn5v-wYcMRyyl");
    }

    @Test
    void whatDiffersInAnyPartHasAnotherFingerprint() {
        Set<String> prints = new HashSet<>();
        for (String kind : List.of("put", "delete", "patch")) {
            for (String condition : List.of("ALWAYS", "ABSENT", "AtVersion[version=1]", "AtVersion[version=11]")) {
                for (String content : List.of("", "1", "11", "\"ä\"")) {
                    prints.add(Fingerprint.of(kind, condition, content));
                }
            }
        }

        assertThat(prints).hasSize(3 * 4 * 4).allMatch(print -> print.matches("[A-Za-z0-9_-]{16}"));
    }

    @Test
    void whatStandsAtTheBorderOfTwoPartsBelongsToOneOfThem() {
        assertThat(Fingerprint.of("ab", "c", "d"))
                .isNotEqualTo(Fingerprint.of("a", "bc", "d"))
                .isNotEqualTo(Fingerprint.of("ab", "cd", ""));
    }
}
