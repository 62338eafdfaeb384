package dev.substrate.faults;

import static dev.substrate.testkit.substrate.SubstrateProgram.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.dht.Records;
import dev.substrate.record.RecordType;
import dev.substrate.record.RecordUnreadableException;
import dev.substrate.record.Versioned;
import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeContext;
import dev.substrate.testkit.TestCluster;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Node 1 runs yesterday's program, node 2 today's, on the same records. */
@Tag("cluster")
@ClusterTest(nodes = 2)
class TwoVersionsOfAnApplicationTest {

    /** What yesterday's program knows of an order. */
    record OldOrder(String customer, List<OldLine> lines) implements Serializable {}

    /** What yesterday's program knows of its lines. */
    record OldLine(String article, int count) implements Serializable {}

    /** Today's orders have a currency, and their lines a price. */
    record NewOrder(String customer, String currency, List<NewLine> lines) implements Serializable {}

    /** A line with a price. */
    record NewLine(String article, int count, int cents) implements Serializable {}

    private static final RecordType<OldOrder> OLD = RecordType.of("order", OldOrder.class);
    private static final RecordType<NewOrder> NEW = RecordType.of("order", NewOrder.class);

    /** Tomorrow's orders call the customer by another name, so they are another version of the type. */
    record LaterOrder(String buyer) implements Serializable {}

    private static final RecordType<LaterOrder> LATER = RecordType.of("later", LaterOrder.class)
            .migrating(fields -> {
                fields.put("buyer", fields.remove("customer"));
                return fields;
            });

    private static final RecordType<OldOrder> BEFORE = RecordType.of("later", OldOrder.class);

    @Test
    void whatTodaysProgramAddedSurvivesAnUpdateByYesterdays(TestCluster cluster) {
        cluster.awaitReady();
        cluster.node(2)
                .call(context -> put(
                        context,
                        new NewOrder("anna", "EUR", List.of(new NewLine("pen", 2, 150), new NewLine("ink", 1, 990)))));

        OldOrder seen = cluster.node(1).call(TwoVersionsOfAnApplicationTest::addAPenAndDropTheInk);
        NewOrder after = cluster.node(2).call(TwoVersionsOfAnApplicationTest::read);

        assertThat(seen).isEqualTo(new OldOrder("anna", List.of(new OldLine("pen", 2), new OldLine("ink", 1))));
        assertThat(after).isEqualTo(new NewOrder("anna", "EUR", List.of(new NewLine("pen", 3, 150))));
    }

    @Test
    void yesterdaysProgramRefusesWhatItWouldMisreadAndTodaysReadsBoth(TestCluster cluster) {
        cluster.awaitReady();
        cluster.node(1).call(context -> putBefore(context, "old"));
        cluster.node(2).call(context -> putLater(context, "new"));

        LaterOrder old = cluster.node(2).call(context -> readLater(context, "old"));
        String complaint = cluster.node(1).call(TwoVersionsOfAnApplicationTest::complaintOfYesterdays);
        LaterOrder untouched = cluster.node(2).call(context -> readLater(context, "new"));

        assertThat(old).isEqualTo(new LaterOrder("anna"));
        assertThat(complaint).contains("version 2 of the type 'later'", "knows version 1");
        assertThat(untouched).isEqualTo(new LaterOrder("berta"));
    }

    private static long put(NodeContext context, NewOrder order) {
        return Records.on(node(context))
                .put(NEW.key("1"), order)
                .toCompletableFuture()
                .join()
                .orThrow()
                .version();
    }

    private static NewOrder read(NodeContext context) {
        return Records.on(node(context))
                .get(NEW.key("1"))
                .toCompletableFuture()
                .join()
                .map(Versioned::value)
                .orElseThrow();
    }

    private static OldOrder addAPenAndDropTheInk(NodeContext context) {
        OldOrder before = Records.on(node(context))
                .get(OLD.key("1"))
                .toCompletableFuture()
                .join()
                .map(Versioned::value)
                .orElseThrow();
        Records.on(node(context))
                .update(
                        OLD.key("1"),
                        current -> new OldOrder(
                                current.value().customer(),
                                List.of(new OldLine(
                                        "pen", current.value().lines().get(0).count() + 1))))
                .toCompletableFuture()
                .join()
                .orThrow();
        return before;
    }

    private static long putBefore(NodeContext context, String id) {
        return Records.on(node(context))
                .put(BEFORE.key(id), new OldOrder("anna", List.of()))
                .toCompletableFuture()
                .join()
                .orThrow()
                .version();
    }

    private static long putLater(NodeContext context, String id) {
        return Records.on(node(context))
                .put(LATER.key(id), new LaterOrder("berta"))
                .toCompletableFuture()
                .join()
                .orThrow()
                .version();
    }

    private static LaterOrder readLater(NodeContext context, String id) {
        return Records.on(node(context))
                .get(LATER.key(id))
                .toCompletableFuture()
                .join()
                .map(Versioned::value)
                .orElseThrow();
    }

    private static String complaintOfYesterdays(NodeContext context) {
        try {
            return "It was read: "
                    + Records.on(node(context))
                            .update(BEFORE.key("new"), current -> new OldOrder("carla", List.of()))
                            .toCompletableFuture()
                            .join();
        } catch (CompletionException e) {
            return e.getCause() instanceof RecordUnreadableException ? e.getMessage() : "Failed otherwise: " + e;
        }
    }
}
