package dev.substrate.testkit.internal;

import static net.bytebuddy.matcher.ElementMatchers.named;

import dev.substrate.testkit.Failpoint;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.utility.JavaModule;
import org.jspecify.annotations.Nullable;

/**
 * The failpoints of this process. Static, since the methods that are changed have nothing else to call.
 */
public final class Failpoints {

    /** The exit code of a process that crashed where it was to: that of one that was killed. */
    public static final int CRASHED = 137;

    /** How often each point may still be passed, the crash included. */
    private static final ConcurrentMap<String, AtomicInteger> ARMED = new ConcurrentHashMap<>();

    private Failpoints() {}

    /**
     * Arms a failpoint: this process halts when it comes there.
     *
     * @throws IllegalArgumentException if there is no such method, or it cannot be changed
     */
    public static void arm(Failpoint point) {
        requireMethod(point);
        String id = id(point.afterwards(), point.className(), point.method());
        ARMED.put(id, new AtomicInteger(point.hit()));
        var problems = new Problems();
        new AgentBuilder.Default()
                .disableClassFormatChanges()
                .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
                .with(problems)
                .type(named(point.className()))
                .transform((builder, type, loader, module, domain) ->
                        builder.visit(Advice.to(point.afterwards() ? AtReturn.class : AtBegin.class)
                                .on(named(point.method()))))
                .installOn(ByteBuddyAgent.install());
        if (problems.first != null) {
            throw new IllegalArgumentException("No failpoint " + point + ": " + problems.first, problems.first);
        }
    }

    /** Called where a point is passed. */
    public static void passed(boolean afterwards, String className, String method) {
        String id = id(afterwards, className, method);
        AtomicInteger left = ARMED.get(id);
        if (left != null && left.decrementAndGet() == 0) {
            System.err.println("Crashing as the test wants it: " + id);
            Runtime.getRuntime().halt(CRASHED);
        }
    }

    private static String id(boolean afterwards, String className, String method) {
        return (afterwards ? "after " : "before ") + className + "." + method;
    }

    private static void requireMethod(Failpoint point) {
        Class<?> type;
        try {
            type = Class.forName(point.className(), false, Failpoints.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("No failpoint " + point + ": there is no such class", e);
        }
        List<String> methods = Stream.of(type.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .distinct()
                .sorted()
                .toList();
        if (!methods.contains(point.method())) {
            throw new IllegalArgumentException(
                    "No failpoint " + point + ": the methods of the class itself are " + methods);
        }
    }

    /** What stands at the beginning of a method. */
    private static final class AtBegin {

        @Advice.OnMethodEnter
        static void enter(@Advice.Origin("#t") String className, @Advice.Origin("#m") String method) {
            Failpoints.passed(false, className, method);
        }
    }

    /** What stands at each return of a method. */
    private static final class AtReturn {

        @Advice.OnMethodExit
        static void exit(@Advice.Origin("#t") String className, @Advice.Origin("#m") String method) {
            Failpoints.passed(true, className, method);
        }
    }

    private static final class Problems extends AgentBuilder.Listener.Adapter {

        private @Nullable Throwable first;

        @Override
        public void onError(
                String typeName,
                @Nullable ClassLoader loader,
                @Nullable JavaModule module,
                boolean loaded,
                Throwable thrown) {
            if (first == null) {
                first = thrown;
            }
        }
    }
}
