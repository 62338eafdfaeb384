package dev.substrate.dht.common;

import dev.substrate.record.Json;
import dev.substrate.record.RecordType;
import dev.substrate.record.Scope;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The record types of a program: one class for a scheme, and one scheme for a class. Safe for use by several threads. */
public final class RecordTypes {

    private final Function<String, Scope> unknown;
    private final Map<String, RecordType<?>> byScheme = new ConcurrentHashMap<>();
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
    }

    /** Returns how far names of a scheme reach if nobody says otherwise. */
    public Scope scope(String scheme) {
        @Nullable RecordType<?> known = byScheme.get(scheme);
        return known == null ? unknown.apply(scheme) : known.scope();
    }

    private static boolean sameAs(RecordType<?> one, RecordType<?> other) {
        // Not their migrations, which are functions and have no equality.
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
