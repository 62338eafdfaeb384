package dev.substrate.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {

    private static final int RECORDS = 20;

    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final FakeDht dht = new FakeDht(executor);
    private final ClosedLoop loop = new ClosedLoop(dht, RECORDS);

    @AfterEach
    void endThreads() {
        executor.shutdownNow();
    }

    @Test
    void keepsSoManyOperationsUnderWayAndNoMore() throws InterruptedException {
        Slice slice = loop.run(load(Mix.HALF_READS, 8));
        assertThat(dht.mostUnderWay).hasValueBetween(2, 8);
        assertThat(slice.reads()).isPositive();
        assertThat(slice.writes()).isPositive();
        assertThat(slice.failed()).isZero();
        assertThat(slice.operationsPerSecond()).isEqualTo(slice.operations() * 10.0);
    }

    @Test
    void countsEveryAcknowledgedWriteAlsoOutsideTheMeasuredTime() throws InterruptedException {
        loop.fill(16);
        Slice slice = loop.run(load(Mix.ONLY_WRITES, 4));
        Account account = loop.account();
        for (int record = 0; record < RECORDS; record++) {
            long version = dht.version(ClosedLoop.keys(RECORDS).get(record));
            assertThat(account.acknowledged().get(record)).isEqualTo(version);
            assertThat(account.highest().get(record)).isEqualTo(version);
        }
        assertThat(account.acknowledged().stream().mapToLong(Long::longValue).sum())
                .isGreaterThanOrEqualTo(RECORDS + slice.writes());
    }

    @Test
    void whatFailedIsNotDone() throws InterruptedException {
        dht.readsFail = true;
        dht.writesAreBusy = true;
        Slice slice = loop.run(load(Mix.HALF_READS, 4));
        assertThat(slice.operations()).isZero();
        assertThat(slice.failedReads()).isPositive();
        assertThat(slice.refusedWrites()).isPositive();
        assertThat(loop.account().unknown()).containsOnly(0L);
    }

    @Test
    void anUnknownOutcomeIsNeitherDoneNorForgotten() throws InterruptedException {
        dht.writesEndInUnknown = true;
        Slice slice = loop.run(load(Mix.ONLY_WRITES, 4));
        assertThat(slice.operations()).isZero();
        assertThat(loop.account().unknown().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(slice.unknownWrites())
                .isPositive();
    }

    @Test
    void aReadThatMissesAnAcknowledgedWriteIsStale() throws InterruptedException {
        loop.fill(16);
        assertThat(loop.run(load(Mix.ONLY_READS, 4)).staleReads()).isZero();
        dht.readsAreStale = true;
        assertThat(loop.run(load(Mix.ONLY_READS, 4)).staleReads()).isPositive();
    }

    @Test
    void fillingGivesUpOnRecordsThatCannotBeWritten() {
        dht.writesAreBusy = true;
        assertThatThrownBy(() -> loop.fill(16)).hasMessageContaining("told to");
    }

    @Test
    void latenciesTravelAsText() throws InterruptedException {
        Slice slice = loop.run(load(Mix.ONLY_READS, 4));
        assertThat(Latencies.decode(slice.readMicros()).getTotalCount()).isEqualTo(slice.reads());
        assertThat(Latencies.decode(slice.writeMicros()).getTotalCount()).isZero();
    }

    private static Load load(Mix mix, int outstanding) {
        return new Load(mix, outstanding, 16, 10, 100, 7);
    }
}
