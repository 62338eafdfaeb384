package dev.substrate.benchmark.load;

import dev.substrate.record.Dht;
import dev.substrate.record.Json;
import dev.substrate.record.RecordKey;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOutcome;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The records of Substrate. */
final class DhtTarget implements Target {

    private final Dht dht;
    private final List<RecordKey<Json>> keys;

    DhtTarget(Dht dht, int records) {
        this.dht = dht;
        this.keys = ClosedLoop.keys(records);
    }

    @Override
    public CompletionStage<Long> read(int record) {
        return dht.get(keys.get(record))
                .thenApply(found -> found.map(Versioned::version).orElse(0L));
    }

    @Override
    public CompletionStage<Outcome> write(int record, Json value) {
        return dht.put(keys.get(record), value).thenApply(DhtTarget::outcome);
    }

    @Override
    public CompletionStage<Outcome> update(int record, Json value) {
        return dht.update(keys.get(record), current -> value).thenApply(DhtTarget::outcome);
    }

    private static Outcome outcome(WriteOutcome<Json> outcome) {
        if (outcome instanceof WriteOutcome.Written<Json> written) {
            return new Outcome(End.WRITTEN, written.version(), "");
        }
        return new Outcome(
                outcome instanceof WriteOutcome.Refused<Json> ? End.REFUSED : End.UNKNOWN, 0, outcome.explain());
    }
}
