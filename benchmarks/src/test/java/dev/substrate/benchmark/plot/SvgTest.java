package dev.substrate.benchmark.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class SvgTest {

    private static final Axis SIZES = Axis.names("size", List.of("16", "256"));
    private static final Axis RATIOS = Axis.linear("ratio", 0.5, 1, 0.1);

    @Test
    void isXmlWithAPointForEachFigure() throws Exception {
        Series series = new Series(
                "64 & more", 0, true, true, List.of(new Series.Point(0, 0.75, 0.7, 0.8), Series.Point.at(1, 0.9)));
        Panel panel = new Panel("a < b", SIZES, RATIOS, List.of(series), List.of(new Axis.Tick(0.75, "bar 75 %")));
        Document drawing = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(Svg.draw(2, List.of(panel, panel, panel)))));
        // In each panel two figures, and a dot in the legend.
        assertThat(drawing.getElementsByTagName("circle").getLength()).isEqualTo(9);
        assertThat(drawing.getDocumentElement().getAttribute("viewBox")).isEqualTo("0 0 880 600");
    }

    @Test
    void equalRatiosAreEquallyFarApartOnALogarithmicAxis() {
        Axis axis = Axis.doublings("outstanding", 1, 1024);
        assertThat(axis.ticks()).hasSize(11);
        assertThat(axis.place(4) - axis.place(2)).isCloseTo(axis.place(512) - axis.place(256), within(1e-9));
    }

    @Test
    void whatLiesBeyondAnAxisIsDrawnAtItsEnd() {
        assertThat(RATIOS.place(0.2)).isZero();
        assertThat(RATIOS.place(7)).isEqualTo(1);
    }

    @Test
    void anAxisForFiguresEndsAtARoundNumberAboveThem() {
        assertThat(Axis.upTo("op/s", 23_400).max()).isEqualTo(30_000);
        assertThat(Axis.upTo("op/s", 1_100).max()).isEqualTo(1_500);
        assertThat(Axis.upTo("op/s", 0).max()).isPositive();
    }

    @Test
    void decadesAreMarkedAtOneTwoAndFive() {
        assertThat(Axis.decades("ms", 0.4, 60).ticks())
                .extracting(Axis.Tick::label)
                .containsExactly("0.5", "1", "2", "5", "10", "20", "50");
    }
}
