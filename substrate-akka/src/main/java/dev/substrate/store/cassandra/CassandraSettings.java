package dev.substrate.store.cassandra;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import dev.substrate.store.StoreException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings under {@code substrate.cassandra}, explained in {@code reference.conf}.
 *
 * @param contactPoints where the cluster is first asked
 * @param localDatacenter the data centre whose replicas are asked first
 * @param keyspace where the tables lie
 * @param createSchema whether to create what is missing
 * @param replication how many replicas each data centre holds
 * @param consistency how many replicas must have heard of a read or write
 * @param username who connects; empty for nobody
 * @param password the user's password
 * @param connectTimeout how long to wait for the cluster at the start
 * @param writesWaitingMax how many writes may wait
 * @param readsWaitingMax how many reads may wait, and as many confirmations of epochs
 * @param batchRowsMax how many rows of a shard share a batch
 * @param batchCharsMax after how many characters a batch is full
 * @param scanShardsAtOnceMax how many shards a scan reads at the same time
 * @param recoveriesAtOnceMax how many entities recover at the same time
 * @param looksAtOnceMax how many looks at the epochs of an entity type are under way at the same time
 * @param numberOfShards how many shards an entity type has
 * @param unfenced whether nothing is confirmed, to measure what that costs
 * @param driver the driver's own settings, as HOCON
 */
record CassandraSettings(
        List<InetSocketAddress> contactPoints,
        String localDatacenter,
        String keyspace,
        boolean createSchema,
        Map<String, Integer> replication,
        Quorum consistency,
        String username,
        String password,
        Duration connectTimeout,
        int writesWaitingMax,
        int readsWaitingMax,
        int batchRowsMax,
        int batchCharsMax,
        int scanShardsAtOnceMax,
        int recoveriesAtOnceMax,
        int looksAtOnceMax,
        int numberOfShards,
        boolean unfenced,
        String driver) {

    /** The consistencies under which what was written is what is read next. */
    enum Quorum {
        /** A majority of all replicas. */
        QUORUM,
        /** A majority of the replicas in the local data centre. */
        LOCAL_QUORUM
    }

    /** @throws StoreException if a setting makes no sense */
    static CassandraSettings of(Config substrate) {
        Config own = substrate.getConfig("cassandra");
        String datacenter = own.getString("local-datacenter");
        Map<String, Integer> replication = new TreeMap<>();
        Config perDatacenter = own.getConfig("replication");
        perDatacenter.root().keySet().forEach(name -> replication.put(name, perDatacenter.getInt('"' + name + '"')));
        if (replication.isEmpty()) {
            replication.put(datacenter, own.getInt("replication-factor"));
        }
        String keyspace = own.getString("keyspace");
        if (!keyspace.matches("[a-z][a-z0-9_]{0,47}")) {
            throw wrong("substrate.cassandra.keyspace must be 1 to 48 of a-z, 0-9 and _, and start with a letter, not '"
                    + keyspace + "'");
        }
        List<InetSocketAddress> contactPoints = own.getStringList("contact-points").stream()
                .map(CassandraSettings::address)
                .toList();
        if (contactPoints.isEmpty()) {
            throw wrong("substrate.cassandra.contact-points names no host: say where the cluster is, as host:port");
        }
        String testing = "testing.unfenced";
        return new CassandraSettings(
                contactPoints,
                datacenter,
                keyspace,
                own.getBoolean("create-schema"),
                Map.copyOf(replication),
                consistency(own.getString("consistency")),
                own.getString("username"),
                own.getString("password"),
                own.getDuration("connect-timeout"),
                own.getInt("writes-waiting-max"),
                own.getInt("reads-waiting-max"),
                own.getInt("batch-rows-max"),
                own.getInt("batch-chars-max"),
                own.getInt("scan-shards-at-once-max"),
                own.getInt("recoveries-at-once-max"),
                own.getInt("looks-at-once-max"),
                substrate.getInt("shards.number"),
                substrate.hasPath(testing) && substrate.getBoolean(testing),
                own.getConfig("driver").root().render(ConfigRenderOptions.concise()));
    }

    /** Says where the store is; not who connects. */
    @Override
    public String toString() {
        return "Cassandra at " + contactPoints + ", keyspace " + keyspace;
    }

    private static Quorum consistency(String name) {
        try {
            return Quorum.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw wrong("substrate.cassandra.consistency is QUORUM or LOCAL_QUORUM, not '" + name
                    + "': with less, a read may miss what was acknowledged");
        }
    }

    private static InetSocketAddress address(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        try {
            if (colon > 0) {
                return new InetSocketAddress(
                        hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
            }
        } catch (IllegalArgumentException e) {
            // Said below, for all that is wrong with it.
        }
        throw wrong("substrate.cassandra.contact-points has '" + hostAndPort + "', which is not host:port");
    }

    private static StoreException wrong(String message) {
        return new StoreException(StoreException.Kind.UNAVAILABLE, message);
    }
}
