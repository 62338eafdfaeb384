package dev.substrate.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What goes wrong in a store, by the operation's name. Safe for use by several threads. */
public final class Faults {

    /** What becomes of an operation. */
    @FunctionalInterface
    public interface Fault {
        /** Carries the operation out, or not, and answers. */
        CompletionStage<?> of(Supplier<CompletionStage<?>> operation);
    }

    /** What becomes of a call, by what it is called with. */
    @FunctionalInterface
    public interface CallFault {
        /** Carries the operation out, or not, and answers. */
        CompletionStage<?> of(Object[] arguments, Supplier<CompletionStage<?>> operation);
    }

    private final Map<String, CallFault> byOperation = new ConcurrentHashMap<>();

    /** Makes an operation of the interfaces of the store go wrong from now on. */
    public void on(String operation, Fault fault) {
        byOperation.put(operation, (arguments, call) -> fault.of(call));
    }

    /** Makes some calls of an operation go wrong from now on. */
    public void onCall(String operation, CallFault fault) {
        byOperation.put(operation, fault);
    }

    /** Lets an operation work again. */
    public void heal(String operation) {
        byOperation.remove(operation);
    }

    /** Nothing is done, and the answer says so. */
    public static Fault fails(StoreException.Kind kind) {
        return operation -> CompletableFuture.failedFuture(new StoreException(kind, "A fault of the test"));
    }

    /** It is done, but the answer does not say so. */
    public static Fault answersUnknown() {
        return operation -> operation
                .get()
                .thenCompose(done -> fails(StoreException.Kind.UNKNOWN).of(operation));
    }

    /** It is done when something else was, which also tells that it has begun. */
    public static Fault waits(CompletableFuture<Void> begun, CompletableFuture<Void> until) {
        return operation -> {
            begun.complete(null);
            return until.thenCompose(now -> operation.get());
        };
    }

    FencedStore around(FencedStore store) {
        return (FencedStore) Proxy.newProxyInstance(
                FencedStore.class.getClassLoader(), new Class<?>[] {FencedStore.class}, (proxy, method, arguments) -> {
                    CallFault fault = byOperation.get(method.getName());
                    if (fault == null) {
                        try {
                            return method.invoke(store, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }
                    return fault.of(arguments, () -> {
                        try {
                            return (CompletionStage<?>) method.invoke(store, arguments);
                        } catch (ReflectiveOperationException e) {
                            throw new LinkageError("The store is not called", e);
                        }
                    });
                });
    }
}
