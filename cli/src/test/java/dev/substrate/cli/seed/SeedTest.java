package dev.substrate.cli.seed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.substrate.cli.FakeNode;
import dev.substrate.cli.FakeNode.Mood;
import dev.substrate.cli.FakeRecords;
import dev.substrate.cli.Run;
import dev.substrate.cli.terminal.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SeedTest {

    private static final String NEW = "{\"uri\":\"p:new\",\"entity\":{ \"a\" : 1 }}";
    private static final String MERGED = "{\"uri\":\"p:merged\",\"mode\":\"merge\",\"entity\":{\"a\":1,\"x\":null}}";
    private static final String SAME = "{\"uri\":\"p:same\",\"entity\":{\"a\":1}}";
    private static final String OTHER = "{\"uri\":\"p:other\",\"entity\":{\"a\":1}}";

    @TempDir
    private Path dir;

    private final FakeRecords records = new FakeRecords();
    private Path file;
    private FakeNode node;

    @BeforeEach
    void start() throws IOException {
        file = dir.resolve("seeds.jsonl");
        node = new FakeNode(records);
        records.set("p:merged", "{\"a\":0,\"b\":2,\"x\":3}");
        records.set("p:same", "{ \"a\": 1 }");
        records.set("p:other", "{\"a\":9}");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aPlanShowsWhatWouldChangeAndChangesNothing() throws IOException {
        write(NEW, "", MERGED, SAME, OTHER);

        Run plan = seed("plan");

        assertThat(plan).isEqualTo(new Run(1, """
                create   p:new  { "a" : 1 }
                merge    p:merged, version 1
                           /a: 0 -> 1
                           /x: 3 -> (none)
                differs  p:other, version 1: stays as it is
                           /a: 9, in the file 1
                1 to create, 1 to merge, 1 unchanged, 1 there with other content
                """, ""));
        assertThat(node.seen()).allMatch(request -> request.startsWith("GET "));
    }

    @Test
    void aPlanIsAJsonDocumentForPrograms() throws IOException {
        write(NEW, MERGED, SAME, OTHER);

        assertThat(seed("plan", "-o", "json").out())
                .isEqualTo("{\"create\":1,\"merge\":1,\"unchanged\":1,\"differs\":1,\"steps\":[\n"
                        + "{\"line\":1,\"uri\":\"p:new\",\"step\":\"create\",\"entity\":{ \"a\" : 1 }},\n"
                        + "{\"line\":2,\"uri\":\"p:merged\",\"step\":\"merge\",\"version\":1,\"changes\":"
                        + "[{\"path\":\"/a\",\"before\":0,\"after\":1},{\"path\":\"/x\",\"before\":3}]},\n"
                        + "{\"line\":4,\"uri\":\"p:other\",\"step\":\"differs\",\"version\":1,\"differences\":"
                        + "[{\"path\":\"/a\",\"before\":9,\"after\":1}]}]}\n");
    }

    @Test
    void onceItIsAppliedThereIsNothingToDo() throws IOException {
        write(NEW, MERGED, SAME, OTHER);

        Run first = seed("apply", "--yes");
        Run plan = seed("plan");
        Run second = seed("apply", "--yes", "-o", "json");

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out())
                .startsWith("create   p:new")
                .endsWith("written 2 / conflicts 0 / failed 0 / unknown 0 / not tried 0\n");
        assertThat(records.entity("p:new")).isEqualTo("{ \"a\" : 1 }");
        assertThat(records.entity("p:merged")).isEqualTo("{\"a\":1,\"b\":2}");
        assertThat(records.entity("p:other")).isEqualTo("{\"a\":9}");
        assertThat(plan.exitCode()).isZero();
        assertThat(plan.out())
                .endsWith("Nothing to do: 0 to create, 0 to merge, 3 unchanged, 1 there with other content\n");
        assertThat(second.exitCode()).isZero();
        assertThat(second.out())
                .isEqualTo("{\"written\":0,\"conflict\":0,\"failed\":0,\"unknown\":0,\"notTried\":0,"
                        + "\"unchanged\":3,\"differs\":1,\"problems\":[]}\n");
        assertThat(records.version("p:merged")).isEqualTo(2);
    }

    @Test
    void nothingIsWrittenWithoutAYes() throws IOException {
        write(NEW);

        Run none = seed("apply");
        Run no = Run.typing("no\n", "seed", "apply", file.toString(), "--url", node.url());
        Run silence = Run.typing("", "seed", "apply", file.toString(), "--url", node.url());
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("--yes");
        assertThat(no.exitCode()).isEqualTo(1);
        assertThat(no.err()).contains("Write 1 records? [y/N]", "Nothing was written");
        assertThat(silence.exitCode()).isEqualTo(1);
        assertThat(records.entity("p:new")).isNull();

        Run yes = Run.typing("Yes\n", "seed", "apply", file.toString(), "--url", node.url());
        assertThat(yes.exitCode()).isZero();
        assertThat(records.entity("p:new")).isNotNull();
    }

    @Test
    void whatSomebodyWritesMeanwhileStays() throws IOException {
        write(NEW, MERGED);
        AtomicInteger others = new AtomicInteger();
        node.feeling(request -> {
            // Both lines are written at the same time, and neither may be before the others have written both.
            synchronized (others) {
                if (writes(request) && others.getAndIncrement() == 0) {
                    records.set("p:new", "\"theirs\"");
                    records.set("p:merged", "{\"a\":5}");
                }
            }
            return Mood.ANSWER;
        });

        Run run = seed("apply", "--yes");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.out()).endsWith("written 0 / conflicts 2 / failed 0 / unknown 0 / not tried 0\n");
        assertThat(run.err()).contains("line 1, p:new: conflict: It has version 1", "safe to run this again");
        assertThat(records.entity("p:new")).isEqualTo("\"theirs\"");
        assertThat(records.entity("p:merged")).isEqualTo("{\"a\":5}");
    }

    @Test
    void aBadFileIsRefusedAsAWhole() throws IOException {
        write(NEW, "nonsense", "{\"uri\":\"p:b\",\"entity\":1,\"mood\":\"merge\"}", NEW);

        Run run = seed("apply", "--yes");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "nothing was written",
                        "\nline 2: not valid JSON",
                        "\nline 3: the line has a member 'mood'",
                        "\nline 4: 'p:new' is in line 1 already");
        assertThat(node.seen()).isEmpty();
    }

    @Test
    void aFileWithTooManyRecordsIsRefused() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i <= 100_000; i++) {
            lines.add("{\"uri\":\"p:" + i + "\",\"entity\":1}");
        }
        write(lines.toArray(String[]::new));

        assertThat(seed("plan").err()).contains("line 100001: there are more than 100000 records");
    }

    @Test
    void aRecordIsSeededInItsScope() throws IOException {
        write(
                "{\"uri\":\"p:a\",\"entity\":1}",
                "{\"uri\":\"p:a\",\"scope\":\"region-3\",\"entity\":2}",
                "{\"uri\":\"p:a\",\"scope\":\"zone\",\"mode\":\"merge\",\"entity\":{}}");

        Run run = seed("apply", "--yes");

        assertThat(run.out()).contains("create   p:a in region-3  2\n");
        assertThat(records.entity("p:a")).isEqualTo("1");
        assertThat(records.entity("region-3/p:a")).isEqualTo("2");
        assertThat(records.entity("zone/p:a")).isEqualTo("{}");
    }

    @Test
    void aDamagedRecordEndsThePlanWithItsLine() throws IOException {
        write(NEW);
        node.feeling(request -> Mood.DAMAGED);

        Run run = seed("plan");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Line 1, 'p:new': ", "it is damaged");
    }

    @Test
    void aRefusedLineFailsAloneAndSaysWhy() throws IOException {
        write("{\"uri\":\"p:big\",\"entity\":{\"refuse\":1}}", NEW);

        Run run = seed("apply", "--yes", "-o", "json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("{\"written\":1,\"conflict\":0,\"failed\":1,")
                .contains("{\"line\":1,\"uri\":\"p:big\",\"ending\":\"failed\",\"detail\":\"record-bytes-max is 4\"}");
        assertThat(records.entity("p:new")).isNotNull();
    }

    @Test
    void aClusterThatMisbehavesGetsEveryRecordExactlyOnce() throws IOException {
        Random random = new Random(1);
        Mood[] moods =
                EnumSet.complementOf(EnumSet.of(Mood.DAMAGED, Mood.TOO_OLD)).toArray(Mood[]::new);
        node.feeling(request -> {
            synchronized (random) {
                return random.nextInt(3) > 0 ? Mood.ANSWER : moods[random.nextInt(moods.length)];
            }
        });
        write(many(100));

        Run run = seed("apply", "--yes");

        assertThat(run.exitCode()).as(run.err()).isZero();
        for (int i = 0; i < 100; i++) {
            assertThat(records.version("p:" + i)).isEqualTo(1);
        }
    }

    @Test
    void whenTheClusterGoesAwayTheRestIsNotTriedAndAnotherRunDoesIt() throws IOException {
        write(many(200));
        AtomicInteger written = new AtomicInteger();
        node.feeling(request -> writes(request) && written.incrementAndGet() > 50 ? Mood.DROP_AFTER : Mood.ANSWER);

        Shell quiet = Shell.ofProcess();
        int exitCode = new CommandLine(new ApplyCommand(quiet, Duration.ofMillis(300)))
                .execute(file.toString(), "--yes", "-o", "json", "--url", node.url());
        assertThat(exitCode).isEqualTo(5);
        assertThat(written.get()).isLessThan(200);

        node.feeling(request -> Mood.ANSWER);
        Run again = seed("apply", "--yes");
        assertThat(again.exitCode()).as(again.err()).isZero();
        for (int i = 0; i < 200; i++) {
            assertThat(records.version("p:" + i)).isEqualTo(1);
        }
        assertThat(seed("plan").exitCode()).isZero();
    }

    private static String[] many(int count) {
        String[] lines = new String[count];
        for (int i = 0; i < count; i++) {
            lines[i] = "{\"uri\":\"p:" + i + "\",\"entity\":" + i + "}";
        }
        return lines;
    }

    private static boolean writes(HttpExchange request) {
        return !request.getRequestMethod().equals("GET");
    }

    private Run seed(String verb, String... options) {
        List<String> all = new ArrayList<>(List.of("seed", verb, file.toString()));
        all.addAll(List.of(options));
        all.addAll(List.of("--url", node.url()));
        return Run.of(all.toArray(String[]::new));
    }

    private void write(String... lines) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n");
    }
}
