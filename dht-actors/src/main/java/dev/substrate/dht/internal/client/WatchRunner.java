package dev.substrate.dht.internal.client;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.stream.ActorAttributes;
import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import dev.substrate.dht.internal.watch.RecordWatches;
import dev.substrate.record.RecordChange;
import dev.substrate.record.RecordChange.Ended;
import dev.substrate.record.RecordChange.Reason;
import dev.substrate.record.RecordListener;
import dev.substrate.record.Watch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Tells listeners what watches show. Safe for use by several threads. */
final class WatchRunner {

    private static final String DISPATCHER = "substrate.record.callback-dispatcher";

    private final ActorSystem<?> system;
    private final RecordWatches watches;

    WatchRunner(ActorSystem<?> system, RecordWatches watches) {
        this.system = system;
        this.watches = watches;
    }

    RecordWatches all() {
        return watches;
    }

    <T> Watch run(Source<RecordChange<T>, NotUsed> changes, RecordListener<T> listener) {
        AtomicReference<String> told = new AtomicReference<>("");
        AtomicBoolean ended = new AtomicBoolean();
        var running = changes.viaMat(KillSwitches.single(), Keep.right())
                .toMat(
                        Sink.foreach(change -> {
                            if (change instanceof Ended<T>) {
                                ended.set(true);
                            }
                            tell(listener, change);
                            told.set(change.resume());
                        }),
                        Keep.both())
                .withAttributes(ActorAttributes.dispatcher(DISPATCHER))
                .run(system);
        UniqueKillSwitch kill = running.first();
        running.second().whenComplete((done, failure) -> {
            if (!ended.getAndSet(true)) {
                listener.onEnd(
                        failure == null
                                ? new Ended<>(Reason.CANCELLED, "The watch was cancelled.", told.get())
                                : new Ended<>(Reason.FAILED, String.valueOf(failure.getMessage()), told.get()));
            }
        });
        return new Watch() {
            @Override
            public String resume() {
                return told.get();
            }

            @Override
            public void close() {
                kill.shutdown();
            }
        };
    }

    private static <T> void tell(RecordListener<T> listener, RecordChange<T> change) {
        if (change instanceof RecordChange.Version<T> version) {
            listener.onVersion(version.record());
        } else if (change instanceof RecordChange.Deletion<T> deletion) {
            listener.onDeleted(deletion.headers());
        } else if (change instanceof RecordChange.Skipped<T> skipped) {
            listener.onSkipped(skipped.id(), skipped.from(), skipped.to());
        } else if (change instanceof Ended<T> end) {
            listener.onEnd(end);
        } else {
            listener.onProgress();
        }
    }
}
