package dev.substrate.dht.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.record.Json;
import dev.substrate.record.RecordChange;
import dev.substrate.record.RecordChange.Progress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchBufferTest {

    private final WatchBuffer buffer = new WatchBuffer(4);

    @Test
    void whatIsOfferedIsHandedOutInOrderAndThenTheEnd() {
        assertThat(offer("1")).isTrue();
        assertThat(offer("2")).isTrue();
        buffer.end(Changes.stopped("3"));
        assertThat(offer("4")).as("after the end").isFalse();
        assertThat(resumes(buffer.next())).containsExactly("1", "2", "3");
        assertThat(buffer.next().join()).isEmpty();
    }

    @Test
    void whoAsksBeforeThereIsSomethingGetsItWhenItComes() {
        CompletableFuture<Optional<List<RecordChange<Json>>>> asked = buffer.next();
        assertThat(asked).isNotDone();
        offer("1");
        assertThat(resumes(asked)).containsExactly("1");
    }

    @Test
    void beyondTheBoundNothingIsTakenButTheEnd() {
        for (int i = 0; i < 4; i++) {
            assertThat(offer("" + i)).isTrue();
        }
        assertThat(offer("4")).isFalse();
        buffer.end(Changes.tooSlow(4, "4"));
        assertThat(resumes(buffer.next())).containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void whoWaitsForRoomIsToldOnceWhenThereIsSome() {
        AtomicInteger told = new AtomicInteger();
        for (int i = 0; i < 4; i++) {
            offer("" + i);
        }
        buffer.whenRoomy(told::incrementAndGet);
        assertThat(told).hasValue(0);
        resumes(buffer.next());
        assertThat(told).hasValue(1);
        buffer.whenRoomy(told::incrementAndGet);
        assertThat(told).as("there is room already").hasValue(2);
    }

    private boolean offer(String resume) {
        return buffer.offer(new Progress<>(resume));
    }

    private static List<String> resumes(CompletableFuture<Optional<List<RecordChange<Json>>>> asked) {
        return asked.join().orElseThrow().stream().map(RecordChange::resume).toList();
    }
}
