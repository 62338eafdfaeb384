package dev.substrate.service.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.javadsl.Behaviors;
import dev.substrate.record.RecordRefusedException;
import dev.substrate.service.Service;
import dev.substrate.service.internal.host.FakeDht;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangedSettingsTest {

    private static final Service<String> GREETER = Service.named("greeter", String.class, context -> Behaviors.ignore())
            .setting("greeting", "Hello")
            .build();

    private final FakeDht dht = new FakeDht();
    private final List<Map<String, String>> shown = new ArrayList<>();
    private final LiveSettings settings =
            new LiveSettings(GREETER, dht, InstantSource.fixed(Instant.EPOCH), (after, action) -> {}, shown::add);

    @Test
    void aChangeThatIsWrittenIsToldAlsoWhenNothingCanBeReadAfterwards() {
        dht.holdReads(true);

        assertThat(settings.change(Map.of("greeting", "Hi"), "anna").toCompletableFuture())
                .isCompletedWithValue(Map.of("greeting", "Hi"));
        assertThat(settings.current()).isEqualTo(Map.of("greeting", "Hi"));
        assertThat(shown).containsExactly(Map.of("greeting", "Hi"));
    }

    @Test
    void whatCannotBeWrittenChangesNothing() {
        dht.away(true);

        assertThat(settings.change(Map.of("greeting", "Hi"), "anna").toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(RecordRefusedException.class);
        assertThat(settings.current()).isEqualTo(Map.of("greeting", "Hello"));
        assertThat(shown).isEmpty();
    }
}
