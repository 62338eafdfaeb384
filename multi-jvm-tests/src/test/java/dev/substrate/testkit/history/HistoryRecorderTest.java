package dev.substrate.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.substrate.testkit.history.RegisterModel.Read;
import dev.substrate.testkit.history.RegisterModel.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HistoryRecorderTest {

    private final AtomicLong clock = new AtomicLong();
    private final HistoryRecorder recorder = new HistoryRecorder(clock::incrementAndGet);

    @Test
    void anOperationEndsAsItsClientSays() {
        Call first = recorder.invoke("a", "k", new Write(1));
        Call second = recorder.invoke("b", "k", new Write(2));
        Call third = recorder.invoke("c", "k", new Read());
        first.ok(null);
        third.unknown("timeout");
        second.refused("not the owner");
        assertThat(recorder.history().operations())
                .containsExactly(
                        new Operation("a", "k", new Write(1), Ending.ok(null), 1, 4),
                        new Operation("b", "k", new Write(2), Ending.refused("not the owner"), 2, 6),
                        new Operation("c", "k", new Read(), Ending.unknown("timeout"), 3, Operation.OPEN));
    }

    @Test
    void whoSaysNothingLeavesTheOperationOpen() {
        recorder.invoke("a", "k", new Write(1));
        Operation open = recorder.history().operations().get(0);
        assertThat(open.isUnknown()).isTrue();
        assertThat(open.ended()).isEqualTo(Operation.OPEN);
    }

    @Test
    void anOperationEndsOnce() {
        Call call = recorder.invoke("a", "k", new Write(1));
        call.unknown("timeout");
        assertThatThrownBy(() -> call.ok(null)).isInstanceOf(IllegalStateException.class);
        assertThat(recorder.history().count(Ending.Unknown.class)).isEqualTo(1);
    }

    @Test
    void aHistoryDoesNotChange() {
        Call call = recorder.invoke("a", "k", new Write(1));
        History before = recorder.history();
        call.ok(null);
        recorder.invoke("a", "k", new Read()).ok(1);
        assertThat(before.operations()).hasSize(1);
        assertThat(before.count(Ending.Unknown.class)).isEqualTo(1);
        assertThat(recorder.history().count(Ending.Ok.class)).isEqualTo(2);
        assertThat(recorder.history().count(Read.class, Ending.Ok.class)).isEqualTo(1);
    }

    @Test
    void exceptionsAreClassified() {
        assertThat(record(() -> 5)).isEqualTo(Ending.ok(5));
        assertThat(record(() -> {
                    throw new IllegalStateException("closed");
                }))
                .isEqualTo(Ending.refused("closed"));
        assertThat(record(() -> {
                    throw new TimeoutException("late");
                }))
                .isEqualTo(Ending.unknown("late"));
        assertThat(record(() -> {
                    throw new InterruptedException();
                }))
                .isEqualTo(Ending.unknown("interrupted"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(recorder.history().toString()).isEqualTo("4 operations: 1 ok, 1 refused, 2 unknown");
    }

    private Ending record(Callable<?> task) {
        return recorder.record(
                "a",
                "k",
                new Read(),
                task,
                e -> e instanceof TimeoutException
                        ? Ending.unknown(String.valueOf(e.getMessage()))
                        : Ending.refused(String.valueOf(e.getMessage())));
    }

    @Test
    void whatManyThreadsDidToARealRegisterIsLinearizable() throws Exception {
        HistoryRecorder real = new HistoryRecorder();
        AtomicLong register = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> clients = new ArrayList<>();
            for (int client = 0; client < 4; client++) {
                String name = "c" + client;
                clients.add(threads.submit(() -> {
                    for (int each = 0; each < 1000; each++) {
                        real.record(
                                name,
                                "k",
                                CounterModel.increment(),
                                register::incrementAndGet,
                                e -> Ending.unknown(e.toString()));
                    }
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(real.history().count(Ending.Ok.class)).isEqualTo(4000);
        Linearizability.of(new CounterModel()).check(real.history()).assertValid();
    }
}
