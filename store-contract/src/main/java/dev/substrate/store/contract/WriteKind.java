package dev.substrate.store.contract;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.FencedStore;
import dev.substrate.store.SnapshotChoice;
import java.util.concurrent.CompletionStage;

/** Everything that writes under an epoch. */
enum WriteKind {
    STATE {
        @Override
        CompletionStage<Void> write(FencedStore store, ShardKey shard, String id, long number, long epoch) {
            return store.write(Rows.state(shard, id, number, epoch, Rows.json(epoch + "")));
        }
    },
    EVENTS {
        @Override
        CompletionStage<Void> write(FencedStore store, ShardKey shard, String id, long number, long epoch) {
            return store.append(Rows.events(shard, id, number, 1, epoch, epoch + ""));
        }
    },
    SNAPSHOT {
        @Override
        CompletionStage<Void> write(FencedStore store, ShardKey shard, String id, long number, long epoch) {
            return store.save(Rows.snapshot(shard, id, number, epoch, Rows.json(epoch + "")));
        }
    },
    DELETION_OF_EVENTS {
        @Override
        CompletionStage<Void> write(FencedStore store, ShardKey shard, String id, long number, long epoch) {
            return store.deleteEvents(shard, epoch, id, number - 1);
        }
    },
    DELETION_OF_SNAPSHOTS {
        @Override
        CompletionStage<Void> write(FencedStore store, ShardKey shard, String id, long number, long epoch) {
            return store.deleteSnapshots(shard, epoch, id, SnapshotChoice.ALL);
        }
    };

    /** Writes the one with this number of an entity: its version or sequence number. */
    abstract CompletionStage<Void> write(FencedStore store, ShardKey shard, String id, long number, long epoch);
}
