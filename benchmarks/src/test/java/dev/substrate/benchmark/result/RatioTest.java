package dev.substrate.benchmark.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatioTest {

    @Test
    void comparesPairByPair() {
        // The machine halves its speed for two pairs: both variants meet it, and the ratio does not.
        Ratio ratio = Ratio.of(List.of(90.0, 45.0, 44.0, 90.0), List.of(100.0, 50.0, 50.0, 100.0));
        assertThat(ratio.median()).isEqualTo(0.9, within(1e-9));
        assertThat(ratio.lowerQuartile()).isBetween(0.88, 0.9);
        assertThat(ratio.upperQuartile()).isEqualTo(0.9, within(1e-9));
    }

    @Test
    void onePairThatWentWrongDoesNotMoveTheMedian() {
        assertThat(Ratio.of(List.of(9.0, 9.0, 1.0), List.of(10.0, 10.0, 10.0)).median())
                .isEqualTo(0.9);
    }

    @Test
    void figuresWithoutAPartnerAreRefused() {
        assertThatThrownBy(() -> Ratio.of(List.of(1.0, 2.0), List.of(1.0))).hasMessageContaining("2 figures");
    }
}
