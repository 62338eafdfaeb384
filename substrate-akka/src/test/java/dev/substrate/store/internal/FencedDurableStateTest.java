package dev.substrate.store.internal;

import static dev.substrate.store.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.persistence.state.DurableStateStoreRegistry;
import akka.persistence.state.javadsl.DurableStateUpdateStore;
import akka.persistence.state.scaladsl.GetObjectResult;
import dev.substrate.fence.FenceLostException;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.StateRow;
import dev.substrate.store.StoreException;
import dev.substrate.store.TestNode;
import dev.substrate.store.internal.Basket.Command;
import dev.substrate.store.internal.Basket.Items;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

@Timeout(120)
class FencedDurableStateTest {

    private static final String ANNA = "basket|anna";

    @TempDir
    Path folder;

    private TestNode node;
    private ShardKey shard;

    @BeforeEach
    void start() {
        node = TestNode.start(folder.resolve("store.db"), "");
        shard = node.fences().shardOf("basket", "anna");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void anEntityIsThereAgainAfterARestartAndItsVersionsGoOnBehindADeletion() {
        ActorRef<ShardingEnvelope<Command>> baskets = node.shard(Basket.KEY, Basket::sharded);
        node.<Command, Items>ask(baskets, "anna", to -> new Basket.Add("milk", to));
        StateRow row = row();
        assertThat(row.entity()).isEqualTo("{\"items\":[\"milk\"]}");
        assertThat(row.type()).isEqualTo("Items");
        node.<Command, Items>ask(baskets, "anna", Basket.Empty::new);
        assertThat(row().tombstone()).isTrue();
        node.<Command, Items>ask(baskets, "anna", to -> new Basket.Add("salt", to));
        assertThat(row().version()).isEqualTo(3);
        stop();
        start();
        baskets = node.shard(Basket.KEY, Basket::sharded);
        assertThat(node.<Command, Items>ask(baskets, "anna", Basket.Get::new)).isEqualTo(new Items(List.of("salt")));
    }

    @Test
    void aWriteGoesOutUnderTheEpochOfTheRecovery() {
        await(node.fences().takeOver(shard));
        recover();
        assertThat(write(1)).isEqualTo(Done.getInstance());
        await(node.fences().takeOver(shard));
        // The node owns the entity, but not since it was read.
        assertThatExceptionOfType(FenceLostException.class).isThrownBy(() -> write(2));
        recover();
        assertThat(write(2)).isEqualTo(Done.getInstance());
        assertThat(row().epoch()).isEqualTo(2);
    }

    @Test
    void aWriteThatDoesNotFollowOnWhatWasRecoveredLastIsRefusedBeforeItReachesTheStore() {
        await(node.fences().takeOver(shard));
        recover();
        write(1);
        node.faults().on("write", operation -> {
            throw new AssertionError("The store was asked");
        });
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> write(1))
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo(StoreException.Kind.VERSION_CONFLICT))
                .withMessageContaining("'basket|anna'");
    }

    @Test
    void readingForSomebodyElseNeitherNeedsNorMakesAnOwner() {
        await(node.fences().takeOver(shard));
        recover();
        write(1);
        DurableStateUpdateStore<Object> store = javaStore();
        node.fences().release(shard, 1);
        assertThat(await(store.getObject(ANNA)).revision()).isEqualTo(1);
        await(node.fences().takeOver(shard));
        assertThat(await(store.getObject(ANNA)).revision()).isEqualTo(1);
        assertThatExceptionOfType(FenceLostException.class).isThrownBy(() -> write(2));
    }

    @Test
    void anEntityOfAShardThatTheNodeDoesNotOwnIsNotRecoveredAndTheErrorSaysWhatToDo() {
        assertThatExceptionOfType(FenceLostException.class)
                .isThrownBy(this::recover)
                .withMessageContaining("holds no epoch of shard basket/")
                .withMessageContaining("PersistenceId.ofUniqueId(id), with no '|'");
        await(node.fences().takeOver(shard));
        assertThatExceptionOfType(FenceLostException.class)
                .isThrownBy(() -> write(1))
                .withMessageContaining("was not recovered on this node");
    }

    @Test
    void aStateThatCannotBeSerializedIsNotWrittenAndTheErrorSaysWhatToDo() {
        await(node.fences().takeOver(shard));
        recover();
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> await(FutureConverters.asJava(scalaStore().upsertObject(ANNA, 1, new Object(), ""))))
                .withMessageStartingWith("Nothing was written: java.lang.Object cannot be serialized")
                .withMessageContaining("dev.substrate.store.JsonPersistent");
    }

    private GetObjectResult<Object> recover() {
        return await(FutureConverters.asJava(scalaStore().getObject(ANNA)));
    }

    private Done write(long revision) {
        Future<Done> written = scalaStore().upsertObject(ANNA, revision, new Items(List.of("x")), "");
        return await(FutureConverters.asJava(written));
    }

    private StateRow row() {
        return await(node.store().read(shard, "anna")).orElseThrow();
    }

    private FencedDurableState scalaStore() {
        return (FencedDurableState)
                DurableStateStoreRegistry.get(node.system()).durableStateStoreFor("substrate.durable-state");
    }

    @SuppressWarnings("unchecked")
    private DurableStateUpdateStore<Object> javaStore() {
        return DurableStateStoreRegistry.get(node.system())
                .getDurableStateStoreFor(DurableStateUpdateStore.class, "substrate.durable-state");
    }
}
