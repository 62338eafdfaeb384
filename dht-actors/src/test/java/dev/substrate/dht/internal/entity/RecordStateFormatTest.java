package dev.substrate.dht.internal.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.substrate.dht.internal.Fixtures;
import dev.substrate.dht.internal.rule.DamagedRecord;
import dev.substrate.dht.internal.rule.PastRequest;
import dev.substrate.dht.internal.rule.RecordState;
import dev.substrate.dht.internal.rule.RequestMemory;
import dev.substrate.store.StateFormat.Document;
import dev.substrate.store.StateRow;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordStateFormatTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");

    private static final long VERSION = 7;

    private final RecordStateFormat format = new RecordStateFormat();

    @Property
    void aRecordIsReadBackAsItWasWritten(
            @ForAll("entities") String entity,
            @ForAll("times") Instant created,
            @ForAll("times") Instant modified,
            @ForAll("requests") @Size(max = 5) List<PastRequest> requests) {
        RecordState state = Fixtures.state(VERSION, created, modified, entity.isEmpty() ? null : entity, requests);

        Document document = format.write("pkg:a:b", state);

        assertThat(format.read(row(document, VERSION))).isEqualTo(state);
        assertThat(document.type()).isEqualTo("pkg");
        assertThat(document.tombstone()).isEqualTo(state.entity() == null);
    }

    @Test
    void theEntityStaysCharacterByCharacter() {
        String entity = "{ \"b\" : 1.00 ,\n\"a\":\"\\u00e4\" }";

        assertThat(format.write("pkg:a", state(entity)).entity()).isEqualTo(entity);
    }

    @Test
    void aPersonCanReadTheHeaders() throws IOException {
        Document document = format.write("pkg:a", state("1"));

        assertThat(document.headers())
                .isEqualTo("{\"contentType\":\"application/json\",\"typeVersion\":1,\"writer\":\"" + Fixtures.NODE
                        + "\",\"requestsTo\":1,\"requests\":[[\"r1\",\"print\",1767225600123,true]]}");
        assertThat(document.created()).isEqualTo(NOW);
        assertThat(document.modified()).isEqualTo(NOW);
    }

    @Property
    void anyRequestIdLeavesTheHeadersJson(@ForAll("requests") @Size(max = 3) List<PastRequest> requests)
            throws IOException {
        JsonNode headers = new ObjectMapper()
                .readTree(format.write("pkg:a", Fixtures.state(1, NOW, NOW, "1", requests))
                        .headers());

        assertThat(headers.path("requests")).hasSize(requests.size());
    }

    @Test
    void allThatIsKnownOfAVersionIsKept() {
        RecordState state = new RecordState(
                VERSION,
                NOW,
                NOW,
                NOW.plusSeconds(9),
                4,
                Fixtures.NODE,
                null,
                "{\"a\":[1.50]}",
                new RequestMemory(List.of(new PastRequest("r", "p", VERSION, NOW, false)), NOW.minusSeconds(1)));

        assertThat(format.read(row(format.write("zone-3.1/pkg:a", state), VERSION)))
                .isEqualTo(state);
        assertThat(format.write("zone-3.1/pkg:a", state).type()).isEqualTo("pkg");
    }

    @Test
    void aKeptVersionKnowsTheRequestThatMadeItAndForgotTheOthers() {
        RecordState state = Fixtures.state(
                VERSION,
                NOW,
                NOW,
                "1",
                List.of(
                        new PastRequest("before", "p", VERSION - 1, NOW.minusMillis(5), false),
                        new PastRequest("newest", "p", VERSION, NOW, false)));
        Document document = new RecordStateFormat(type -> Duration.ofMinutes(1)).write("pkg:a", state);

        assertThat(document.kept().keptFor()).isEqualTo(Duration.ofMinutes(1));
        assertThat(format.read(row(document, VERSION))).isEqualTo(state);
        assertThat(format.read(row(document, VERSION)
                                .withHeaders(document.kept().headers()))
                        .memory())
                .isEqualTo(new RequestMemory(List.of(state.newestRequest()), NOW.minusMillis(5)));
    }

    @Test
    void whatEarlierReleasesSaidOfRequestsIsUnderstood() {
        String headers = "{\"requests\":[{\"id\":\"r\",\"fingerprint\":\"p\",\"version\":7,"
                + "\"modified\":\"2026-01-01T00:00:00.123Z\",\"created\":false}]}";

        assertThat(format.read(row(new Document("pkg", false, NOW, NOW, headers, "1"), VERSION))
                        .memory()
                        .requests())
                .containsExactly(new PastRequest("r", "p", VERSION, NOW, false));
    }

    @Test
    void aTombstoneHasNoEntityAndKeepsItsRequests() {
        Document document = format.write("pkg:a", state(null));

        assertThat(document.tombstone()).isTrue();
        assertThat(document.entity()).isNull();
        assertThat(format.read(row(document, 1))).isEqualTo(state(null));
    }

    @Test
    void aPersonMayForgetTheRequestsOfARowThatTheyRepair() {
        assertThat(format.read(row(new Document("pkg", false, NOW, NOW, "{}", "1"), VERSION)))
                .isEqualTo(new RecordState(VERSION, NOW, NOW, null, 1, "", "1", null, RequestMemory.EMPTY));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                {                                                | not JSON
                {} {}                                            | not JSON
                []                                               | no JSON object
                {"typeVersion":0}                                | version of its type
                {"typeVersion":"x"}                              | version of its type
                {"expires":"tomorrow"}                           | 'expires' in its headers is no time
                {"forgottenUntil":7}                             | 'forgottenUntil' in its headers is no time
                {"requests":{}}                                  | no array
                {"requests":[1]}                                 | not complete
                {"requests":[{"id":"r"}]}                        | not complete
                {"requests":[["r","p"]]}                         | not complete
                {"requests":[["r","p",1,"x"]]}                   | not complete
                {"requests":[["r","p","now"]]}                   | no time
                {"requestsTo":6,"requests":[["r","p",1]]}        | not those of its newest versions
                {"requestsTo":7,"requests":[[],[],[],[],[],[],[],[]]} | not
                {"requests":[%s7%s],"a":1} {}                    | not JSON
                {"requests":[%s6%s]}                             | not those of its newest versions
                {"requests":[%s8%s]}                             | not those of its newest versions
                {"requests":[%s7%s,%s7%s]}                       | not those of its newest versions
                {"requests":[%s5%s,%s7%s]}                       | not those of its newest versions
                {"requests":[%s7%s,%s6%s]}                       | not those of its newest versions
                """)
    void headersThatARecordWouldNotWriteAreDamage(String headers, String complaint) {
        String before = "{\"id\":\"r\",\"fingerprint\":\"p\",\"version\":";
        String after = ",\"modified\":\"2026-01-01T00:00:00Z\",\"created\":false}";

        assertDamaged(
                new Document("pkg", false, NOW, NOW, headers.formatted(before, after, before, after), "1"), complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "nonsense", "null", "1 2", "{\"a\":1}}", "\"\ud83d\""})
    void anEntityThatIsNoJsonValueIsDamage(String entity) {
        assertDamaged(new Document("pkg", false, NOW, NOW, "{}", entity), "the entity is");
    }

    @Test
    void anEntityThatIsLargerThanWhatMayBeWrittenNowIsNone() {
        String deep = "[".repeat(900) + '"' + "x".repeat(1_000_000) + '"' + "]".repeat(900);

        assertThat(format.read(row(new Document("pkg", false, NOW, NOW, "{}", deep), VERSION))
                        .entity())
                .isEqualTo(deep);
    }

    @Test
    void aTombstoneWithAnEntityIsDamage() {
        assertDamaged(new Document("pkg", true, NOW, NOW, "{}", "1"), "tombstone");
        assertDamaged(new Document("pkg", false, NOW, NOW, "{}", null), "no entity");
    }

    @Test
    void aVersionBelowTheFirstIsDamage() {
        assertThatExceptionOfType(UnreadableRowException.class)
                .isThrownBy(() -> format.read(row(new Document("pkg", false, NOW, NOW, "{}", "1"), 0)))
                .withMessageContaining("version");
    }

    @Test
    void whatStandsForDamageIsNeverWritten() {
        assertThat(format.damaged("pkg:a", "reason")).isEqualTo(new DamagedRecord("reason"));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> format.write("pkg:a", new DamagedRecord("reason")))
                .withMessageContaining("'pkg:a'");
    }

    private void assertDamaged(Document document, String complaint) {
        assertThatExceptionOfType(UnreadableRowException.class)
                .isThrownBy(() -> format.read(row(document, VERSION)))
                .withMessageContaining(complaint);
    }

    private static RecordState state(@Nullable String entity) {
        return Fixtures.state(1, NOW, NOW, entity, List.of(new PastRequest("r1", "print", 1, NOW, true)));
    }

    private static StateRow row(Document document, long version) {
        return new StateRow(
                "record",
                "pkg:a",
                document.type(),
                3,
                version,
                9,
                document.tombstone(),
                document.created(),
                document.modified(),
                document.headers(),
                document.entity());
    }

    private static List<PastRequest> ofNewestVersions(List<PastRequest> requests) {
        List<PastRequest> numbered = new ArrayList<>();
        for (PastRequest each : requests) {
            long version = VERSION - requests.size() + 1 + numbered.size();
            numbered.add(new PastRequest(each.id(), each.fingerprint(), version, each.modified(), each.created()));
        }
        return numbered;
    }

    @Provide
    Arbitrary<String> entities() {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .ofMaxLength(20)
                .map(text -> text.isEmpty() ? text : TextNode.valueOf(text).toString());
    }

    @Provide
    Arbitrary<Instant> times() {
        return Arbitraries.longs()
                .between(-1_000_000_000_000L, 40_000_000_000_000L)
                .map(Instant::ofEpochMilli)
                .flatMap(time -> Arbitraries.of(time, time.plusNanos(1_000)));
    }

    @Provide
    Arbitrary<List<PastRequest>> requests() {
        Arbitrary<String> ids =
                Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(64);
        return Combinators.combine(ids, ids, times(), Arbitraries.of(true, false))
                .as((id, print, time, created) -> new PastRequest(id, print, 0, time, created))
                .list()
                .ofMaxSize(5)
                .map(RecordStateFormatTest::ofNewestVersions);
    }
}
