package dev.substrate.store;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.typesafe.config.ConfigFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JsonPersistentTest {

    record Order(
            String id, Instant placed, Duration open, Optional<String> note, List<Line> lines, Map<String, Long> tax)
            implements JsonPersistent {}

    record Line(String article, int count) {}

    record Single(String only) implements JsonPersistent {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "shape")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Circle.class, name = "circle"),
        @JsonSubTypes.Type(value = Square.class, name = "square")
    })
    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    record Drawing(List<Shape> shapes) implements JsonPersistent {}

    /** Not a record: Jackson knows its constructor by the names of its parameters. */
    static final class Plain implements JsonPersistent {
        private final String name;
        private final int size;

        Plain(String name, int size) {
            this.name = name;
            this.size = size;
        }

        public String getName() {
            return name;
        }

        public int getSize() {
            return size;
        }
    }

    private ActorTestKit kit;
    private Serialization serialization;

    @BeforeAll
    void start() {
        kit = ActorTestKit.create(ConfigFactory.parseString("akka.actor.provider = local")
                .withFallback(ConfigFactory.parseResources("substrate-akka.conf"))
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve());
        serialization = SerializationExtension.get(kit.system());
    }

    @AfterAll
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void recordsAreReadableAndComeBackEqual() {
        Order order = new Order(
                "o1",
                Instant.parse("2026-01-02T03:04:05Z"),
                Duration.ofMinutes(90),
                Optional.of("soon"),
                List.of(new Line("milk", 2)),
                Map.of("de", 19L));
        assertThat(text(order))
                .isEqualTo("{\"id\":\"o1\",\"placed\":\"2026-01-02T03:04:05Z\",\"open\":\"PT1H30M\",\"note\":\"soon\","
                        + "\"lines\":[{\"article\":\"milk\",\"count\":2}],\"tax\":{\"de\":19}}");
        assertThat(back(order)).isEqualTo(order);
        assertThat(back(new Single("x"))).isEqualTo(new Single("x"));
    }

    @Test
    void nestedInterfacesAreToldApartByName() {
        Drawing drawing = new Drawing(List.of(new Circle(1), new Square(2)));
        assertThat(text(drawing)).contains("{\"shape\":\"circle\",\"radius\":1.0}");
        assertThat(back(drawing)).isEqualTo(drawing);
    }

    @Test
    void aClassWithAConstructorComesBackIfItsParametersHaveNames() {
        Plain back = (Plain) back(new Plain("a", 2));
        assertThat(back.getName()).isEqualTo("a");
        assertThat(back.getSize()).isEqualTo(2);
    }

    @Test
    void largeOnesStayReadable() {
        char[] large = new char[100_000];
        Arrays.fill(large, 'x');
        assertThat(text(new Single(new String(large)))).startsWith("{\"only\":\"xxx");
    }

    private String text(Object object) {
        return new String(serialization.serialize(object).get(), StandardCharsets.UTF_8);
    }

    private Object back(Object object) {
        var serializer = serialization.findSerializerFor(object);
        return serialization
                .deserialize(
                        serializer.toBinary(object),
                        serializer.identifier(),
                        Serializers.manifestFor(serializer, object))
                .get();
    }
}
