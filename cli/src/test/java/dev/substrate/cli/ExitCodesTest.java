package dev.substrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.terminal.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExitCodesTest {

    private final FakeRecords records = new FakeRecords();
    private FakeNode node;

    @BeforeEach
    void start() throws IOException {
        node = new FakeNode(records);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aWriteTellsTheVersionAndTheEntityIsStoredAsGiven() {
        Run created = record("put", "p:a b/é", "{ \"x\" : 1.0 }");
        Run replaced = record("put", "p:a b/é", "{}", "-o", "json");

        assertThat(created).isEqualTo(new Run(0, "Created p:a b/é, version 1\n", ""));
        assertThat(replaced.exitCode()).isZero();
        assertThat(replaced.out())
                .startsWith("{\"uri\":\"p:a b/é\",\"version\":2,")
                .endsWith("}\n");
    }

    @Test
    void whatIsReadFromStandardInputKeepsEveryByteButTheLastLineEnd() {
        assertThat(Run.with("{\n \"é\":1}\r\n", "record", "put", "p:a", "-", "--url", node.url())
                        .exitCode())
                .isZero();
        assertThat(records.entity("p:a")).isEqualTo("{\n \"é\":1}");
    }

    @Test
    void aReadPrintsTheEntityAndNothingElse() {
        records.set("p:a", "{ \"x\":1 }");

        assertThat(record("get", "p:a").out()).isEqualTo("{ \"x\":1 }\n");
        assertThat(record("get", "p:a").err()).startsWith("version 1, modified ");
        assertThat(record("get", "p:a", "-o", "json").out())
                .startsWith("{\"uri\":\"p:a\",\"version\":1,")
                .endsWith(",\"entity\":{ \"x\":1 }}\n");
    }

    @Test
    void queryAsksForWhatMeetsItsConditionsAndShowsItAsScanDoes() {
        records.set("p:a", "{\"age\":7}");

        Run run = record("query", "--type", "p", "--where", "/age >= 5", "--where", "/age<9", "--max-staleness", "5s");

        assertThat(run.out().lines()).hasSize(2);
        assertThat(node.seen())
                .singleElement()
                .asString()
                .contains("type=p", "&where=%2Fage%20%3E%3D%205&where=%2Fage%3C9", "&max-staleness=PT5S");
        assertThat(record("query", "--type", "p", "--where", "/age exists", "-o", "json")
                        .out())
                .startsWith("[\n{\"uri\":\"p:a\"");
    }

    @Test
    void scanListsRecordsAsATableOrAsOneArray() {
        records.set("p:a", "{ }");
        records.set("p:b", "[1]");

        assertThat(record("scan", "--type", "p").out().lines()).hasSize(3);
        assertThat(record("scan", "--type", "p", "-o", "json").out())
                .startsWith("[\n{\"uri\":\"p:a\"")
                .contains("\"entity\":{ }},\n{\"uri\":\"p:b\"")
                .endsWith("}\n]\n");
    }

    @Test
    void everyVerbPassesTheScopeOn() {
        assertThat(record("put", "p:a", "1", "--scope", "region-3").exitCode()).isZero();
        assertThat(record("put", "p:a", "2", "--scope", "zone").exitCode()).isZero();
        assertThat(record("put", "p:a", "3").exitCode()).isZero();

        assertThat(record("get", "p:a", "--scope", "region-3").out()).isEqualTo("1\n");
        assertThat(record("get", "p:a", "--scope", "zone", "--any").out()).isEqualTo("2\n");
        assertThat(record("get", "p:a").out()).isEqualTo("3\n");
        record("update", "p:a", "--merge", "{}", "--scope", "global");
        record("delete", "p:a", "--scope", "region-3");
        record("where", "p:a", "--scope", "zone-3.1");
        record("scan", "--type", "p", "--scope", "region");
        record("export", "--type", "p", "--scope", "region-0");
        assertThat(node.seen().subList(6, 11))
                .extracting(seen -> seen.substring(0, seen.lastIndexOf(' ')))
                .containsExactly(
                        "PATCH /api/v1/records/p/a?scope=global",
                        "DELETE /api/v1/records/p/a?scope=region-3",
                        "GET /api/v1/records/p/a/owner?scope=zone-3.1",
                        "GET /api/v1/records?type=p&scope=region&limit=100",
                        "GET /api/v1/records?type=p&scope=region-0&limit=100");
    }

    @Test
    void aTimeToLiveIsPassedOnAsADuration() {
        record("put", "p:a", "1", "--ttl", "30s");
        record("put", "p:a", "1", "--ttl", "7d");
        record("update", "p:a", "--merge", "{}", "--ttl", "PT1H30M");
        record("update", "p:a", "--merge", "{}");

        assertThat(node.seen().subList(0, 3))
                .extracting(seen -> seen.replaceAll(".* for ", ""))
                .containsExactly("PT30S", "PT168H", "PT1H30M");
        assertThat(node.seen().get(3)).doesNotContain(" for ");
    }

    @Test
    void headersAreATableOrAnObject() {
        records.set("p:a é", "1");

        Run table = record("get", "p:a é", "--headers");
        Run json = record("get", "p:a é", "--headers", "-o", "json");

        assertThat(table.exitCode()).isZero();
        assertThat(table.out().lines())
                .contains("HEADER        VALUE", "id            p:a é", "version       1", "tombstone     no");
        assertThat(json.out())
                .isEqualTo("{\"id\":\"p:a é\",\"type\":\"p\",\"typeVersion\":1,\"version\":1,"
                        + "\"created\":\"2026-01-01T00:00:00Z\",\"modified\":\"2026-01-01T00:00:01Z\","
                        + "\"tombstone\":false,\"writer\":\"n1\",\"requestId\":\"r1\"}\n");
    }

    @Test
    void theHeadersOfADeletedRecordAreShownAndItIsNotFound() {
        records.set("p:a", "1");
        record("delete", "p:a");

        Run deleted = record("get", "p:a", "--headers", "-o", "json");
        Run never = record("get", "p:b", "--headers");

        assertThat(deleted.exitCode()).isEqualTo(3);
        assertThat(deleted.out()).contains("\"version\":2", "\"tombstone\":true");
        assertThat(deleted.err()).contains("'p:a' was deleted");
        assertThat(never.exitCode()).isEqualTo(3);
        assertThat(never.out()).isEmpty();
        assertThat(never.err()).contains("There is no record 'p:b'");
    }

    @Test
    void whyHeadersCannotBeReadIsSaid() {
        node.feeling(request -> FakeNode.Mood.DAMAGED);

        Run run = record("get", "p:a", "--headers");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("it is damaged");
    }

    @Test
    void aRequestThatIsTooOldIsAFailureThatExplainsItself() {
        node.feeling(request -> FakeNode.Mood.TOO_OLD);

        Run given = record("put", "p:a", "{}", "--request-id", "mine");
        Run made = record("put", "p:a", "{}");

        assertThat(given.exitCode()).isEqualTo(1);
        assertThat(given.err()).contains("it has forgotten").doesNotContain("clock");
        assertThat(made.exitCode()).isEqualTo(1);
        assertThat(made.err()).contains("it has forgotten", "the clock of this machine");
    }

    @Test
    void aRequestThatIsTooOldAfterALostAnswerIsAnUnknownOutcome() {
        node.feeling(request -> node.seen().size() == 1 ? FakeNode.Mood.DROP_AFTER : FakeNode.Mood.TOO_OLD);

        assertThat(record("put", "p:a", "{}").exitCode()).isEqualTo(5);
    }

    @Test
    void anAbsentRecordIsNotFound() {
        assertThat(record("get", "p:nope").exitCode()).isEqualTo(3);
        assertThat(record("delete", "p:nope").exitCode()).isEqualTo(3);
    }

    @Test
    void anotherVersionIsAConflict() {
        records.set("p:a", "{}");

        assertThat(record("put", "p:a", "{}", "--if-absent").exitCode()).isEqualTo(4);
        assertThat(record("put", "p:a", "{}", "--if-version", "7").exitCode()).isEqualTo(4);
        assertThat(record("delete", "p:a", "--if-version", "7").exitCode()).isEqualTo(4);
        assertThat(record("put", "p:a", "{}", "--if-version", "1").exitCode()).isZero();
        assertThat(record("delete", "p:a", "--if-version", "2")).isEqualTo(new Run(0, "Deleted p:a, version 3\n", ""));
    }

    @Test
    void anUnknownOutcomeIsSaidWithTheRequestIdToRepeat() {
        node.feeling(request -> FakeNode.Mood.UNKNOWN_AFTER);

        Run put = record("put", "p:a", "{}", "--request-id", "mine");

        assertThat(put.exitCode()).isEqualTo(5);
        assertThat(put.err()).contains("--request-id mine");
    }

    @Test
    void anAnswerThatIsLostTwiceIsAnUnknownOutcomeForAWriteAndAFailureForARead() {
        node.feeling(request -> FakeNode.Mood.DROP_AFTER);

        assertThat(record("put", "p:a", "{}").exitCode()).isEqualTo(5);
        assertThat(record("get", "p:a").exitCode()).isEqualTo(1);
    }

    @Test
    void anAnswerThatIsLostOnceIsAskedForAgainUnderTheSameRequestId() {
        node.feeling(request -> node.seen().size() == 1 ? FakeNode.Mood.DROP_AFTER : FakeNode.Mood.ANSWER);

        assertThat(record("put", "p:a", "{}").out()).isEqualTo("Created p:a, version 1\n");
        assertThat(node.seen()).hasSize(2);
        assertThat(node.seen().get(0))
                .isEqualTo(node.seen().get(1))
                .matches("PUT .* \\d{8}T\\d{6}\\.\\d{3}Z-[A-Za-z0-9_-]{22}");
    }

    @Test
    void aRefusalAndAMissingNodeAreFailures(@TempDir Path dir) {
        assertThat(record("put", "p:a", "{\"refuse\":1}").exitCode()).isEqualTo(1);
        assertThat(record("put", "p:a", "{\"refuse\":1}").err()).contains("record-bytes-max");

        node.feeling(request -> FakeNode.Mood.UNAVAILABLE);
        assertThat(record("get", "p:a").exitCode()).isEqualTo(1);

        node.close();
        assertThat(record("put", "p:a", "{}").exitCode()).isEqualTo(1);
        assertThat(Run.of("status", "--data", dir.toString()).err()).contains("substrate dev");
        assertThat(Run.of("dev", "status", "--data", dir.toString()).exitCode()).isEqualTo(3);
    }

    @Test
    void aDamagedRecordIsAFailureThatSaysSoAndNoUnknownOutcome() {
        node.feeling(request -> FakeNode.Mood.DAMAGED);

        for (Run run : new Run[] {
            record("get", "p:a"),
            record("put", "p:a", "{}"),
            record("update", "p:a", "--merge", "{}"),
            record("delete", "p:a"),
            record("scan", "--type", "p"),
            record("export", "--type", "p")
        }) {
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("it is damaged").doesNotContain("\tat ");
        }
        assertThat(node.seen()).hasSize(6);
    }

    @Test
    void aRefusalAfterALostAnswerDoesNotSayThatNothingWasWritten() {
        node.feeling(request -> node.seen().size() % 2 == 1 ? FakeNode.Mood.DROP_BEFORE : FakeNode.Mood.BUSY);
        assertThat(record("put", "p:a", "{}").exitCode()).isEqualTo(5);
        node.feeling(request -> node.seen().size() % 2 == 1 ? FakeNode.Mood.DROP_BEFORE : FakeNode.Mood.DAMAGED);
        assertThat(record("put", "p:a", "{}").exitCode()).isEqualTo(5);
        records.set("p:a", "{}");
        node.feeling(request -> node.seen().size() % 2 == 1 ? FakeNode.Mood.DROP_BEFORE : FakeNode.Mood.ANSWER);
        assertThat(record("put", "p:a", "{}", "--if-absent").exitCode()).isEqualTo(5);
        assertThat(record("put", "p:a", "{}", "--if-version", "7").exitCode()).isEqualTo(4);
        assertThat(record("get", "p:a").exitCode()).isZero();
    }

    @Test
    void whatIsAwayIsNotAskedForLongerThanTheTimeOut() {
        Duration takes = Duration.ofMillis(600);
        node.feeling(request -> {
            LockSupport.parkNanos(takes.toNanos());
            return FakeNode.Mood.AWAY;
        });

        try (ClusterClient client = new ClusterClient(Collections.nCopies(5, node.endpoint()), takes.multipliedBy(2))) {
            assertThat(client.send(Request.get("/api/v1/records/p/a")).status()).isEqualTo(503);
        }
        assertThat(node.seen()).hasSizeBetween(1, 2);
    }

    @Test
    void aWrongCommandLineIsUsageWithoutAStackTrace() {
        for (Run run : new Run[] {
            record("get", "nocolon"),
            record("get"),
            record("put", "p:a", "{}", "--if-absent", "--if-version", "1"),
            record("put", "p:a", "{}", "--request-id", "a b"),
            record("scan", "--type", "Bad!"),
            record("query", "--type", "p"),
            record("query", "--type", "p", "--where", "age = 1"),
            record("query", "--type", "p", "--where", "/age = 1", "--where", "/age != 2"),
            record("query", "--type", "Bad!", "--where", "/age = 1"),
            record("query", "--type", "p", "--where", "/age = 1", "--limit", "0"),
            record("query", "--type", "p", "--where", "/age = 1", "--max-staleness", "soon"),
            record("get", "p:a", "--scope", "region-256"),
            record("get", "p:a", "--scope", "region-03"),
            record("get", "p:a", "--scope", "planet"),
            record("get", "p:a", "--any", "--headers"),
            record("put", "p:a", "{}", "--ttl", "0s"),
            record("put", "p:a", "{}", "--ttl", "soon"),
            Run.of("record", "get", "p:a", "--url", "not a url"),
            Run.of("dev", "--store", "mysql"),
            Run.of("dev", "--store", "sqlite", "--cassandra-port", "9142"),
            Run.of("dev", "--store", "sqlite", "--cassandra", "db:9042"),
            Run.of("dev", "--cassandra", "db"),
            Run.of("dev", "--cassandra", "db:99999"),
            Run.of("dev", "--cassandra", "db:9042", "--cassandra-port", "9142"),
            Run.of("dev", "--cassandra-port", "65535"),
            Run.of("dev", "--cassandra-port", "8551"),
            Run.of("dev", "--nodes", "0"),
            Run.of("nonsense"),
            Run.of("dev", "kill", "x"),
            Run.of("dev", "start", "-1"),
            Run.of("seed", "plan"),
            Run.of("seed", "plan", "nowhere.jsonl"),
            Run.of("seed", "apply", "nowhere.jsonl"),
        }) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
            assertThat(run.err()).startsWith("substrate: ").contains("--help").doesNotContain("\tat ");
        }
    }

    @Test
    void everyVerbHasHelpWithAnExampleAndTheExitCodes() {
        assertHelp(Main.commandLine(Shell.ofProcess()));
    }

    private static void assertHelp(CommandLine command) {
        assertThat(command.getUsageMessage())
                .contains("Example")
                .contains("Exit codes:")
                .contains("outcome unknown");
        command.getSubcommands().values().forEach(ExitCodesTest::assertHelp);
    }

    private Run record(String... args) {
        String[] all = new String[args.length + 3];
        all[0] = "record";
        System.arraycopy(args, 0, all, 1, args.length);
        all[args.length + 1] = "--url";
        all[args.length + 2] = node.url();
        return Run.of(all);
    }
}
