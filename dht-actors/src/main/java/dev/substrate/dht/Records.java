package dev.substrate.dht;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.stream.javadsl.Source;
import dev.substrate.dht.internal.client.RecordClients;
import dev.substrate.node.SubstrateNode;
import dev.substrate.record.Dht;
import dev.substrate.record.Query;
import dev.substrate.record.RecordChange;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import dev.substrate.record.Versioned;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where a program on a node finds the record store. */
public final class Records {

    private Records() {}

    /**
     * Registers the types of a program's records, best when the node starts: a scheme that two parts of a program use for
     * different things is then found out before it does harm. Types that are not registered can be used all the same, unless their scheme
     * is bound to another class.
     *
     * @throws IllegalStateException if a scheme or a class is registered already
     */
    public static void register(SubstrateNode node, RecordType<?>... types) {
        for (RecordType<?> type : types) {
            RecordClients.get(node.system()).types().register(type);
        }
    }

    /**
     * Shows the records of a type that a node owns to a handler, each in every pass of the node's local scan. Registered on all
     * nodes, it sees every record of the cluster.
     *
     * @return ends that
     */
    public static <T> Runnable scanLocally(SubstrateNode node, RecordType<T> type, LocalScanHandler<T> handler) {
        return scanLocally(node.system(), type, handler);
    }

    /** Does so on the node that runs this system. */
    public static <T> Runnable scanLocally(ActorSystem<?> system, RecordType<T> type, LocalScanHandler<T> handler) {
        return RecordClients.get(system).localScans().add(type, handler);
    }

    /**
     * Shows the versions of a record as a stream, as {@link Dht#watch(RecordKey, long, dev.substrate.record.RecordListener)}
     * does. It ends after a {@link RecordChange.Ended}, and fails if an entity is not of the type's class. Each materialization is a watch of its own.
     */
    public static <T> Source<RecordChange<T>, NotUsed> watch(SubstrateNode node, RecordKey<T> key, long fromVersion) {
        return RecordClients.get(node.system()).dht().changes(key, fromVersion);
    }

    /**
     * Shows the versions of all records of a type whose ids begin alike as a stream, in the place of the type's scope in which
     * the node is.
     *
     * @param resume {@link RecordChange#resume} of the change to go on after; null to show what is written from now on
     */
    public static <T> Source<RecordChange<T>, NotUsed> watch(
            SubstrateNode node, RecordType<T> type, String idPrefix, @Nullable String resume) {
        return RecordClients.get(node.system()).dht().changes(type, null, idPrefix, resume);
    }

    /**
     * Finds the records of a type whose fields meet conditions, as {@link Dht#query} does page by page, from the cursor of the query on. Read
     * at the speed at which they are asked for.
     */
    public static <T> Source<Versioned<T>, NotUsed> query(SubstrateNode node, Query<T> query) {
        Dht dht = on(node);
        return Source.unfoldAsync(
                        Optional.of(query),
                        next -> next.isEmpty()
                                ? CompletableFuture.completedFuture(Optional.empty())
                                : dht.query(next.get())
                                        .thenApply(page -> Optional.of(Pair.create(
                                                Optional.ofNullable(page.cursor())
                                                        .map(query::cursor),
                                                page.records()))))
                .mapConcat(records -> records);
    }

    /** Returns the record store as this node reaches it. */
    public static Dht on(SubstrateNode node) {
        return on(node.system());
    }

    /** Returns the record store as the node that runs this system reaches it. */
    public static Dht on(ActorSystem<?> system) {
        return RecordClients.get(system).dht();
    }
}
