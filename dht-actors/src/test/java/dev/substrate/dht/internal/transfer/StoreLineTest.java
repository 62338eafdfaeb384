package dev.substrate.dht.internal.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.substrate.dht.internal.rule.PastRequest;
import dev.substrate.dht.internal.rule.Restoration;
import dev.substrate.dht.internal.transfer.StoreLine.BadLineException;
import dev.substrate.record.Place;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUri;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreLineTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final String LINE = "{\"id\":\"user:anna\",\"version\":7,\"typeVersion\":1,"
            + "\"created\":\"2026-01-01T00:00:00.123Z\",\"modified\":\"2026-01-01T00:00:00.123Z\",\"writer\":\"n\","
            + "\"tombstone\":false,\"entity\":{ \"a\" : 1.50 }}";

    @Property
    void whatIsWrittenIsReadAgain(@ForAll("lines") StoreLine line) throws Exception {
        String text = line.text();

        assertThat(text).doesNotContain("\n", "\r");
        assertThat(StoreLine.parse(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(line);
    }

    @Test
    void aLineIsWhatTheBookSays() throws Exception {
        StoreLine line = StoreLine.parse(LINE.getBytes(StandardCharsets.UTF_8));

        assertThat(line)
                .isEqualTo(new StoreLine(
                        RecordId.parse("user:anna"),
                        new Restoration(7, NOW, NOW, null, 1, "n", null, "{ \"a\" : 1.50 }", null)));
        assertThat(line.text()).isEqualTo(LINE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"id\":\"user:anna\"",
                "{\"id\":\"user:anna\"}{}",
                "{\"id\":\"anna\",\"version\":1}",
                "{\"id\":\"user:anna\",\"id\":\"user:anna\"}",
                "{\"id\":\"user:anna\",\"version\":1.5}",
                "{\"id\":\"user:anna\",\"created\":\"yesterday\"}",
                "{\"id\":\"user:anna\",\"colour\":\"blue\"}",
            })
    void whatIsNoLineIsRefused(String text) {
        assertRefused(text);
    }

    @Test
    void whatNoStoreCanHaveHadIsRefused() {
        assertRefused(LINE.replace("\"version\":7", "\"version\":0"));
        assertRefused(LINE.replace("\"version\":7", "\"version\":9223372036854775807"));
        assertRefused(LINE.replace("\"version\":7", "\"version\":92233720368547758070"));
        assertRefused(LINE.replace("\"typeVersion\":1", "\"typeVersion\":0"));
        assertRefused(LINE.replace("false", "true"));
        assertRefused(LINE.replace(",\"entity\":{ \"a\" : 1.50 }", ""));
        assertRefused(LINE.replace("\"entity\"", "\"entityText\":\"1\",\"entity\""));
        assertRefused(LINE.replace("\"entity\"", "\"deleted\":1,\"entity\""));
    }

    private static void assertRefused(String text) {
        assertThatExceptionOfType(BadLineException.class)
                .as(text)
                .isThrownBy(() -> StoreLine.parse(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Provide
    Arbitrary<StoreLine> lines() {
        Arbitrary<Instant> times =
                Arbitraries.longs().between(0, 4_000_000_000_000L).map(Instant::ofEpochMilli);
        Arbitrary<String> entities = Arbitraries.of(
                "1",
                "-0.10e5",
                "\"\"",
                "\"é😀\\n\\u0000\"",
                "{}",
                "{ \"a\" : [ 1 , {} ] }",
                "{\r\n \"é\":\t1}",
                "[\n]",
                "true",
                "{\"a\":\"\u2028\"}");
        Arbitrary<RecordId> ids = Combinators.combine(
                        Arbitraries.of(Place.EVERYWHERE, Place.region(3), Place.zone(7, 8)),
                        Arbitraries.strings()
                                .withChars('a', 'é', '"', '\\', ' ', '/', ':')
                                .ofMinLength(1)
                                .ofMaxLength(9)
                                .map(StoreLineTest::id))
                .as((place, id) -> new RecordId(place, new RecordUri("user", id)));
        Arbitrary<Restoration> versions = Combinators.combine(
                        Arbitraries.longs().between(1, Restoration.VERSION_MAX),
                        times,
                        times,
                        times.injectNull(0.5),
                        Arbitraries.integers().between(1, 9),
                        Arbitraries.of("", "0".repeat(40)),
                        entities.injectNull(0.3),
                        entities.injectNull(0.5))
                .as((version, created, modified, expires, typeVersion, writer, entity, deleted) -> new Restoration(
                        version,
                        created,
                        modified,
                        expires,
                        typeVersion,
                        writer,
                        writer.isEmpty() ? null : new PastRequest("r\"1", "p", version, modified, version == 1),
                        entity,
                        entity == null ? deleted : null));
        return Combinators.combine(ids, versions).as(StoreLine::new);
    }

    /** No part between slashes may be '.' or '..' or the like, which is not what this is about. */
    private static String id(String any) {
        return any.chars().mapToObj(Character::toString).collect(Collectors.joining("x"));
    }
}
