package dev.substrate.store.internal;

import static dev.substrate.store.TestNode.await;
import static dev.substrate.store.internal.Ledger.add;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.persistence.typed.PersistenceId;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.EventRow;
import dev.substrate.store.TestNode;
import dev.substrate.store.internal.Ledger.Sum;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An actor with a persistence id of its own, such as a cluster singleton. */
@Timeout(120)
class UnshardedActorTest {

    private static final PersistenceId ID = PersistenceId.ofUniqueId("books");
    private static final ShardKey SHARD = new ShardKey("unsharded/books", 0);

    @TempDir
    Path folder;

    private TestNode node;

    @BeforeEach
    void start() {
        node = TestNode.start(folder.resolve("store.db"), "");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void anActorIsItsOwnShardAndTakesItAtEachRecovery() {
        ActorRef<Ledger.Command> books = node.spawn(new Ledger(ID, true));
        assertThat(node.<Ledger.Command, Sum>ask(books, to -> add(1, to))).isEqualTo(new Sum(1, 1));
        assertThat(node.fences().epoch(SHARD)).isEqualTo(1);
        assertThat(node.fences().shardOf(ID)).isEqualTo(SHARD);
        EventRow row = events(node).get(0);
        assertThat(row.entityType()).isEqualTo("unsharded/books");
        assertThat(row.entityId()).isEqualTo("books");
        assertThat(await(node.fences().confirm(node.fences().shardOf(ID)))).isNull();
        stop();
        start();
        books = node.spawn(new Ledger(ID, true));
        assertThat(node.<Ledger.Command, Sum>ask(books, to -> add(1, to))).isEqualTo(new Sum(2, 2));
        assertThat(node.fences().epoch(SHARD)).isEqualTo(2);
    }

    @Test
    void theCopyThatRecoversLastIsTheOwnerAndTheOtherOneMustRecoverToWrite() {
        ActorRef<Ledger.Command> here = node.spawn(new Ledger(ID, true));
        node.<Ledger.Command, Sum>ask(here, to -> add(1, to));
        try (TestNode other = TestNode.start(folder.resolve("store.db"), "")) {
            ActorRef<Ledger.Command> there = other.spawn(new Ledger(ID, true));
            assertThat(other.<Ledger.Command, Sum>ask(there, to -> add(10, to))).isEqualTo(new Sum(2, 11));
            // The first copy does not know of it, and is refused; then it recovers, and is the owner.
            TestProbe<Sum> answers = TestProbe.create(node.system());
            here.tell(add(100, answers.ref()));
            await().until(() -> node.fences().epoch(SHARD) == 3);
            assertThat(node.<Ledger.Command, Sum>ask(here, to -> add(1000, to))).isEqualTo(new Sum(3, 1011));
            answers.expectNoMessage(Duration.ofMillis(1));
            assertThat(events(other)).extracting(EventRow::epoch).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void aSecondCopyOnTheSameNodeDoesNotOverwriteTheFirst() {
        ActorRef<Ledger.Command> first = node.spawn(new Ledger(ID, false));
        ActorRef<Ledger.Command> second = node.spawn(new Ledger(ID, false));
        node.<Ledger.Command, Sum>ask(first, Ledger.Get::new);
        node.<Ledger.Command, Sum>ask(second, Ledger.Get::new);
        node.<Ledger.Command, Sum>ask(first, to -> add(1, to));
        TestProbe<Sum> answers = TestProbe.create(node.system());
        second.tell(add(10, answers.ref()));
        assertThat(node.<Ledger.Command, Sum>ask(second, to -> add(100, to))).isEqualTo(new Sum(2, 101));
        answers.expectNoMessage(Duration.ofMillis(1));
    }

    @Test
    void aDurableStateOutsideShardingIsFencedToo() {
        ActorRef<Basket.Command> here = node.spawn(new Basket(ID));
        node.<Basket.Command, Basket.Items>ask(here, to -> new Basket.Add("milk", to));
        try (TestNode other = TestNode.start(folder.resolve("store.db"), "")) {
            ActorRef<Basket.Command> there = other.spawn(new Basket(ID));
            assertThat(other.<Basket.Command, Basket.Items>ask(there, to -> new Basket.Add("salt", to))
                            .items())
                    .containsExactly("milk", "salt");
            TestProbe<Basket.Items> answers = TestProbe.create(node.system());
            here.tell(new Basket.Add("lost", answers.ref()));
            assertThat(node.<Basket.Command, Basket.Items>ask(here, to -> new Basket.Add("eggs", to))
                            .items())
                    .containsExactly("milk", "salt", "eggs");
            answers.expectNoMessage(Duration.ofMillis(1));
        }
    }

    private static List<EventRow> events(TestNode node) {
        return await(node.store().events(SHARD, "books", 1, Long.MAX_VALUE, 100))
                .events();
    }
}
