package dev.substrate.service.internal.host;

import dev.substrate.record.Dht;
import dev.substrate.record.ReadOutcome;
import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOutcome;
import dev.substrate.service.internal.slot.PlacedTable;
import dev.substrate.service.internal.slot.PlacedTable.TableId;
import dev.substrate.service.internal.slot.SlotCommand;
import dev.substrate.service.internal.slot.SlotDecision;
import dev.substrate.service.internal.slot.SlotTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tables of slots in the record store. Safe for use by several threads. */
public final class SlotRecords {

    /** The type of the records. */
    public static final RecordType<SlotTable> TYPE = RecordType.of("service", SlotTable.class);

    private final Dht dht;

    /** Keeps the tables in a store. */
    public SlotRecords(Dht dht) {
        this.dht = dht;
    }

    /** How a command to a table ended. */
    public sealed interface Outcome {

        /** The table is as the command wants it, since this version. */
        record Done(PlacedTable table) implements Outcome {}

        /** Nothing was written, and the table says why. */
        record Refused(SlotDecision.Refused why) implements Outcome {}

        /** There is no table. */
        record Absent() implements Outcome {}

        /** It could not be written, or it is not known whether it was. */
        record Failed(String reason) implements Outcome {}
    }

    /** Reads a table, linearizably; empty if it was never written, or was deleted. */
    public CompletionStage<Optional<PlacedTable>> read(TableId id) {
        return dht.get(key(id)).thenApply(found -> found.map(versioned -> placed(id, versioned)));
    }

    /** Reads many tables; those that are missing, or cannot be read, are left out of what is found. */
    public CompletionStage<Tables> read(Collection<TableId> ids) {
        Map<RecordKey<SlotTable>, TableId> byKey = new HashMap<>();
        ids.forEach(id -> byKey.put(key(id), id));
        if (byKey.isEmpty()) {
            return CompletableFuture.completedFuture(new Tables(List.of(), List.of(), List.of()));
        }
        return dht.getAll(byKey.keySet())
                .thenApply(outcomes -> new Tables(
                        outcomes.entrySet().stream()
                                .filter(entry -> entry.getValue() instanceof ReadOutcome.Found)
                                .map(entry -> placed(
                                        byKey.get(entry.getKey()),
                                        entry.getValue().orThrow().orElseThrow()))
                                .toList(),
                        which(outcomes, byKey, outcome -> outcome instanceof ReadOutcome.Absent),
                        which(outcomes, byKey, outcome -> outcome instanceof ReadOutcome.Failed)));
    }

    /** What was read of many tables. */
    public record Tables(List<PlacedTable> found, List<TableId> absent, List<TableId> unreadable) {}

    /**
     * Writes a table of free slots if there is none. If one was deleted, the tokens of the new one lie above all of the old one's.
     *
     * @return whether there is a table now
     */
    public CompletionStage<Boolean> create(TableId id, List<String> names) {
        return dht.head(key(id)).thenCompose(head -> {
            if (head.filter(headers -> !headers.tombstone()).isPresent()) {
                return CompletableFuture.completedFuture(true);
            }
            long before = head.map(RecordHeaders::version).orElse(0L);
            return dht.putIfAbsent(key(id), SlotTable.of(names, before))
                    .thenApply(outcome -> outcome instanceof WriteOutcome.Written
                            || (outcome instanceof WriteOutcome.Conflict<SlotTable> conflict
                                    && conflict.current() != null));
        });
    }

    /** Carries out a command on whatever the table is now. */
    public CompletionStage<Outcome> apply(TableId id, SlotCommand command) {
        return apply(id, table -> command);
    }

    /** Carries out a command that depends on what the table is now. */
    public CompletionStage<Outcome> apply(TableId id, Function<SlotTable, SlotCommand> command) {
        return dht.update(key(id), current -> current == null ? null : next(current.value(), command))
                .thenCompose(written -> {
                    if (written instanceof WriteOutcome.Declined) {
                        return dht.get(key(id))
                                .thenApply(found -> found.map(now -> refused(id, now, command))
                                        .orElseGet(Outcome.Absent::new));
                    }
                    return CompletableFuture.completedFuture(outcome(id, written));
                })
                .exceptionally(failure -> new Outcome.Failed(reason(failure)));
    }

    /** Writes a table if it still is as it was read. */
    public CompletionStage<Outcome> replace(PlacedTable from, SlotTable to) {
        return dht.update(
                        key(from.id()),
                        current -> current == null || current.version() != from.version() ? null : to,
                        WriteOptions.none().ifVersion(from.version()))
                .thenApply(written -> outcome(from.id(), written))
                .exceptionally(failure -> new Outcome.Failed(reason(failure)));
    }

    private static SlotTable next(SlotTable now, Function<SlotTable, SlotCommand> command) {
        return now.decide(command.apply(now)) instanceof SlotDecision.Changed changed ? changed.table() : null;
    }

    private static Outcome refused(TableId id, Versioned<SlotTable> now, Function<SlotTable, SlotCommand> command) {
        return now.value().decide(command.apply(now.value())) instanceof SlotDecision.Refused why
                ? new Outcome.Refused(why)
                : new Outcome.Failed("the table of " + id + " changed meanwhile");
    }

    private static Outcome outcome(TableId id, WriteOutcome<SlotTable> written) {
        if (written instanceof WriteOutcome.Written<SlotTable> done && done.value() != null) {
            return new Outcome.Done(new PlacedTable(id.service(), id.place(), done.version(), done.value()));
        }
        return new Outcome.Failed(written.explain());
    }

    private static List<TableId> which(
            Map<RecordKey<SlotTable>, ReadOutcome<SlotTable>> outcomes,
            Map<RecordKey<SlotTable>, TableId> byKey,
            java.util.function.Predicate<ReadOutcome<SlotTable>> which) {
        return outcomes.entrySet().stream()
                .filter(entry -> which.test(entry.getValue()))
                .map(entry -> byKey.get(entry.getKey()))
                .collect(Collectors.toList());
    }

    private static PlacedTable placed(TableId id, Versioned<SlotTable> found) {
        return new PlacedTable(id.service(), id.place(), found.version(), found.value());
    }

    private static RecordKey<SlotTable> key(TableId id) {
        return TYPE.key(id.service()).in(id.place());
    }

    /** Returns why a stage failed, in words. */
    static String reason(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
