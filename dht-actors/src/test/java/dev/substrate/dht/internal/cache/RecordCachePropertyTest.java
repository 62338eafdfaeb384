package dev.substrate.dht.internal.cache;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** Questions, answers, writes and pages of changes in any order: what the cache answers is never older than it may be. */
class RecordCachePropertyTest {

    enum Kind {
        READ,
        OWNER_ANSWERS,
        ANSWER_ARRIVES,
        QUESTION_IS_GIVEN_UP,
        OTHERS_WRITE,
        THIS_NODE_WRITES,
        THIS_NODE_DELETES,
        ACKNOWLEDGED_IN_ORDER,
        NEWEST_IS_ACKNOWLEDGED,
        OUTCOME_IS_LOST,
        EVICTED,
        SHARD_IS_READ,
        PAGE_ARRIVES,
        /** What usually comes of a question, with nothing in between. */
        READ_THROUGH,
        /** What usually comes of a read of the shard. */
        LOOK
    }

    record Move(Kind kind, int nanosBefore) {}

    @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
    void anAnswerIsNeverOlderThanWhatWasShownOrWrittenHereOrThanTheBound(@ForAll("moves") List<Move> moves) {
        OneRecord record = new OneRecord();
        for (Move move : moves) {
            record.pass(move.nanosBefore());
            switch (move.kind()) {
                case READ -> record.read();
                case OWNER_ANSWERS -> record.answer();
                case ANSWER_ARRIVES -> record.arrive();
                case QUESTION_IS_GIVEN_UP -> record.giveUp();
                case OTHERS_WRITE -> record.write("\"other\"", null);
                case THIS_NODE_WRITES -> record.writeHere("\"own\"");
                case THIS_NODE_DELETES -> record.writeHere(null);
                case ACKNOWLEDGED_IN_ORDER -> record.acknowledge(true);
                case NEWEST_IS_ACKNOWLEDGED -> record.acknowledge(false);
                case OUTCOME_IS_LOST -> record.loseAcknowledgement();
                case EVICTED -> record.evict();
                case SHARD_IS_READ -> record.readChanges();
                case PAGE_ARRIVES -> record.showChanges();
                case READ_THROUGH -> {
                    record.read();
                    record.answer();
                    record.arrive();
                }
                case LOOK -> {
                    record.readChanges();
                    record.showChanges();
                }
                default -> throw new AssertionError(move);
            }
        }
        Statistics.collect(record.hits() > 0 ? "answered" : "never answered");
        Statistics.coverage(coverage -> coverage.check("answered").percentage(share -> share > 20));
    }

    @Provide
    Arbitrary<List<Move>> moves() {
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.of(Kind.READ, Kind.READ_THROUGH, Kind.LOOK)),
                Tuple.of(4, Arbitraries.of(Kind.class)));
        Arbitrary<Integer> nanos = Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.integers().between(0, 3)),
                Tuple.of(1, Arbitraries.integers().between(4, 60)));
        return Combinators.combine(kinds, nanos).as(Move::new).list().ofMaxSize(120);
    }
}
