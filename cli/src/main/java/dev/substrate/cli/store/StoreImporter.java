package dev.substrate.cli.store;

import dev.substrate.cli.http.Endpoint;
import dev.substrate.cli.store.Batch.Line;
import dev.substrate.cli.store.Manifest.Part;
import dev.substrate.cli.terminal.LiveLine;
import dev.substrate.cli.transfer.FailureReport;
import dev.substrate.cli.transfer.Nodes;
import dev.substrate.cli.transfer.Progress;
import dev.substrate.cli.transfer.Stubborn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends parts, one after the other, the batches of a part over several connections at once. The order of versions does not
 * matter: the highest one stays.
 */
final class StoreImporter {

    private static final int BATCHES_AHEAD = 2;
    private static final long LOOK_MILLIS = 100;

    private final List<Endpoint> endpoints;
    private final int parallel;
    private final Duration patience;
    private final ImportCounts counts;
    private final FailureReport report;
    private final LiveLine progress;
    private final long bytesAll;
    private final long startNanos = System.nanoTime();
    private final AtomicLong bytesBefore = new AtomicLong();

    /** @param bytesAll how large the parts are that are to be sent */
    StoreImporter(
            List<Endpoint> endpoints,
            int parallel,
            Duration patience,
            ImportCounts counts,
            FailureReport report,
            LiveLine progress,
            long bytesAll) {
        this.endpoints = endpoints;
        this.parallel = parallel;
        this.patience = patience;
        this.counts = counts;
        this.report = report;
        this.progress = progress;
        this.bytesAll = bytesAll;
    }

    /**
     * Sends a part. Returns when each of its lines has an outcome.
     *
     * @throws IOException if it is damaged, and then nothing of it was sent; or if no node takes it
     */
    void send(Path file, Part part) throws IOException, InterruptedException {
        try {
            PartReader.check(file, part);
        } catch (IOException e) {
            throw new IOException(file + " " + e.getMessage() + ". Nothing of it was sent", e);
        }
        Nodes nodes = new Nodes(endpoints, System::nanoTime);
        // An empty one says that there are no more.
        BlockingQueue<Optional<Batch>> queue = new ArrayBlockingQueue<>(parallel * BATCHES_AHEAD);
        AtomicReference<@Nullable IOException> trouble = new AtomicReference<>();
        long countedBefore = counts.all();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < parallel; i++) {
            int home = i;
            Thread worker = new Thread(() -> work(part, queue, nodes, home, trouble, countedBefore), "import-" + i);
            worker.setDaemon(true);
            worker.start();
            workers.add(worker);
        }
        try (PartReader reader = new PartReader(file)) {
            read(reader, queue, trouble);
        } catch (IOException e) {
            trouble.compareAndSet(null, new IOException(file + " " + e.getMessage(), e));
        }
        for (int i = 0; i < parallel; i++) {
            put(queue, Optional.empty(), trouble);
        }
        for (Thread worker : workers) {
            worker.join();
        }
        IOException first = trouble.get();
        if (first != null) {
            throw first;
        }
        bytesBefore.addAndGet(part.bytes());
    }

    private void read(
            PartReader reader, BlockingQueue<Optional<Batch>> queue, AtomicReference<@Nullable IOException> trouble)
            throws IOException, InterruptedException {
        Batch batch = new Batch();
        long number = 0;
        for (byte[] line = reader.next(); line != null && trouble.get() == null; line = reader.next()) {
            batch.add(new Line(++number, line));
            if (batch.isFull()) {
                put(queue, Optional.of(batch), trouble);
                batch = new Batch();
            }
        }
        if (!batch.isEmpty()) {
            put(queue, Optional.of(batch), trouble);
        }
    }

    /** Waits for room, but not for workers that have given up. */
    private static void put(
            BlockingQueue<Optional<Batch>> queue, Optional<Batch> batch, AtomicReference<@Nullable IOException> trouble)
            throws InterruptedException {
        boolean taken = false;
        while (!taken && trouble.get() == null) {
            taken = queue.offer(batch, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void work(
            Part part,
            BlockingQueue<Optional<Batch>> queue,
            Nodes nodes,
            int home,
            AtomicReference<@Nullable IOException> trouble,
            long countedBefore) {
        try (Stubborn stubborn = new Stubborn(nodes, home)) {
            BatchSender sender = new BatchSender(stubborn, patience, counts, report);
            while (trouble.get() == null) {
                Optional<Batch> batch = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (batch != null && batch.isEmpty()) {
                    return;
                }
                if (batch != null) {
                    sender.send(part.name(), batch.get());
                    show(part, countedBefore);
                }
            }
        } catch (IOException e) {
            trouble.compareAndSet(null, e);
        } catch (RuntimeException e) {
            trouble.compareAndSet(null, new IOException("The import failed: " + e, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            trouble.compareAndSet(null, new IOException("The import was interrupted", e));
        }
    }

    private void show(Part part, long countedBefore) {
        if (progress.due()) {
            double done = Math.min(1.0, (counts.all() - countedBefore) / (double) Math.max(1, part.lines()));
            progress.show(new Progress(
                            counts.all(),
                            bytesBefore.get() + Math.round(done * part.bytes()),
                            bytesAll,
                            Duration.ofNanos(System.nanoTime() - startNanos),
                            "records")
                    .toString());
        }
    }
}
