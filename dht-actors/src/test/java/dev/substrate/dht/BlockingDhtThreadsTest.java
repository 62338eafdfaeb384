package dev.substrate.dht;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import akka.dispatch.ExecutionContexts;
import com.typesafe.config.ConfigFactory;
import dev.substrate.record.BlockingDht;
import dev.substrate.record.Dht;
import dev.substrate.record.Json;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The blocking view on the threads that Akka really makes. */
class BlockingDhtThreadsTest {

    private static final RecordKey<Json> KEY = RecordType.json("pkg").key("a");

    private static final ActorTestKit KIT =
            ActorTestKit.create(ConfigFactory.parseString("""
                    akka.log-dead-letters = off
                    own-fork-join { type = Dispatcher, executor = fork-join-executor }
                    own-thread-pool { type = Dispatcher, executor = thread-pool-executor, thread-pool-executor.fixed-pool-size = 1 }
                    own-pinned { type = PinnedDispatcher, executor = thread-pool-executor }
                    """).withFallback(ConfigFactory.load()));

    private final AtomicInteger sent = new AtomicInteger();
    private final BlockingDht blocking = BlockingDht.of(alwaysEmpty(), Duration.ofSeconds(5));

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "akka.actor.default-dispatcher",
                "akka.actor.internal-dispatcher",
                "substrate.record.callback-dispatcher",
                "own-fork-join",
                "own-thread-pool"
            })
    void nobodyWaitsOnADispatcher(String dispatcher) throws Exception {
        assertThat(thrownOn(KIT.system().dispatchers().lookup(DispatcherSelector.fromConfig(dispatcher))))
                .get()
                .isInstanceOf(IllegalStateException.class)
                .extracting(Throwable::getMessage)
                .asString()
                .contains(dispatcher, "Nothing was sent", "pipeToSelf");
        assertThat(sent).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"akka.actor.default-dispatcher", "own-pinned"})
    void nobodyWaitsInAnActor(String dispatcher) throws Exception {
        CompletableFuture<Optional<RuntimeException>> seen = new CompletableFuture<>();
        Behavior<String> waiting = Behaviors.receiveMessage(message -> {
            seen.complete(thrown());
            return Behaviors.same();
        });

        KIT.spawn(waiting, DispatcherSelector.fromConfig(dispatcher)).tell("wait");

        assertThat(seen.get(10, TimeUnit.SECONDS)).get().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nobodyWaitsOnTheThreadOfTimers() throws Exception {
        CompletableFuture<Optional<RuntimeException>> seen = new CompletableFuture<>();

        KIT.system()
                .scheduler()
                .scheduleOnce(
                        Duration.ofMillis(1),
                        () -> seen.complete(thrown()),
                        ExecutionContexts.fromExecutor(Runnable::run));

        assertThat(seen.get(10, TimeUnit.SECONDS)).get().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theDispatcherForBlockingWorkMayWait() throws Exception {
        assertThat(thrownOn(KIT.system().dispatchers().lookup(DispatcherSelector.blocking())))
                .isEmpty();
        assertThat(sent).hasValue(1);
    }

    @Test
    void threadsOfOthersMayWait() throws Exception {
        assertThat(thrown()).isEmpty();
        assertThat(thrownOn(task -> new Thread(task).start())).isEmpty();
        ForkJoinPool pool = new ForkJoinPool(1);
        try {
            assertThat(thrownOn(pool)).isEmpty();
        } finally {
            pool.shutdown();
        }
        assertThat(sent).hasValue(3);
    }

    private Optional<RuntimeException> thrownOn(Executor executor) throws Exception {
        CompletableFuture<Optional<RuntimeException>> seen = new CompletableFuture<>();
        executor.execute(() -> seen.complete(thrown()));
        return seen.get(10, TimeUnit.SECONDS);
    }

    private Optional<RuntimeException> thrown() {
        try {
            blocking.get(KEY);
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(e);
        }
    }

    private Dht alwaysEmpty() {
        return (Dht) Proxy.newProxyInstance(
                Dht.class.getClassLoader(), new Class<?>[] {Dht.class}, (proxy, method, arguments) -> {
                    sent.incrementAndGet();
                    return CompletableFuture.completedFuture(Optional.empty());
                });
    }
}
