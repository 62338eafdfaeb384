package dev.substrate.benchmark.node;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import dev.substrate.benchmark.load.ClosedLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The process of a member of a Hazelcast cluster, for comparison: a map with one backup, all of it in memory. Everything is
 * as Hazelcast has it by itself but for how members find each other.
 */
public final class HazelcastNode implements Subject {

    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final String MAP = "load";

    private final HazelcastInstance member;
    private final int members;
    private final int records;
    private final IMap<Integer, byte[]> map;
    private final ClosedLoop loads;

    private HazelcastNode(HazelcastInstance member, int members, int records) {
        this.member = member;
        this.members = members;
        this.records = records;
        this.map = member.getMap(MAP);
        this.loads = new ClosedLoop(new HazelcastTarget(map), records);
    }

    /** Starts a member; the arguments are the number of records, this member's port, and those of all. */
    public static void main(String... arguments) throws IOException {
        List<Integer> numbers = Arrays.stream(arguments).map(Integer::valueOf).toList();
        List<Integer> ports = numbers.subList(2, numbers.size());
        Requests.serve(() -> new HazelcastNode(
                Hazelcast.newHazelcastInstance(config(numbers.get(1), ports)), ports.size(), numbers.get(0)));
    }

    private static Config config(int port, List<Integer> ports) {
        Config config = new Config("benchmark")
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.logging.type", "slf4j")
                .setProperty("hazelcast.socket.bind.any", "false")
                .addMapConfig(new MapConfig(MAP).setBackupCount(1));
        config.setClusterName("benchmark-" + ports.get(0));
        config.getSerializationConfig().addDataSerializableFactory(SetAtVersion.FACTORY, SetAtVersion::create);
        config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true);
        ports.forEach(each -> join.getTcpIpConfig().addMember("127.0.0.1:" + each));
        return config;
    }

    @Override
    public void awaitReady() {
        long untilNanos = System.nanoTime() + READY_WITHIN.toNanos();
        while (member.getCluster().getMembers().size() < members
                || !member.getPartitionService().isClusterSafe()) {
            if (System.nanoTime() - untilNanos > 0) {
                throw new BenchmarkException("The members of Hazelcast did not find each other");
            }
            try {
                Thread.sleep(LOOK_AGAIN.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchmarkException("Interrupted", e);
            }
        }
    }

    @Override
    public ClosedLoop loads() {
        return loads;
    }

    @Override
    public List<Long> storedVersions() {
        return IntStream.range(0, records)
                .mapToObj(record -> HazelcastTarget.version(map.get(record)))
                .toList();
    }

    @Override
    public long owned() {
        return map.localKeySet().size();
    }
}
