package dev.substrate.benchmark.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    @Test
    void goesOnWhileItGetsFaster() {
        assertThat(after(2, 100, 10, 20, 30, 40).isOver()).isFalse();
    }

    @Test
    void isOverOnceItHardlyGetsFaster() {
        assertThat(after(2, 100, 10, 40, 41, 40).isOver()).isFalse();
        assertThat(after(2, 100, 10, 40, 41, 40, 42).isOver()).isTrue();
    }

    @Test
    void goesOnAtOneSpeedWhileTheCompilersWork() {
        WarmUp warmUp = new WarmUp(2, 100);
        for (double compiling : new double[] {0.9, 0.8, 0.7, 0.9, 0.3, 0.2}) {
            warmUp.add(40, compiling);
        }
        assertThat(warmUp.isOver()).isFalse();

        warmUp.add(40, 0.05);
        warmUp.add(40, 0.05);
        assertThat(warmUp.isOver()).isTrue();
    }

    @Test
    void isOverWhenPatienceEnds() {
        assertThat(after(2, 4, 10, 20, 40, 80).isOver()).isTrue();
    }

    private static WarmUp after(int window, int slicesMax, double... throughputs) {
        WarmUp warmUp = new WarmUp(window, slicesMax);
        DoubleStream.of(throughputs).forEach(throughput -> warmUp.add(throughput, 0));
        return warmUp;
    }
}
