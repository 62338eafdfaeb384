package dev.substrate.dht.internal.change;

import dev.substrate.dht.internal.entity.RecordEntity;
import dev.substrate.store.ChangePage;
import dev.substrate.store.ChangePage.Change;
import dev.substrate.store.FencedStore;
import dev.substrate.store.StateRow;
import dev.substrate.store.StoreException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store with one shard, whose changes can be read, held up and refused. Safe for use by several threads. */
public final class FakeChanges {

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    private final int shard;
    private final TreeMap<Long, StateRow> rows = new TreeMap<>();
    private final List<Runnable> held = new ArrayList<>();
    private long last;
    private int reads;
    private boolean holding;
    private boolean away;

    /** @param shard the number of the shard */
    public FakeChanges(int shard) {
        this.shard = shard;
    }

    /** Returns it as a store that can do nothing else. */
    public FencedStore store() {
        return (FencedStore) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {FencedStore.class},
                (proxy, method, arguments) -> call(method, arguments));
    }

    private Object call(Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "logEnd" -> answer(() -> last);
            case "changes" -> answer(() -> page((long) arguments[1], (int) arguments[2]));
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    private synchronized <T> CompletableFuture<T> answer(Supplier<T> read) {
        reads++;
        if (away) {
            return CompletableFuture.failedFuture(
                    new StoreException(StoreException.Kind.UNAVAILABLE, "The store is away"));
        }
        // What is read is what there was at the time of the question.
        T found = read.get();
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (holding) {
            held.add(() -> answer.complete(found));
        } else {
            answer.complete(found);
        }
        return answer;
    }

    private ChangePage page(long after, int rowsMax) {
        List<Change> changes = new ArrayList<>();
        rows.tailMap(after, false).forEach((offset, row) -> {
            if (changes.size() < rowsMax) {
                changes.add(new Change(offset, row));
            }
        });
        long next = changes.isEmpty() ? after : changes.get(changes.size() - 1).offset();
        return new ChangePage(
                changes, List.of(), List.of(), next, !rows.tailMap(next, false).isEmpty(), true);
    }

    /** Writes a version of a row. */
    public synchronized void write(String uri, long version, @Nullable String entity) {
        rows.values().removeIf(row -> row.uri().equals(uri));
        rows.put(
                ++last,
                new StateRow(
                        RecordEntity.KEY.name(),
                        uri,
                        uri.substring(0, uri.indexOf(':')),
                        shard,
                        version,
                        1,
                        entity == null,
                        TIME,
                        TIME,
                        "{}",
                        entity));
    }

    /** Forgets a row without a trace. */
    public synchronized void purge(String uri) {
        rows.values().removeIf(row -> row.uri().equals(uri));
    }

    /** Answers nothing until {@link #letGo}. */
    public synchronized void hold() {
        holding = true;
    }

    /** Answers what was asked. */
    public void letGo() {
        List<Runnable> answers;
        synchronized (this) {
            holding = false;
            answers = List.copyOf(held);
            held.clear();
        }
        answers.forEach(Runnable::run);
    }

    /** Fails every read from now on, or none. */
    public synchronized void away(boolean isAway) {
        away = isAway;
    }

    /** Returns how often it was read. */
    public synchronized int reads() {
        return reads;
    }
}
