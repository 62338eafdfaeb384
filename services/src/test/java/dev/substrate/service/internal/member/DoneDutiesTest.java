package dev.substrate.service.internal.member;

import static dev.substrate.service.internal.member.Members.member;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class DoneDutiesTest {

    private final DoneDuties done = new DoneDuties();
    private final Duties.Key key = new Duties.Key(MemberChange.DEPARTURE, member(1));

    @Test
    void oneWriteTakesAllThatIsDoneByThen() {
        done.add(key, "a");
        assertThat(done.toWrite(key)).containsExactly("a");
        done.add(key, "b");
        done.add(key, "c");
        assertThat(done.toWrite(key)).as("while one is under way").isEmpty();

        done.written(key, Set.of("a"));

        assertThat(done.toWrite(key)).containsExactlyInAnyOrder("b", "c");
        done.written(key, Set.of("b", "c"));
        assertThat(done.keys()).isEmpty();
        assertThat(done.toWrite(key)).isEmpty();
    }

    @Test
    void aWriteOfUnknownOutcomeIsRepeated() {
        done.add(key, "a");
        done.toWrite(key);
        done.notWritten(key);

        assertThat(done.toWrite(key)).containsExactly("a");
        assertThat(done.contains(key, "a")).isTrue();
        assertThat(done.contains(key, "b")).isFalse();
    }
}
