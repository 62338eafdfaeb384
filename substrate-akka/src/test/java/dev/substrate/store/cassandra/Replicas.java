package dev.substrate.store.cassandra;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Three replicas of the epochs of one entity type, as Cassandra keeps them: a commit reaches each of them whole, but not all
 * at once, and a read asks two and repairs on them what it has read, cell by cell.
 */
final class Replicas implements EpochLooks {

    private record Cell(long ballot, Object value) {}

    /** A transaction that was decided. */
    final class Commit {

        private final long ballot;
        private final String attempt;
        private final int shard;
        private final long epoch;

        private Commit(long ballot, String attempt, int shard, long epoch) {
            this.ballot = ballot;
            this.attempt = attempt;
            this.shard = shard;
            this.epoch = epoch;
        }

        /** Reaches replicas. */
        void on(int... reached) {
            for (int replica : reached) {
                put(replica, LAST_ATTEMPT, new Cell(ballot, attempt));
                put(replica, name(shard), new Cell(ballot, epoch));
            }
        }
    }

    private static final String LAST_ATTEMPT = "last_attempt";

    private final List<Map<String, Cell>> replicas = List.of(new HashMap<>(), new HashMap<>(), new HashMap<>());
    private final List<Commit> commits = new ArrayList<>();
    private int[] answering = {0, 1};

    int looksAtOneCell;
    int looksAtEpochs;
    int settledLooks;

    /** Decides a transaction, which has not reached any replica yet. */
    Commit commit(String attempt, int shard, long epoch) {
        Commit commit = new Commit(commits.size() + 1, attempt, shard, epoch);
        commits.add(commit);
        return commit;
    }

    /** Says which two replicas are asked from now on. */
    void answering(int one, int other) {
        answering = new int[] {one, other};
    }

    @Override
    public CompletableFuture<String> lastAttempt(String entityType) {
        looksAtOneCell++;
        return CompletableFuture.completedFuture(attempt());
    }

    @Override
    public CompletableFuture<Seen> epochs(String entityType, Collection<Integer> shards) {
        looksAtEpochs++;
        return CompletableFuture.completedFuture(read(shards));
    }

    /** A commit that any of the two has heard of, or that the two have accepted, is brought to both before they are read. */
    @Override
    public CompletableFuture<Seen> settled(String entityType) {
        settledLooks++;
        commits.forEach(commit -> commit.on(answering));
        Set<Integer> shards = new TreeSet<>();
        commits.forEach(commit -> shards.add(commit.shard));
        return CompletableFuture.completedFuture(read(shards));
    }

    private Seen read(Collection<Integer> shards) {
        Map<Integer, Long> epochs = new HashMap<>();
        for (int shard : new HashSet<>(shards)) {
            Cell cell = readAndRepair(name(shard));
            if (cell != null) {
                epochs.put(shard, (Long) cell.value());
            }
        }
        return new Seen(attempt(), epochs);
    }

    private String attempt() {
        Cell cell = readAndRepair(LAST_ATTEMPT);
        return cell == null ? "" : (String) cell.value();
    }

    private @Nullable Cell readAndRepair(String name) {
        for (int replica : answering) {
            Cell cell = replicas.get(replica).get(name);
            if (cell != null) {
                put(answering[0], name, cell);
                put(answering[1], name, cell);
            }
        }
        return replicas.get(answering[0]).get(name);
    }

    private void put(int replica, String name, Cell cell) {
        replicas.get(replica).merge(name, cell, (old, added) -> added.ballot() > old.ballot() ? added : old);
    }

    private static String name(int shard) {
        return "epoch of " + shard;
    }
}
