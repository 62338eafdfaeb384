package dev.substrate.benchmark.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuantilesTest {

    @Test
    void theMedianLiesInTheMiddleWhateverTheOrder() {
        assertThat(Quantiles.median(List.of(9.0, 1.0, 3.0))).isEqualTo(3);
        assertThat(Quantiles.median(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(2.5);
    }

    @Test
    void quartilesLieBetweenNeighbours() {
        List<Double> figures = List.of(1.0, 2.0, 3.0, 4.0);
        assertThat(Quantiles.quantile(figures, 0.25)).isEqualTo(1.75, within(1e-9));
        assertThat(Quantiles.quantile(figures, 1)).isEqualTo(4);
        assertThat(Quantiles.quantile(figures, 0)).isEqualTo(1);
    }

    @Test
    void nothingHasNoMedian() {
        assertThatThrownBy(() -> Quantiles.median(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
