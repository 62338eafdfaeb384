package dev.substrate.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.cassandra.EventChain.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventChainTest {

    @Test
    void eventsThatFollowEachOtherAreTheLog() {
        EventChain chain = new EventChain(1, 0);
        assertThat(chain.offer(1, 10)).isEqualTo(Link.NEXT);
        assertThat(chain.offer(2, 10)).isEqualTo(Link.NEXT);
        assertThat(chain.offer(3, 25)).isEqualTo(Link.NEXT);
        assertThat(chain.next()).isEqualTo(4);
    }

    @Test
    void whatWasWrittenBeforeTheEventInFrontOfItIsStale() {
        EventChain chain = new EventChain(1, 0);
        chain.offer(1, 20);
        assertThat(chain.offer(2, 10)).isEqualTo(Link.STALE);
        assertThat(chain.offer(3, 10)).isEqualTo(Link.STALE);
        assertThat(chain.next()).isEqualTo(2);
    }

    @Test
    void aStaleEventMayLieInFrontOfTheOneThatCoversItInTheNextPartition() {
        EventChain chain = new EventChain(1, 0);
        chain.offer(1, 20);
        assertThat(chain.offer(2, 10)).isEqualTo(Link.STALE);
        assertThat(chain.offer(2, 21)).isEqualTo(Link.NEXT);
    }

    @Test
    void missingEventsAreNoticed() {
        EventChain chain = new EventChain(1, 0);
        chain.offer(1, 20);
        assertThat(chain.offer(3, 21)).isEqualTo(Link.AFTER_A_GAP);
    }

    @Test
    void whatIsLeftBehindDeletedEventsIsKnownByTheStampOfTheDeletion() {
        EventChain chain = new EventChain(12, 30);
        assertThat(chain.offer(12, 10)).isEqualTo(Link.STALE);
        assertThat(chain.offer(12, 31)).isEqualTo(Link.NEXT);
    }

    /** Rows as Cassandra keeps them: for each sequence number the one with the highest timestamp. */
    private static final class Rows {

        private final TreeMap<Long, Write> rows = new TreeMap<>();

        void apply(List<Write> batch) {
            for (Write write : batch) {
                rows.merge(write.sequence, write, (a, b) -> b.stamp > a.stamp ? b : a);
            }
        }

        List<Write> log() {
            EventChain chain = new EventChain(1, 0);
            List<Write> events = new ArrayList<>();
            rows.forEach((sequence, row) -> {
                Link link = chain.offer(sequence, row.stamp);
                assertThat(link).as("event %d", sequence).isNotEqualTo(Link.AFTER_A_GAP);
                if (link == Link.NEXT) {
                    events.add(row);
                }
            });
            return events;
        }
    }

    private record Write(long sequence, long stamp, String event) {}

    /** An owner of the shard, or one that still believes it. */
    private static final class Owner {

        private static final ShardKey SHARD = new ShardKey("entity", 1);

        private final long epoch;
        private final Stamps stamps = new Stamps();
        private final Settling settling = new Settling();

        /** What it builds on; null until it has recovered. */
        private @Nullable List<String> log;

        Owner(long epoch) {
            this.epoch = epoch;
        }

        List<Write> append(List<String> known, int events, String name) {
            long stamp = stamps.next(SHARD, epoch);
            List<Write> batch = new ArrayList<>();
            for (int i = 1; i <= events; i++) {
                batch.add(new Write(known.size() + i, stamp, name + "." + i));
            }
            return batch;
        }

        /** Returns what a recovery writes again: what was appended last, unless it is settled. */
        List<Write> settle(List<Write> read) {
            if (read.isEmpty()) {
                return List.of();
            }
            long last = read.get(read.size() - 1).stamp;
            if (settling.isSettled(SHARD, epoch, "id", last)) {
                return List.of();
            }
            long stamp = stamps.next(SHARD, epoch);
            return read.stream()
                    .filter(write -> write.stamp == last)
                    .map(write -> new Write(write.sequence, stamp, write.event))
                    .toList();
        }

        void failed(List<Write> batch) {
            log = null; // the entity restarts, and recovers
            batch.forEach(write -> settling.failed(SHARD, write.stamp));
        }
    }

    /**
     * Owners come and go, writes arrive at once, late or never, owners recover after each failure: what was acknowledged,
     * and what an owner has recovered and shown, is the beginning of the log for ever.
     */
    @Property(tries = 3_000)
    void noHistoryOfLateWritesTakesAwayWhatWasAcknowledgedOrShown(@ForAll long seed) {
        Random random = new Random(seed);
        Rows rows = new Rows();
        List<List<Write>> late = new ArrayList<>();
        List<Owner> owners = new ArrayList<>(List.of(new Owner(1)));
        List<String> shown = List.of();
        for (int step = 0; step < 80; step++) {
            Owner current = owners.get(owners.size() - 1);
            int choice = random.nextInt(10);
            if (choice == 0) {
                owners.add(new Owner(current.epoch + 1));
            } else if (choice <= 2 && !late.isEmpty()) {
                rows.apply(late.remove(random.nextInt(late.size())));
            } else {
                Owner owner = random.nextInt(4) == 0 ? owners.get(random.nextInt(owners.size())) : current;
                List<String> known = owner.log;
                List<String> next = known == null ? events(rows.log()) : new ArrayList<>(known);
                List<Write> batch = known == null
                        ? owner.settle(rows.log())
                        : owner.append(known, 1 + random.nextInt(4), "w" + step);
                if (known != null) {
                    batch.forEach(write -> next.add(write.event));
                }
                boolean arrives = batch.isEmpty() || random.nextInt(3) > 0;
                if (arrives) {
                    rows.apply(batch);
                } else {
                    late.add(batch);
                }
                if (arrives && owner == current) {
                    owner.log = next;
                    shown = next;
                } else {
                    owner.failed(batch);
                }
            }
            List<String> log = events(rows.log());
            assertThat(log.size()).isGreaterThanOrEqualTo(shown.size());
            assertThat(log.subList(0, shown.size())).isEqualTo(shown);
        }
    }

    private static List<String> events(List<Write> log) {
        return log.stream().map(Write::event).toList();
    }
}
