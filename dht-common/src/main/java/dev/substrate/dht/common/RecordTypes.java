package dev.substrate.dht.common;

import dev.substrate.record.Json;
import dev.substrate.record.RecordType;
import dev.substrate.record.Scope;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The record types of a program: one class for a scheme, and one scheme for a class. Safe for use by several threads. */
public final class RecordTypes {

    private final Function<String, Scope> unknown;
    private final Map<String, RecordType<?>> byScheme = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> indexes = new ConcurrentHashMap<>();
    private final Map<Class<?>, String> registered = new ConcurrentHashMap<>();

    /**
     * Knows no type at first.
     *
     * @param unknown how far names reach of a scheme that is not known
     */
    public RecordTypes(Function<String, Scope> unknown) {
        this.unknown = unknown;
    }

    /**
     * Registers a type.
     *
     * @throws IllegalStateException if its scheme or its class is that of another one
     */
    public void register(RecordType<?> type) {
        if (type.entityClass() != Json.class) {
            @Nullable String other = registered.putIfAbsent(type.entityClass(), type.scheme());
            if (other != null) {
                throw new IllegalStateException(
                        "The class " + type.entityClass().getName() + " is registered already, for records of scheme '"
                                + other + "'");
            }
        }
        @Nullable RecordType<?> known = byScheme.putIfAbsent(type.scheme(), type);
        if (known != null && !sameAs(known, type)) {
            registered.remove(type.entityClass(), type.scheme());
            throw new IllegalStateException(differ(known, type));
        }
        remember(type);
    }

    private void remember(RecordType<?> type) {
        if (!indexes.getOrDefault(type.scheme(), Set.of()).containsAll(type.indexes())) {
            indexes.merge(type.scheme(), type.indexes(), (known, more) -> {
                Set<String> all = new TreeSet<>(known);
                all.addAll(more);
                return all;
            });
        }
    }

    /**
     * Checks that a type is no other than the one that its scheme was first used with. Views of records as text are not
     * concerned.
     *
     * @throws IllegalStateException if it is
     */
    public void require(RecordType<?> type) {
        if (type.entityClass() == Json.class) {
            return;
        }
        @Nullable RecordType<?> known = byScheme.get(type.scheme());
        if (known == null) {
            known = byScheme.putIfAbsent(type.scheme(), type);
        }
        if (known != null && !sameAs(known, type)) {
            throw new IllegalStateException(differ(known, type));
        }
        remember(type);
    }

    /** Returns how far names of a scheme reach if nobody says otherwise. */
    public Scope scope(String scheme) {
        @Nullable RecordType<?> known = byScheme.get(scheme);
        return known == null ? unknown.apply(scheme) : known.scope();
    }

    /** Returns the fields by which records of a type can be found: all that any part of the program has declared. */
    public Set<String> indexes(RecordType<?> type) {
        Set<String> all = new TreeSet<>(indexes.getOrDefault(type.scheme(), Set.of()));
        all.addAll(type.indexes());
        return all;
    }

    private static boolean sameAs(RecordType<?> one, RecordType<?> other) {
        // Not their migrations, which are functions and have no equality; nor their indexes, of which those of all
        // count.
        return one.entityClass() == other.entityClass()
                && one.scope() == other.scope()
                && one.version() == other.version();
    }

    private static String differ(RecordType<?> known, RecordType<?> type) {
        return "Records of scheme '" + type.scheme() + "' are " + described(known) + " already, and cannot be "
                + described(type) + " as well";
    }

    private static String described(RecordType<?> type) {
        return type.entityClass().getName() + " (version " + type.version() + ", scope " + type.scope() + ")";
    }
}
