package dev.substrate.benchmark.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KneeTest {

    @Test
    void liesWhereDoublingGainsLessThanATenth() {
        assertThat(Knee.of(curve(100, 200, 380, 400, 405))).hasValue(4);
    }

    @Test
    void isNotWhereDoublingGainsExactlyATenth() {
        assertThat(Knee.of(curve(1000, 1100, 1210, 1211))).hasValue(4);
    }

    @Test
    void isNotADentInARisingCurve() {
        assertThat(Knee.of(curve(100, 200, 190, 380, 385, 386))).hasValue(8);
    }

    @Test
    void isTheFirstPointOfACurveThatFalls() {
        assertThat(Knee.of(curve(100, 90, 80))).hasValue(1);
    }

    @Test
    void thereIsNoneWhileDoublingIsWorthIt() {
        assertThat(Knee.of(curve(100, 150, 300))).isEmpty();
    }

    @Test
    void aCurveThatDoesNotDoubleIsRefused() {
        assertThatThrownBy(() -> Knee.of(List.of(new Knee.Point(1, 1), new Knee.Point(3, 2))))
                .hasMessageContaining("not 1 doublings");
    }

    private static List<Knee.Point> curve(double... throughputs) {
        List<Knee.Point> points = new ArrayList<>();
        for (int i = 0; i < throughputs.length; i++) {
            points.add(new Knee.Point(1 << i, throughputs[i]));
        }
        return points;
    }
}
