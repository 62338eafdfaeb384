package dev.substrate.testkit.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.testkit.network.Availability;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Skipped, with the reason, where there is no libfaketime. */
@Timeout(60)
class NodeClockTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @BeforeEach
    void assumeAvailable() {
        Availability here = NodeClock.availability();
        Assumptions.assumeTrue(here.isAvailable(), here.words());
    }

    @Test
    void theTimeOfDayIsOffAndTimersAreNot() throws Exception {
        NodeClock clock = NodeClock.right(words -> {});
        assertThat(ahead(clock)).isBetween(MINUTE.negated(), MINUTE);

        clock.offset(HOUR);
        assertThat(ahead(clock)).isBetween(HOUR.minus(MINUTE), HOUR.plus(MINUTE));
        clock.offset(HOUR.negated());
        assertThat(ahead(clock))
                .isBetween(HOUR.negated().minus(MINUTE), HOUR.negated().plus(MINUTE));
    }

    /** Returns by how much a process is ahead; fails unless it waits for as long as it means to. */
    private static Duration ahead(NodeClock clock) throws IOException {
        List<String> command = new ArrayList<>(clock.commandPrefix());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of("-Xmx32m", "-cp", classPath, Teller.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var answers = process.inputReader()) {
            Duration ahead = Duration.ofMillis(Long.parseLong(answers.readLine()) - System.currentTimeMillis());
            long before = System.nanoTime();
            assertThat(answers.readLine()).isEqualTo("waited");
            // From the first line to the second, it did nothing but wait.
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Teller.WAIT.dividedBy(2));
            return ahead;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Tells what its clock says, waits, and tells that it has. */
    static final class Teller {

        static final Duration WAIT = Duration.ofMillis(500);

        public static void main(String[] args) throws InterruptedException {
            System.out.println(System.currentTimeMillis());
            boolean never = new Semaphore(0).tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS);
            System.out.println(never ? "acquired" : "waited");
        }
    }
}
