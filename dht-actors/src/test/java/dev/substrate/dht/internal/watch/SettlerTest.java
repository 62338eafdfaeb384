package dev.substrate.dht.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.dht.internal.entity.RecordVersion;
import dev.substrate.fence.ShardKey;
import dev.substrate.record.RecordId;
import dev.substrate.store.ChangePage.Change;
import dev.substrate.store.VersionPage;
import dev.substrate.store.VersionStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class SettlerTest {

    private static final ShardKey SHARD = new ShardKey("record", 7);

    private final Map<String, RecordVersion> owners = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final Kept kept = new Kept();
    private final Settler settler = new Settler(kept, this::ask);

    @Test
    void theLastRowOfARecordIsSettledIfItsOwnerHasThatVersion() {
        owners.put("pkg:a", Rows.current(2, "2"));
        assertThat(settled(Rows.change(11, "pkg:a", 1), Rows.change(12, "pkg:a", 2)))
                .containsExactly(11L, 12L);
        assertThat(asked).containsExactly("pkg:a");
    }

    @Test
    void aRowThatCameToNothingIsLeftOut() {
        owners.put("pkg:a", Rows.current(1, "1"));
        assertThat(settled(Rows.change(11, "pkg:a", 1), Rows.change(12, "pkg:a", 2)))
                .containsExactly(11L);
    }

    @Test
    void ofTwoRowsOfOneVersionTheLaterOneCounts() {
        owners.put("pkg:a", Rows.current(2, "true"));
        assertThat(settled(Rows.change(11, "pkg:a", 2, "false"), Rows.change(12, "pkg:a", 2, "true")))
                .containsExactly(12L);
    }

    @Test
    void aRowWhoseVersionHasAnotherRowBehindThePageIsLeftOut() {
        owners.put("pkg:a", Rows.current(2, "true"));
        kept.newest = Rows.change(20, "pkg:a", 2, "true");
        assertThat(settled(Rows.change(11, "pkg:a", 2, "false"))).isEmpty();
        kept.newest = Rows.change(11, "pkg:a", 2, "false");
        owners.put("pkg:a", Rows.current(5, "5"));
        assertThat(settled(Rows.change(11, "pkg:a", 2, "false")))
                .as("the owner is further on, and this is the row of its version")
                .containsExactly(11L);
    }

    @Test
    void aTombstoneThatWasPurgedSinceWasOne() {
        owners.put("pkg:a", new RecordVersion(0, Rows.TIME, Rows.TIME, null, 1, "", "", null));
        assertThat(settled(Rows.change(11, "pkg:a", 2, "deleted"))).containsExactly(11L);
        assertThat(settled(Rows.change(11, "pkg:a", 1, "1"))).isEmpty();
    }

    private List<Long> settled(Change... changes) {
        return settler
                .settled(SHARD, new VersionPage(List.of(changes), List.of(), 100, false, false))
                .toCompletableFuture()
                .join()
                .stream()
                .map(Change::offset)
                .toList();
    }

    private CompletionStage<RecordVersion> ask(RecordId id) {
        asked.add(id.toString());
        return CompletableFuture.completedFuture(owners.get(id.toString()));
    }

    private static final class Kept implements VersionStore {

        private Change newest = Rows.change(1, "pkg:none", 1);

        @Override
        public CompletionStage<VersionPage> versions(ShardKey shard, String uri, long fromVersion, int rowsMax) {
            return CompletableFuture.completedFuture(
                    new VersionPage(List.of(newest), List.of(), fromVersion, false, false));
        }

        @Override
        public CompletionStage<VersionPage> log(ShardKey shard, long after, int rowsMax) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Long> logEnd(ShardKey shard) {
            throw new UnsupportedOperationException();
        }
    }
}
