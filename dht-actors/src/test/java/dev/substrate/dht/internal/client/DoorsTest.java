package dev.substrate.dht.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Address;
import akka.actor.AddressFromURIString;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.cluster.sharding.ShardRegion.ClusterShardingStats;
import akka.cluster.sharding.ShardRegion.ShardRegionStats;
import com.typesafe.config.ConfigFactory;
import dev.substrate.dht.internal.entity.RecordDoor;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class DoorsTest {

    private static final ActorTestKit KIT = ActorTestKit.create(ConfigFactory.parseString("""
            akka.actor.provider = cluster
            akka.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
            """));

    private static final Address SELF = AddressFromURIString.parse("akka://test@127.0.0.1:1");
    private static final Address OTHER = AddressFromURIString.parse("akka://test@127.0.0.1:2");

    private final Doors doors = new Doors(SELF);
    private final ActorRef<RecordDoor.Message> own =
            TestInbox.<RecordDoor.Message>create().getRef();
    private final ActorRef<RecordDoor.Message> other =
            ActorRefResolver.get(KIT.system()).resolveActorRef(OTHER + "/system/record-door");

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void aShardOfAnotherNodeIsBehindItsDoorAndOneOfThisNodeIsNot() {
        doors.open(Set.of(own, other));
        doors.learn(stats(Map.of(SELF, Set.of("1"), OTHER, Set.of("2", "-7"))));

        assertThat(doors.areOpen()).isTrue();
        assertThat(doors.to("2")).contains(other);
        assertThat(doors.to("-7")).contains(other);
        assertThat(doors.to("1")).isEmpty();
        assertThat(doors.to("3")).isEmpty();
    }

    @Test
    void whatIsNotKnownYetHasNoDoor() {
        assertThat(doors.to("2")).isEmpty();
        doors.learn(stats(Map.of(OTHER, Set.of("2"))));
        assertThat(doors.areOpen()).isFalse();
        assertThat(doors.to("2")).isEmpty();
    }

    @Test
    void theShardsOfANodeThatIsGoneHaveNoDoorThoughItsReferenceIsStillThere() {
        doors.open(Set.of(other));
        doors.learn(stats(Map.of(OTHER, Set.of("2"))));

        doors.forget(OTHER.toString());

        assertThat(doors.to("2")).isEmpty();
    }

    private static ClusterShardingStats stats(Map<Address, Set<String>> shards) {
        Map<Address, ShardRegionStats> regions = new java.util.HashMap<>();
        shards.forEach((node, ids) -> {
            Map<String, Object> counts = new java.util.HashMap<>();
            ids.forEach(id -> counts.put(id, 1));
            regions.put(node, new ShardRegionStats(immutable(counts), immutable(Set.of())));
        });
        return new ClusterShardingStats(immutable(regions));
    }

    private static <K, V> scala.collection.immutable.Map<K, V> immutable(Map<K, V> map) {
        return scala.collection.immutable.Map.from(CollectionConverters.asScala(map));
    }

    private static <T> scala.collection.immutable.Set<T> immutable(Set<T> set) {
        return scala.collection.immutable.Set.from(CollectionConverters.asScala(set));
    }
}
