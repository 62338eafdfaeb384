package dev.substrate.dht.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.substrate.record.Json;
import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import dev.substrate.record.RecordUnreadableException;
import dev.substrate.record.Versioned;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityCodecTest {

    record Part(String name, Optional<String> note) {}

    record Order(
            String id,
            BigDecimal price,
            Instant placed,
            Duration within,
            List<Part> parts,
            Map<String, Integer> tags) {}

    record Positive(int number) {
        Positive {
            if (number <= 0) {
                throw new IllegalArgumentException("not positive");
            }
        }
    }

    private static final RecordKey<Order> KEY =
            RecordType.of("order", Order.class).key("1");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final EntityCodec codec = new EntityCodec();

    @Test
    void anEntityIsReadBackAsItWasWritten() {
        Order order = new Order(
                "1 ü 😀 \" \\",
                new BigDecimal("19.90"),
                NOW,
                Duration.ofMinutes(3),
                List.of(new Part("a", Optional.of("n")), new Part("b", Optional.empty())),
                Map.of("x", 1));

        assertThat(codec.decode(KEY, stored(codec.encode(order).text())).value())
                .isEqualTo(order);
    }

    @Test
    void timesAreWrittenForPeople() {
        Order order = new Order("1", BigDecimal.ONE, NOW, Duration.ofMinutes(3), List.of(), Map.of());

        assertThat(codec.encode(order).text()).contains("\"placed\":\"2026-01-01T00:00:00Z\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ \"a\" : 1.0 }", "not JSON at all", ""})
    void textIsKeptCharacterByCharacter(String text) {
        RecordKey<Json> key = RecordType.json("pkg").key("1");

        assertThat(codec.encode(new Json(text)).text()).isEqualTo(text);
        assertThat(codec.decode(key, stored(text)).value().text()).isEqualTo(text);
    }

    @Test
    void membersThatTheClassDoesNotKnowAreLeftOut() {
        RecordKey<Positive> key = RecordType.of("positive", Positive.class).key("1");

        assertThat(codec.decode(key, stored("{\"number\":1,\"later\":true}")).value())
                .isEqualTo(new Positive(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"number\":\"x\"}", "{\"number\":0}", "null", "{", ""})
    void anEntityThatIsNotOfTheClassIsUnreadableAndSaysWhich(String text) {
        RecordKey<Positive> key = RecordType.of("positive", Positive.class).key("1");

        assertThatExceptionOfType(RecordUnreadableException.class)
                .isThrownBy(() -> codec.decode(key, stored(text)))
                .withMessageContaining("Version 3 of 'positive:1' cannot be read as " + Positive.class.getName());
    }

    @Test
    void anEntityThatJacksonCannotWriteIsRefusedBeforeAnythingIsSent() {
        List<Object> itself = new ArrayList<>();
        itself.add(itself);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.encode(itself))
                .withMessageStartingWith("Nothing was written");
    }

    private static Versioned<Json> stored(String text) {
        return Fixtures.versioned(KEY.uri(), new Json(text), 3, NOW, NOW);
    }

    /** The second version of a type: the first had one field for the name. */
    record Person(String first, String last) {}

    private static final RecordType<Person> PERSON = RecordType.of("person", Person.class)
            .migrating(fields -> {
                String[] names = String.valueOf(fields.remove("name")).split(" ", 2);
                fields.put("first", names[0]);
                fields.put("last", names[1]);
                return fields;
            });

    @Test
    void anEntityOfAnOlderVersionOfItsTypeIsMigrated() {
        Versioned<Person> read = codec.decode(PERSON.key("a"), person(1, "{\"name\":\"Anna Blum\",\"age\":7}"));

        assertThat(read.value()).isEqualTo(new Person("Anna", "Blum"));
    }

    @Test
    void whatAMigratedEntityHasAndItsClassDoesNotKnowSurvivesAnUpdate() {
        EntityCodec.Decoded<Person> read = codec.read(PERSON.key("a"), person(1, "{\"name\":\"Anna Blum\",\"age\":7}"));
        Json known = codec.encode(read.value().value());

        Json next = codec.encodeNext(read, known, new Person("Anna", "Baum"));

        assertThat(next.text()).isEqualTo("{\"first\":\"Anna\",\"last\":\"Baum\",\"age\":7}");
    }

    @Test
    void anEntityOfANewerVersionOfItsTypeIsNotGuessedAt() {
        assertThatExceptionOfType(RecordUnreadableException.class)
                .isThrownBy(() -> codec.decode(PERSON.key("a"), person(3, "{\"first\":\"A\",\"last\":\"B\"}")))
                .withMessageContaining("version 3 of the type 'person'")
                .withMessageContaining("knows version 2");
    }

    @Test
    void aMigrationThatFailsMakesTheRecordUnreadable() {
        assertThatExceptionOfType(RecordUnreadableException.class)
                .isThrownBy(() -> codec.decode(PERSON.key("a"), person(1, "{\"name\":\"Anna\"}")));
    }

    private static Versioned<Json> person(int typeVersion, String text) {
        return new Versioned<>(
                new RecordHeaders(
                        RecordId.parse("person:a"), 3, Instant.EPOCH, Instant.EPOCH, null, false, typeVersion, "", ""),
                new Json(text));
    }
}
