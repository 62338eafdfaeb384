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
    void isOverWhenPatienceEnds() {
        assertThat(after(2, 4, 10, 20, 40, 80).isOver()).isTrue();
    }

    private static WarmUp after(int window, int slicesMax, double... throughputs) {
        WarmUp warmUp = new WarmUp(window, slicesMax);
        DoubleStream.of(throughputs).forEach(warmUp::add);
        return warmUp;
    }
}
