package dev.substrate.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InOrderPerKeyTest {

    @Test
    void anItemWaitsForTheOneBeforeItOfItsKeyAndLetsOthersPass() throws Exception {
        InOrderPerKey<String, Integer> queue = new InOrderPerKey<>(10);
        queue.put("a", 1);
        queue.put("a", 2);
        queue.put("b", 3);
        queue.close();

        var first = queue.take();
        var other = queue.take();
        assertThat(first.item()).isEqualTo(1);
        assertThat(other.item()).isEqualTo(3);

        queue.done(first);
        var second = queue.take();
        assertThat(second.item()).isEqualTo(2);

        queue.done(other);
        queue.done(second);
        assertThat(queue.take()).isNull();
    }

    @Test
    void manyWorkersSeeTheItemsOfAKeyInOrder() throws Exception {
        InOrderPerKey<Integer, Integer> queue = new InOrderPerKey<>(16);
        Map<Integer, Queue<Integer>> seen = new ConcurrentHashMap<>();
        List<Thread> workers = IntStream.range(0, 8)
                .mapToObj(i -> new Thread(() -> {
                    try {
                        for (var turn = queue.take(); turn != null; turn = queue.take()) {
                            seen.computeIfAbsent(turn.key(), k -> new ConcurrentLinkedQueue<>())
                                    .add(turn.item());
                            queue.done(turn);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .toList();
        workers.forEach(Thread::start);
        for (int i = 0; i < 10_000; i++) {
            queue.put(i % 7, i);
        }
        queue.close();
        for (Thread worker : workers) {
            worker.join();
        }

        assertThat(seen).hasSize(7);
        assertThat(seen.values())
                .allSatisfy(items -> assertThat(List.copyOf(items)).isSorted());
        assertThat(seen.values().stream().mapToInt(Queue::size).sum()).isEqualTo(10_000);
    }
}
