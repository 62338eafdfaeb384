package dev.substrate.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.substrate.id.NodeId;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordIdTest {

    private static final NodeId NODE = NodeId.of(3, 1, new byte[NodeId.RANDOM_BYTES]);
    private static final RecordType<Json> TYPE = RecordType.json("user");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:anna",
                "region-0/user:anna",
                "region-255/user:a/b:c",
                "zone-3.1/user:anna",
                "user:region-3/user:x",
                "user:/a"
            })
    void anIdIsReadBackAsItWasWritten(String text) {
        assertThat(RecordId.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "region-256/user:a",
                "region-03/user:a",
                "zone-3/user:a",
                "zone-1.300/user:a",
                "global/user:a",
                "here/user:a",
                "/user:a",
                "region-3"
            })
    void whatIsNoIdIsRefused(String text) {
        assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> {
            RecordId id = RecordId.parse(text);
            // The one text that would name a record a second time.
            if (!id.toString().equals(text)) {
                throw new InvalidNameException("Another text names the same record: " + id);
            }
        });
    }

    @Test
    void theSameUriNamesARecordForEachPlaceOfItsScope() {
        assertThat(TYPE.key("a").idAt(NODE)).hasToString("user:a");
        assertThat(TYPE.scope(Scope.REGION).key("a").idAt(NODE)).hasToString("region-3/user:a");
        assertThat(TYPE.scope(Scope.ZONE).key("a").idAt(NODE)).hasToString("zone-3.1/user:a");
        assertThat(TYPE.scope(Scope.ZONE).key("a").in(Scope.REGION).idAt(NODE)).hasToString("region-3/user:a");
        assertThat(TYPE.key("a").in(Place.zone(9, 9)).idAt(NODE)).hasToString("zone-9.9/user:a");
    }

    @Test
    void aPlaceBelongsToItsScope() {
        assertThatExceptionOfType(InvalidNameException.class)
                .isThrownBy(() -> new RecordKey<>(TYPE, RecordUri.parse("user:a"), Scope.ZONE, Place.region(3)));
    }

    @Test
    void aRequestIdMaySayWhenItWasMade() {
        Instant now = Instant.parse("2026-11-21T09:45:00.120Z");

        RequestId id = RequestId.at(now, "4f3c");

        assertThat(id.value()).isEqualTo("20261121T094500.120Z-4f3c");
        assertThat(id.issued()).contains(now);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"r1", "20261121T094500Z-x", "20261321T094500.000Z-x", "2026Z-x", "Z-", "20261121T094500.000Z"})
    void otherRequestIdsSayNothing(String id) {
        assertThat(new RequestId(id).issued()).isEmpty();
    }
}
