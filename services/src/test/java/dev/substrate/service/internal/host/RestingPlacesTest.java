package dev.substrate.service.internal.host;

import static dev.substrate.service.internal.host.HostFixture.SELF;
import static dev.substrate.service.internal.host.HostFixture.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.substrate.service.internal.slot.PlacedTable;
import dev.substrate.service.internal.slot.PlacementView;
import dev.substrate.service.internal.slot.SlotTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestingPlacesTest {

    private static final PlacementView.Rest HERE = new PlacementView.Rest(TABLE, SELF.node());

    private final RestingPlaces resting = new RestingPlaces(HostSettings.of(
            ConfigFactory.parseString("substrate.service { failure-backoff-min = 1s, failure-backoff-max = 4s }")
                    .withFallback(ConfigFactory.load())));

    @Test
    void aServiceIsLeftAloneWhereItFailedTheLongerTheMoreOftenItDid() {
        resting.note(failed(1), 0);
        assertThat(resting.at(seconds(0.9))).containsExactly(HERE);
        assertThat(resting.untilNext(seconds(0.9))).contains(Duration.ofMillis(100));
        assertThat(resting.at(seconds(1))).isEmpty();
        assertThat(resting.untilNext(seconds(1))).isEmpty();
        resting.note(failed(2), seconds(1));
        assertThat(resting.at(seconds(2.9))).containsExactly(HERE);
    }

    @Test
    void toReadOfAFailureAgainDoesNotMakeItNewer() {
        resting.note(failed(1), 0);
        assertThat(resting.note(failed(1), seconds(1))).isEmpty();
        assertThat(resting.at(seconds(1))).isEmpty();
    }

    @Test
    void whatTheTableHasForgottenIsForgotten() {
        resting.note(failed(1), 0);
        resting.note(List.of(), 0);
        assertThat(resting.at(0)).isEmpty();
    }

    @Test
    void anOldFailureIsToBeForgotten() {
        assertThat(resting.note(failed(1), 0)).isEmpty();
        assertThat(resting.note(failed(1), seconds(40))).isEmpty();
        assertThat(resting.note(failed(1), seconds(40.1))).containsExactly(HERE);
        assertThat(resting.note(failed(2), seconds(40.1))).isEmpty();
    }

    private static List<PlacedTable> failed(int times) {
        return List.of(new PlacedTable(
                TABLE.service(),
                TABLE.place(),
                1,
                new SlotTable(List.of(), 0, List.of(), Map.of(SELF.node().hex(), times))));
    }

    private static long seconds(double seconds) {
        return Math.round(seconds * 1e9);
    }
}
