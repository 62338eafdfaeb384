package dev.substrate.dht.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.dht.internal.Fixtures;
import dev.substrate.dht.internal.rule.WriteRequest;
import dev.substrate.dht.internal.rule.WriteRequest.Condition;
import dev.substrate.record.Json;
import dev.substrate.record.WriteOutcome;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/**
 * A write and the record that it is for, with a network between them that loses and delays messages and delivers them in any
 * order, but none twice, and with other writers.
 */
class WriteCallPropertyTest {

    /** What a run begins with. */
    record Start(
            int versions,
            boolean deleted,
            boolean idUsedBefore,
            int remembered,
            Condition condition,
            boolean deletes,
            int expectedBeyond,
            int floorBelow) {}

    @Property(tries = 20_000)
    void whatTheOutcomeSaysStaysTrueWhateverStillArrives(
            @ForAll("starts") Start start, @ForAll("moves") List<LossyNetwork.Move> moves) {
        LossyNetwork network = new LossyNetwork(start.remembered());
        network.writeByOthers(start.versions(), start.idUsedBefore(), start.deleted());
        WriteRequest request = Fixtures.request(
                LossyNetwork.ID,
                "print",
                start.condition(),
                Math.max(0, network.version() + start.expectedBeyond()),
                Math.max(0, network.version() - start.floorBelow()),
                start.deletes() ? null : "\"mine\"");

        network.submit(request);
        moves.forEach(network::move);
        network.deliverAllThatIsUnderWay();

        network.outcome().ifPresent(outcome -> {
            Statistics.label("outcomes").collect(outcome.getClass().getSimpleName());
            if (outcome instanceof WriteOutcome.Written<Json> written) {
                assertThat(network.versionsOfMine()).containsExactly(written.version());
            } else if (outcome instanceof WriteOutcome.Refused<Json>) {
                assertThat(network.versionsOfMine())
                        .as("%s means that nothing was written, nor ever will be", outcome)
                        .isEmpty();
            }
            if (outcome instanceof WriteOutcome.Conflict<Json> conflict) {
                assertThat(network.entityAt(conflict.currentVersion()))
                        .isEqualTo(
                                conflict.current() == null
                                        ? null
                                        : conflict.current().value().text());
            }
        });
        assertThat(network.versionsOfMine()).hasSizeLessThanOrEqualTo(1);
    }

    @Property
    void aNetworkThatLosesNothingBringsADefiniteOutcome(
            @ForAll("starts") Start start, @ForAll @IntRange(max = 20) int othersAreFaster) {
        LossyNetwork network = new LossyNetwork(start.remembered());
        network.writeByOthers(start.versions(), start.idUsedBefore(), start.deleted());
        network.submit(Fixtures.request(
                LossyNetwork.ID,
                "print",
                start.condition(),
                Math.max(0, network.version() + start.expectedBeyond()),
                Math.max(0, network.version() - start.floorBelow()),
                start.deletes() ? null : "\"mine\""));
        network.writeByOthers(othersAreFaster, false, false);

        network.deliverAllThatIsUnderWay();

        assertThat(network.outcome()).isPresent().get().isNotInstanceOf(WriteOutcome.Unknown.class);
    }

    @Provide
    Arbitrary<Start> starts() {
        Arbitrary<Boolean> seldom = Arbitraries.frequency(Tuple.of(4, false), Tuple.of(1, true));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 6),
                        seldom,
                        seldom,
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of(Condition.class),
                        Arbitraries.of(false, true),
                        Arbitraries.integers().between(-2, 2),
                        Arbitraries.integers().between(0, 3))
                .as(Start::new);
    }

    @Provide
    Arbitrary<List<LossyNetwork.Move>> moves() {
        return Combinators.combine(
                        Arbitraries.of(LossyNetwork.Kind.class),
                        Arbitraries.integers().between(0, 5))
                .as(LossyNetwork.Move::new)
                .list()
                .ofMaxSize(30);
    }
}
