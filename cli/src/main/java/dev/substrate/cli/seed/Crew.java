package dev.substrate.cli.seed;

import dev.substrate.cli.http.Endpoint;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.LiveLine;
import dev.substrate.cli.transfer.Nodes;
import dev.substrate.cli.transfer.Stubborn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Several workers, each with its own connections, who do one thing for every item of a list. */
final class Crew {

    /** What is done for an item. */
    interface Work<A, R> {
        R on(A item, Stubborn nodes) throws InterruptedException;
    }

    private static final int WORKERS = 16;
    private static final int ITEMS_THAT_TAKE_LONG = 1000;

    private final List<Endpoint> endpoints;
    private final LiveLine progress;

    Crew(List<Endpoint> endpoints, LiveLine progress) {
        this.endpoints = endpoints;
        this.progress = progress;
    }

    /**
     * Returns the results in the order of the items.
     *
     * @throws CliException the first one that the work threw; then nothing more is begun
     */
    <A, R> List<R> each(List<A> items, Work<A, R> work) throws InterruptedException {
        Run<A, R> run = new Run<>(items, work);
        List<Thread> workers = new ArrayList<>();
        Nodes nodes = new Nodes(endpoints, System::nanoTime);
        for (int i = 0; i < Math.min(WORKERS, items.size()); i++) {
            int home = i;
            Thread worker = new Thread(() -> run.work(nodes, home), "seed-" + i);
            worker.setDaemon(true);
            worker.start();
            workers.add(worker);
        }
        for (Thread worker : workers) {
            worker.join();
        }
        return run.results();
    }

    private final class Run<A, R> {

        private final List<A> items;
        private final Work<A, R> work;
        private final List<AtomicReference<@Nullable R>> results = new ArrayList<>();
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

        Run(List<A> items, Work<A, R> work) {
            this.items = items;
            this.work = work;
            items.forEach(item -> results.add(new AtomicReference<>()));
        }

        void work(Nodes nodes, int home) {
            try (Stubborn stubborn = new Stubborn(nodes, home)) {
                for (int i = next.getAndIncrement();
                        i < items.size() && failure.get() == null;
                        i = next.getAndIncrement()) {
                    results.get(i).set(work.on(items.get(i), stubborn));
                    if (items.size() >= ITEMS_THAT_TAKE_LONG && progress.due()) {
                        progress.show(String.format("%,d of %,d", i + 1, items.size()));
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failure.compareAndSet(null, CliException.failed("Interrupted"));
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            }
        }

        List<R> results() {
            RuntimeException first = failure.get();
            if (first != null) {
                throw first;
            }
            List<R> all = new ArrayList<>(results.size());
            for (AtomicReference<@Nullable R> result : results) {
                R done = result.get();
                if (done == null) {
                    throw new IllegalStateException("A worker ended without a word");
                }
                all.add(done);
            }
            return all;
        }
    }
}
