package dev.substrate.dht.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.store.ChangePage.Change;
import dev.substrate.store.VersionPage;
import dev.substrate.store.VersionPage.Damaged;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardTailTest {

    private static final Duration KEPT_FOR = Duration.ofMinutes(10);

    private Instant now = Rows.TIME;
    private final ShardTail tail = new ShardTail(7, false, 100, now, 3);
    private final Shown first = new Shown();
    private final Shown second = new Shown();

    @Test
    void everySubscriberIsShownWhatLiesBehindWhereItBegan() {
        tail.join(first, 100);
        tail.join(second, 102);
        read(page(true, Rows.change(101, "pkg:a", 1), Rows.change(102, "pkg:a", 2), Rows.change(103, "pkg:b", 1)));
        assertThat(first.log).containsExactly("pkg:a 1", "pkg:a 2", "pkg:b 1", "at 103");
        assertThat(second.log).containsExactly("pkg:b 1", "at 103");
    }

    @Test
    void whoBeginsAheadOfTheLastRowIsToldThatItIsThere() {
        tail.join(first, 100);
        tail.join(second, 200);
        read(page(true, Rows.change(101, "pkg:a", 1)));
        assertThat(second.log).containsExactly("at 200");
        assertThat(first.log).containsExactly("pkg:a 1", "at 101");
    }

    @Test
    void whoJoinsWithAnEarlierOffsetIsShownWhatOthersHaveSeenAndTheyAreNotShownItAgain() {
        tail.join(first, 100);
        read(page(true, Rows.change(101, "pkg:a", 1), Rows.change(102, "pkg:a", 2)));
        first.log.clear();
        tail.join(second, 101);
        assertThat(tail.position()).isEqualTo(101);
        read(page(true, Rows.change(102, "pkg:a", 2), Rows.change(103, "pkg:a", 3)));
        assertThat(second.log).containsExactly("pkg:a 2", "pkg:a 3", "at 103");
        assertThat(first.log).containsExactly("pkg:a 3", "at 103");
    }

    @Test
    void whoJoinsWhileAPageIsOnItsWayIsShownWhatThatPageLeavesOut() {
        tail.join(first, 100);
        assertThat(tail.begin(now)).isTrue();
        tail.join(second, 50);
        assertThat(tail.show(
                        page(true, Rows.change(101, "pkg:a", 2)),
                        page(true, Rows.change(101, "pkg:a", 2)).versions(),
                        now))
                .as("reads on at once")
                .isTrue();
        assertThat(tail.position()).isEqualTo(50);
    }

    @Test
    void aVersionThatItsNextOwnerHasWrittenAgainIsNotShownAgain() {
        tail.join(first, 100);
        read(page(false, Rows.change(101, "pkg:a", 1)));
        read(page(false, Rows.change(105, "pkg:a", 1), Rows.change(106, "pkg:a", 2)));
        assertThat(first.log).containsExactly("pkg:a 1", "at 101", "pkg:a 2", "at 106");
    }

    @Test
    void whatWasShownIsReadAgainForOneWhoComesLaterAlthoughItIsRemembered() {
        tail.join(first, 100);
        read(page(false, Rows.change(101, "pkg:a", 1), Rows.change(102, "pkg:a", 2)));
        tail.join(second, 100);
        read(page(false, Rows.change(101, "pkg:a", 1), Rows.change(102, "pkg:a", 2)));
        assertThat(second.log).containsExactly("pkg:a 1", "pkg:a 2", "at 102");
    }

    @Test
    void aReadingThatComesTooLateLeavesAGap() {
        tail.join(first, 100);
        now = now.plus(Duration.ofMinutes(8));
        read(page(true));
        assertThat(first.log).containsExactly("at 100");
        now = now.plus(Duration.ofMinutes(8));
        read(page(true, Rows.change(101, "pkg:a", 1)));
        assertThat(first.log).containsExactly("at 100", "pkg:a 1", "at 101");
        now = now.plus(Duration.ofMinutes(9)).plusMillis(1);
        read(page(true));
        assertThat(first.log).endsWith("gap", "at 101");
    }

    @Test
    void aPageThatIsNotTheLastDoesNotMakeThePositionYounger() {
        tail.join(first, 100);
        now = now.plusSeconds(60);
        read(new VersionPage(List.of(Rows.change(101, "pkg:a", 1)), List.of(), 101, true, true));
        assertThat(tail.asOf()).isEqualTo(Rows.TIME);
        read(page(true));
        assertThat(tail.asOf()).isEqualTo(now);
    }

    @Test
    void aDamagedRowIsShownInItsPlace() {
        tail.join(first, 100);
        read(new VersionPage(
                List.of(Rows.change(101, "pkg:a", 1), Rows.change(103, "pkg:a", 3)),
                List.of(new Damaged(102, "pkg:a", 2)),
                103,
                false,
                true));
        assertThat(first.log).containsExactly("pkg:a 1", "damaged pkg:a 2", "pkg:a 3", "at 103");
    }

    private void read(VersionPage page) {
        assertThat(tail.begin(now)).isTrue();
        tail.show(page, page.versions(), now);
    }

    private VersionPage page(boolean settled, Change... changes) {
        long next = changes.length == 0 ? tail.position() : changes[changes.length - 1].offset();
        return new VersionPage(List.of(changes), List.of(), next, false, settled);
    }

    private static final class Shown implements Subscriber {

        private final List<String> log = new ArrayList<>();
        private final WatchBuffer buffer = new WatchBuffer(10);

        @Override
        public Duration keptFor() {
            return KEPT_FOR;
        }

        @Override
        public void onVersion(int shard, Change version) {
            log.add(version.row().uri() + " " + version.row().version());
        }

        @Override
        public void onDamaged(int shard, Damaged damaged) {
            log.add("damaged " + damaged.uri() + " " + damaged.version());
        }

        @Override
        public void onPosition(int shard, long offset, Instant asOf) {
            log.add("at " + offset);
        }

        @Override
        public void onGap() {
            log.add("gap");
        }

        @Override
        public void onQuiet() {}

        @Override
        public void onStop() {}

        @Override
        public WatchBuffer buffer() {
            return buffer;
        }
    }
}
