package dev.substrate.dht.internal.client;

import akka.actor.typed.ActorRef;
import dev.substrate.dht.LocalScanHandler;
import dev.substrate.dht.common.RecordTypes;
import dev.substrate.dht.internal.scan.LocalScanner;
import dev.substrate.dht.internal.scan.RowHandler;
import dev.substrate.dht.internal.scan.ScanReport;
import dev.substrate.record.RecordType;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The passes of this node over the records that it owns. Safe for use by several threads. */
public final class LocalScans {

    private final ActorRef<LocalScanner.Message> scanner;
    private final RowHandler rows;
    private final AtomicReference<Optional<ScanReport>> report;
    private final RecordTypes types;
    private final DhtClient dht;

    LocalScans(
            ActorRef<LocalScanner.Message> scanner,
            RowHandler rows,
            AtomicReference<Optional<ScanReport>> report,
            RecordTypes types,
            DhtClient dht) {
        this.scanner = scanner;
        this.rows = rows;
        this.report = report;
        this.types = types;
        this.dht = dht;
    }

    /**
     * Shows records of a type to a handler in every pass from now on.
     *
     * @return ends that
     */
    public <T> Runnable add(RecordType<T> type, LocalScanHandler<T> handler) {
        types.require(type);
        return rows.add(type.scheme(), record -> handler.onRecord(dht.decode(type, record)));
    }

    /** Begins a pass, now or right after the one that is under way. */
    public void run() {
        scanner.tell(LocalScanner.Run.RUN);
    }

    /** Returns how the newest pass went, or how far it is; empty before the first one. */
    public Optional<ScanReport> report() {
        return report.get();
    }
}
