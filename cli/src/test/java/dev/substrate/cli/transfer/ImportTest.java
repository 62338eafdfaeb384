package dev.substrate.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.substrate.cli.FakeNode;
import dev.substrate.cli.FakeNode.Mood;
import dev.substrate.cli.FakeRecords;
import dev.substrate.cli.Run;
import dev.substrate.cli.http.Endpoint;
import dev.substrate.cli.http.ScopeText;
import dev.substrate.cli.terminal.LiveLine;
import dev.substrate.cli.terminal.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTest {

    @TempDir
    private Path dir;

    private final FakeRecords records = new FakeRecords();
    private final List<FakeNode> nodes = new ArrayList<>();
    private Path file;

    @BeforeEach
    void start() throws IOException {
        file = dir.resolve("in.jsonl");
        for (int i = 0; i < 3; i++) {
            nodes.add(new FakeNode(records));
        }
    }

    @AfterEach
    void stop() {
        nodes.forEach(FakeNode::close);
    }

    @Test
    void aSecondRunFindsEverythingUnchanged() throws Exception {
        write("{\"uri\":\"p:a\",\"entity\":{ \"x\" : 1 }}", "", "{\"entity\":[],\"uri\":\"p:b c/é\"}");

        Run first = Run.of(
                "record", "import", file.toString(), "--url", nodes.get(0).url());
        Run second = Run.of(
                "record", "import", file.toString(), "--url", nodes.get(0).url(), "-o", "json");

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).isEqualTo("written 2 / unchanged 0 / failed 0\n");
        assertThat(second.out()).isEqualTo("{\"written\":0,\"unchanged\":2,\"failed\":0,\"complete\":true}\n");
        assertThat(records.entity("p:a")).isEqualTo("{ \"x\" : 1 }");
        assertThat(records.entity("p:b c/é")).isEqualTo("[]");
        assertThat(dir.resolve("in.jsonl.report.txt")).doesNotExist();
    }

    @Test
    void aLineIsWrittenInItsOwnScopeOrElseInTheOneOfTheCommand() throws Exception {
        write("{\"uri\":\"p:a\",\"entity\":1}", "{\"uri\":\"p:a\",\"scope\":\"zone-1.2\",\"entity\":2}");

        Run run = Run.of(
                "record",
                "import",
                file.toString(),
                "--scope",
                "region-3",
                "--url",
                nodes.get(0).url());

        assertThat(run.out()).isEqualTo("written 2 / unchanged 0 / failed 0\n");
        assertThat(records.entity("region-3/p:a")).isEqualTo("1");
        assertThat(records.entity("zone-1.2/p:a")).isEqualTo("2");
        assertThat(records.entity("p:a")).isNull();
    }

    @Test
    void aRequestThatTheRecordMayHaveForgottenIsLookedAfter() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        nodes.get(0).feeling(request -> requests.incrementAndGet() == 1 ? Mood.TOO_OLD : Mood.ANSWER);
        write("{\"uri\":\"p:a\",\"entity\":1}");

        Run run = Run.of(
                "record", "import", file.toString(), "--url", nodes.get(0).url());

        assertThat(run.out()).isEqualTo("written 1 / unchanged 0 / failed 0\n");
        assertThat(records.version("p:a")).isEqualTo(1);
    }

    @Test
    void anExportIsTheFileThatWasImported() throws Exception {
        write("{\"uri\":\"p:a\\\"b\\\\\",\"entity\":{ \"x\" : 1.0 }}", "{\"uri\":\"p:é😀\",\"entity\":\"\\u00e9\"}");
        Path out = dir.resolve("out.jsonl");

        Run.of("record", "import", file.toString(), "--url", nodes.get(0).url());
        Run export =
                Run.of("record", "export", "--type", "p", "--url", nodes.get(1).url());
        Run toFile =
                Run.of("record", "export", "--type", "p", "--url", nodes.get(1).url(), "--output", out.toString());

        assertThat(export.out().lines()).containsExactlyInAnyOrderElementsOf(Files.readAllLines(file));
        assertThat(toFile.exitCode()).isZero();
        assertThat(out).hasContent(export.out());
    }

    @Test
    void linesThatFailAreReportedByNumberAndTheOthersAreWritten() throws Exception {
        write(
                "{\"uri\":\"p:a\",\"entity\":{}}",
                "nonsense",
                "{\"uri\":\"p:b\",\"entity\":{\"refuse\":1}}",
                "{\"uri\":\"p:c\",\"entity\":{}}");

        Run run = Run.of(
                "record", "import", file.toString(), "--url", nodes.get(0).url());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("written 2 / unchanged 0 / failed 2\n");
        assertThat(run.err()).contains("in.jsonl.report.txt");
        List<String> report = Files.readAllLines(dir.resolve("in.jsonl.report.txt"));
        assertThat(report).hasSize(2);
        assertThat(report).anyMatch(line -> line.startsWith("line 2: not valid JSON"));
        assertThat(report).anyMatch(line -> line.startsWith("line 3: p:b: refused: record-bytes-max"));
    }

    @Test
    void ofSeveralLinesForOneRecordTheLastWins() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            lines.add("{\"uri\":\"p:" + i % 3 + "\",\"entity\":" + i + "}");
        }
        write(lines.toArray(String[]::new));

        ImportResult result = run(32, Duration.ofSeconds(30));

        assertThat(result.written()).isEqualTo(300);
        assertThat(List.of("p:0", "p:1", "p:2")).extracting(records::entity).containsExactly("297", "298", "299");
    }

    @Test
    void aClusterThatMisbehavesGetsEveryRecordExactlyOnce() throws Exception {
        Random random = new Random(1);
        Mood[] moods =
                EnumSet.complementOf(EnumSet.of(Mood.DAMAGED, Mood.TOO_OLD)).toArray(Mood[]::new);
        nodes.forEach(node -> node.feeling(request -> {
            synchronized (random) {
                return random.nextInt(3) > 0 ? Mood.ANSWER : moods[random.nextInt(moods.length)];
            }
        }));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            lines.add("{\"uri\":\"p:" + i + "\",\"entity\":" + i + "}");
        }
        write(lines.toArray(String[]::new));

        ImportResult result = run(16, Duration.ofMinutes(1));

        assertThat(result.failed()).isZero();
        assertThat(result.written()).isEqualTo(200);
        for (int i = 0; i < 200; i++) {
            assertThat(records.entity("p:" + i)).isEqualTo(String.valueOf(i));
            assertThat(records.version("p:" + i)).isEqualTo(1);
        }
    }

    @Test
    void aNodeThatDiesMeanwhileIsNoHarm() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        nodes.forEach(node -> node.feeling(request -> {
            if (requests.incrementAndGet() == 100) {
                nodes.get(1).close();
            }
            return Mood.ANSWER;
        }));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            lines.add("{\"uri\":\"p:" + i + "\",\"entity\":" + i + "}");
        }
        write(lines.toArray(String[]::new));

        assertThat(run(8, Duration.ofMinutes(1)).written()).isEqualTo(500);
    }

    @Test
    void aRecordThatOthersKeepWritingIsRetriedOnTheNewVersion() throws Exception {
        records.set("p:a", "0");
        AtomicInteger others = new AtomicInteger();
        nodes.get(0).feeling(request -> {
            if (replaces(request) && others.incrementAndGet() <= 3) {
                records.set("p:a", "\"other\"");
            }
            return Mood.ANSWER;
        });
        write("{\"uri\":\"p:a\",\"entity\":1}");

        Run run = Run.of(
                "record", "import", file.toString(), "--url", nodes.get(0).url());

        assertThat(run.out()).isEqualTo("written 1 / unchanged 0 / failed 0\n");
        assertThat(records.entity("p:a")).isEqualTo("1");
    }

    @Test
    void whenNoNodeAnswersTheImportGivesUpAndSaysSo() throws Exception {
        nodes.forEach(FakeNode::close);
        String[] lines = new String[1000];
        Arrays.setAll(lines, i -> "{\"uri\":\"p:" + i + "\",\"entity\":1}");
        write(lines);

        ImportResult result = run(4, Duration.ofMillis(300));

        assertThat(result.written()).isZero();
        assertThat(result.abandonedAtLine()).isBetween(1L, 100L);
        assertThat(result.complete()).isFalse();
    }

    @Test
    void aLineThatCannotBeWrittenInTimeFailsAlone() throws Exception {
        nodes.forEach(node -> node.feeling(
                request -> request.getRequestURI().getPath().endsWith("/7") ? Mood.UNKNOWN_BEFORE : Mood.ANSWER));
        write("{\"uri\":\"p:7\",\"entity\":1}", "{\"uri\":\"p:8\",\"entity\":1}");

        ImportResult result = run(4, Duration.ofMillis(500));

        assertThat(result.written()).isEqualTo(1);
        assertThat(result.failed()).isEqualTo(1);
        assertThat(dir.resolve("report"))
                .content()
                .contains("line 1: p:7: no success within")
                .contains("The owner did not answer");
    }

    @Test
    void aLineForADamagedRecordFailsAtOnce() throws Exception {
        nodes.forEach(node ->
                node.feeling(request -> request.getRequestURI().getPath().endsWith("/7") ? Mood.DAMAGED : Mood.ANSWER));
        write("{\"uri\":\"p:7\",\"entity\":1}", "{\"uri\":\"p:8\",\"entity\":1}");

        ImportResult result = run(4, Duration.ofMinutes(5));

        assertThat(result.written()).isEqualTo(1);
        assertThat(dir.resolve("report"))
                .content()
                .contains("line 1: p:7: refused: Nothing was written: it is damaged");
    }

    private static boolean replaces(HttpExchange request) {
        return request.getRequestHeaders().containsKey("If-Match");
    }

    private ImportResult run(int parallel, Duration lineDeadline) throws Exception {
        List<Endpoint> endpoints = nodes.stream().map(FakeNode::endpoint).toList();
        try (FailureReport report = new FailureReport(dir.resolve("report"), dir.resolve("report2"));
                LiveLine progress = new LiveLine(Shell.ofProcess(), Duration.ofDays(1))) {
            return new Importer(endpoints, ScopeText.OF_TYPE, parallel, lineDeadline, report, progress).run(file);
        }
    }

    private void write(String... lines) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n");
    }
}
