package dev.substrate.dht.internal.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.substrate.dht.internal.rule.PastRequest;
import dev.substrate.dht.internal.rule.RecordState;
import dev.substrate.store.StateFormat.Document;
import dev.substrate.store.StateRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
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

class RecordStateFormatTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");

    private final RecordStateFormat format = new RecordStateFormat();

    @Property
    void aRecordIsReadBackAsItWasWritten(
            @ForAll("entities") String entity,
            @ForAll("times") Instant created,
            @ForAll("times") Instant modified,
            @ForAll("requests") @Size(max = 5) List<PastRequest> requests) {
        RecordState state = new RecordState(7, created, modified, entity.isEmpty() ? null : entity, requests);

        Document document = format.write("pkg:a:b", state);

        assertThat(format.read(row(document, 7))).isEqualTo(state);
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
                .isEqualTo(
                        "{\"contentType\":\"application/json\",\"requests\":[{\"id\":\"r1\",\"fingerprint\":\"print\","
                                + "\"version\":1,\"modified\":\"2026-01-01T00:00:00.123Z\",\"created\":true}]}");
        assertThat(document.created()).isEqualTo(NOW);
        assertThat(document.modified()).isEqualTo(NOW);
    }

    @Property
    void anyRequestIdLeavesTheHeadersJson(@ForAll("requests") @Size(max = 3) List<PastRequest> requests)
            throws IOException {
        JsonNode headers = new ObjectMapper()
                .readTree(format.write("pkg:a", new RecordState(1, NOW, NOW, "1", requests))
                        .headers());

        assertThat(headers.path("requests")).hasSize(requests.size());
    }

    @Test
    void aTombstoneHasNoEntityAndKeepsItsRequests() {
        Document document = format.write("pkg:a", state(null));

        assertThat(document.tombstone()).isTrue();
        assertThat(document.entity()).isNull();
        assertThat(format.read(row(document, 1))).isEqualTo(state(null));
    }

    @Test
    void headersThatAreNotJsonAreAnErrorThatNamesTheRecord() {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> format.read(row(new Document("pkg", false, NOW, NOW, "{", "1"), 1)))
                .withMessageContaining("'pkg:a'");
    }

    private static RecordState state(@Nullable String entity) {
        return new RecordState(1, NOW, NOW, entity, List.of(new PastRequest("r1", "print", 1, NOW, true)));
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

    @Provide
    Arbitrary<String> entities() {
        return Arbitraries.strings().all().ofMaxLength(20);
    }

    @Provide
    Arbitrary<Instant> times() {
        return Arbitraries.longs()
                .between(-1_000_000_000_000L, 40_000_000_000_000L)
                .map(Instant::ofEpochMilli);
    }

    @Provide
    Arbitrary<List<PastRequest>> requests() {
        Arbitrary<String> ids =
                Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(64);
        return Combinators.combine(
                        ids, ids, Arbitraries.longs().greaterOrEqual(1), times(), Arbitraries.of(true, false))
                .as(PastRequest::new)
                .list()
                .ofMaxSize(5);
    }
}
