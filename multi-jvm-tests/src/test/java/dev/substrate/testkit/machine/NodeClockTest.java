package dev.substrate.testkit.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.testkit.network.Availability;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Skipped, with the reason, where there is no libfaketime. */
@Timeout(60)
class NodeClockTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @BeforeEach
    void assumeAvailable() {
        Availability here = NodeClock.availability();
        Assumptions.assumeTrue(here.isAvailable(), here.words());
    }

    @Test
    void theTimeOfDayJumpsAndTimersDoNot() throws Exception {
        NodeClock clock = NodeClock.in(folder.resolve("clock"), words -> {});
        List<String> command = new ArrayList<>(clock.commandPrefix());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of("-Xmx32m", "-cp", classPath, Teller.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var answers = process.inputReader();
                var questions = new PrintWriter(process.outputWriter(), true)) {
            assertThat(ahead(questions, answers)).isBetween(MINUTE.negated(), MINUTE);
            long nanos = nanos(questions, answers);

            clock.offset(HOUR);
            assertThat(ahead(questions, answers)).isBetween(HOUR.minus(MINUTE), HOUR.plus(MINUTE));
            clock.offset(HOUR.negated());
            assertThat(ahead(questions, answers))
                    .isBetween(HOUR.negated().minus(MINUTE), HOUR.negated().plus(MINUTE));
            assertThat(Duration.ofNanos(nanos(questions, answers) - nanos)).isBetween(Duration.ZERO, MINUTE);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Duration ahead(PrintWriter questions, BufferedReader answers) throws IOException {
        questions.println("millis");
        return Duration.ofMillis(Long.parseLong(answers.readLine()) - System.currentTimeMillis());
    }

    private static long nanos(PrintWriter questions, BufferedReader answers) throws IOException {
        questions.println("nanos");
        return Long.parseLong(answers.readLine());
    }

    /** Tells what its clocks say. */
    static final class Teller {

        public static void main(String[] args) throws IOException {
            var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String question = questions.readLine(); question != null; question = questions.readLine()) {
                System.out.println(question.equals("nanos") ? System.nanoTime() : System.currentTimeMillis());
            }
        }
    }
}
