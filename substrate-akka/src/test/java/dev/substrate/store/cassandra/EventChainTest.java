package dev.substrate.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.store.cassandra.EventChain.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
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

        private record Row(long stamp, String event) {}

        private final TreeMap<Long, Row> rows = new TreeMap<>();

        void apply(List<Write> batch) {
            for (Write write : batch) {
                rows.merge(write.sequence, new Row(write.stamp, write.event), (a, b) -> b.stamp > a.stamp ? b : a);
            }
        }

        List<String> log() {
            EventChain chain = new EventChain(1, 0);
            List<String> events = new ArrayList<>();
            rows.forEach((sequence, row) -> {
                Link link = chain.offer(sequence, row.stamp);
                assertThat(link).as("event %d", sequence).isNotEqualTo(Link.AFTER_A_GAP);
                if (link == Link.NEXT) {
                    events.add(row.event);
                }
            });
            return events;
        }
    }

    private record Write(long sequence, long stamp, String event) {}

    /** An owner of the shard, or one that still believes it: appends to what it has read or got acknowledged. */
    private static final class Owner {

        private final long epoch;
        private long number;
        private List<String> log;

        Owner(long epoch, List<String> log) {
            this.epoch = epoch;
            this.log = log;
        }

        List<Write> append(int events, String name) {
            long stamp = (epoch << 36) + ++number;
            List<Write> batch = new ArrayList<>();
            for (int i = 1; i <= events; i++) {
                batch.add(new Write(log.size() + i, stamp, name + "." + i));
            }
            return batch;
        }

        void acknowledged(List<Write> batch) {
            List<String> longer = new ArrayList<>(log);
            batch.forEach(write -> longer.add(write.event));
            log = longer;
        }
    }

    /**
     * Owners come and go, writes arrive at once, late or never, owners forget what they did not get acknowledged and read
     * again: the log holds all that was acknowledged, and nothing in it ever changes once an owner has acknowledged upon it.
     */
    @Property(tries = 3_000)
    void noHistoryOfLateWritesTakesAwayWhatWasAcknowledged(@ForAll long seed) {
        Random random = new Random(seed);
        Rows rows = new Rows();
        List<List<Write>> late = new ArrayList<>();
        List<Owner> owners = new ArrayList<>();
        List<String> acknowledged = List.of();
        owners.add(new Owner(1, rows.log()));
        for (int step = 0; step < 60; step++) {
            Owner current = owners.get(owners.size() - 1);
            int choice = random.nextInt(10);
            if (choice == 0) {
                owners.add(new Owner(current.epoch + 1, rows.log()));
            } else if (choice <= 2 && !late.isEmpty()) {
                rows.apply(late.remove(random.nextInt(late.size())));
            } else if (choice == 3) {
                current.log = rows.log(); // the entity restarted, and has read again
            } else {
                Owner writer = random.nextInt(4) == 0 ? owners.get(random.nextInt(owners.size())) : current;
                List<Write> batch = writer.append(1 + random.nextInt(4), "w" + step);
                boolean arrives = random.nextInt(3) > 0;
                if (arrives) {
                    rows.apply(batch);
                } else {
                    late.add(batch);
                }
                if (arrives && writer == current) {
                    writer.acknowledged(batch);
                    acknowledged = writer.log;
                } else {
                    writer.log = writer == current ? rows.log() : writer.log;
                }
            }
            List<String> log = rows.log();
            assertThat(log.size()).isGreaterThanOrEqualTo(acknowledged.size());
            assertThat(log.subList(0, acknowledged.size())).isEqualTo(acknowledged);
        }
    }
}
