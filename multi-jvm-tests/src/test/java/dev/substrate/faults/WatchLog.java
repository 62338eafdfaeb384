package dev.substrate.faults;

import static dev.substrate.testkit.substrate.SubstrateProgram.node;

import dev.substrate.dht.Records;
import dev.substrate.record.Dht;
import dev.substrate.record.Json;
import dev.substrate.record.RecordChange;
import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordListener;
import dev.substrate.record.RecordType;
import dev.substrate.record.Versioned;
import dev.substrate.record.Watch;
import dev.substrate.testkit.NodeContext;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What two watches of {@link SteadyLoad}'s records have shown: one of all, and one of a single record. */
final class WatchLog implements RecordListener<Json> {

    static final String ONE = "r7";

    private static final RecordType<Json> TYPE = RecordType.json("load");

    /**
     * What was shown.
     *
     * @param entities the entities by record and version
     * @param newest the newest version of each record
     * @param faults what should not have happened
     */
    record Shown(Map<String, String> entities, Map<String, Long> newest, List<String> faults) implements Serializable {}

    private final Map<String, String> entities = new TreeMap<>();
    private final Map<String, Long> newest = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private boolean begun;

    /** Begins both watches on the node of the context. */
    static boolean start(NodeContext context) {
        Dht dht = Records.on(node(context));
        List<Watch> begun =
                List.of(dht.watch(TYPE, null, "r", null, all(context)), dht.watch(TYPE.key(ONE), 1, one(context)));
        return begun.size() == 2;
    }

    static boolean haveBegun(NodeContext context) {
        return all(context).hasBegun() && one(context).hasBegun();
    }

    static Shown allShown(NodeContext context) {
        return all(context).shown();
    }

    static Shown oneShown(NodeContext context) {
        return one(context).shown();
    }

    /** Returns how many versions the watch of all has shown. */
    static int count(NodeContext context) {
        return all(context).size();
    }

    private static WatchLog all(NodeContext context) {
        return context.shared("watch of all", WatchLog::new);
    }

    private static WatchLog one(NodeContext context) {
        return context.shared("watch of one", WatchLog::new);
    }

    @Override
    public synchronized void onVersion(Versioned<Json> record) {
        String id = record.uri().id();
        long before = newest.getOrDefault(id, 0L);
        if (record.version() != before + 1) {
            faults.add(id + " at " + record.version() + " after " + before);
        }
        newest.put(id, record.version());
        entities.put(id + " at " + record.version(), record.value().text());
    }

    @Override
    public synchronized void onDeleted(RecordHeaders tombstone) {
        faults.add("deleted: " + tombstone);
    }

    @Override
    public synchronized void onSkipped(RecordId id, long from, long to) {
        faults.add("skipped: " + id + " from " + from + " to " + to);
    }

    @Override
    public synchronized void onProgress() {
        begun = true;
    }

    @Override
    public synchronized void onEnd(RecordChange.Ended<Json> end) {
        faults.add("ended: " + end);
    }

    private synchronized boolean hasBegun() {
        return begun;
    }

    private synchronized int size() {
        return entities.size();
    }

    private synchronized Shown shown() {
        return new Shown(new TreeMap<>(entities), new TreeMap<>(newest), new ArrayList<>(faults));
    }
}
