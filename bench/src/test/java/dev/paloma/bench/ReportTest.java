package dev.paloma.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static Measurement rate(double value) {
        return new Measurement(1, Map.of(Figure.RATE, value));
    }

    @Test
    void takesTheMedianOfEachFigure() {
        Measurement odd = Measurement.median(List.of(rate(9), rate(1), rate(2)));
        Measurement even = Measurement.median(List.of(rate(9), rate(1), rate(2), rate(4)));
        assertThat(odd.of(Figure.RATE)).isEqualTo(2);
        assertThat(even.of(Figure.RATE)).isEqualTo(3);
    }

    @Test
    void aMeasurementIsTheSameInAnotherProcess() {
        Measurement measured = rate(1234.5).with(Figure.HEAP, 0.25);
        assertThat(Measurement.parse(measured.line())).isEqualTo(measured);
    }

    @Test
    void aTargetIsMetFromItsBoundOn() {
        Target target = Target.times(10, "B1", Figure.RATE, "ours", "theirs");
        assertThat(target.measured().applyAsDouble(Map.of("ours", rate(50), "theirs", rate(5))))
                .isEqualTo(10);
        assertThat(target.verdict(10)).isEqualTo("yes");
        assertThat(target.verdict(9.99)).isEqualTo("**no**");
        assertThat(Target.atMost(10, "B7", Figure.HEAP, "ours").verdict(10.5)).isEqualTo("**no**");
    }

    @Test
    void aTargetWithoutTheOtherClientIsOpen() {
        Target target = Target.times(10, "B1", Figure.RATE, "ours", "theirs");
        double value = target.measured().applyAsDouble(Map.of("ours", rate(50)));
        assertThat(target.verdict(value)).isEqualTo("?");
    }

    @Test
    void aClientThatIsMissingSaysWhy() {
        Scenario scenario = new Scenario(List.of("B1"), "small", List.of(Figure.RATE), List.of(), List.of());
        String part =
                new Report("title", "machine").add(scenario, Map.of("ours", rate(50)), Map.of("C", "not installed"));
        assertThat(part).contains("| ours   | 50.0").contains("| C      | not installed |");
    }
}
