package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class TreeShapeTest {
    @Test
    void aChainStaysInLine() {
        assertThat(shape(new Pictures().task("a", "noop").task("b", "noop", "a").task("c", "noop", "b"))).isEqualTo("a b c");
    }

    @Test
    void anArmStandsInAndTheJoinBackOut() {
        assertThat(shape(new Pictures().task("a", "noop").task("b", "noop", "a").task("c", "noop", "a").task("d", "noop", "b", "c")
                        .task("e", "noop", "d")))
                .isEqualTo("a >b >c d e");
    }

    @Test
    void whatStandsBeforeItsUpstreamInTheFileComesAfterIt() {
        assertThat(shape(new Pictures().task("b", "noop", "a").task("a", "noop"))).isEqualTo("a b");
    }

    @Test
    void machinesGoInLineWithTheirWork() {
        assertThat(shape(Nights.nightly())).isEqualTo(
                "compile scale-ec2-itaipu >itaipu-families >itaipu-outliers >>itaipu-growth downscale-ec2-itaipu"
                        + " >>scale-ec2-churn >>churn-model >>downscale-ec2-churn >>clock-model >report");
    }

    @Test
    void forksInForksDoNotRunOutOfTheScreen() {
        var dag = new Pictures().task("t0", "noop");
        for (int i = 1; i < 50; i++) {
            dag.task("t" + i, "noop", "t" + (i - 1)).task("u" + i, "noop", "t" + (i - 1));
        }
        var shape = TreeShape.of(dag.dag());

        assertThat(Arrays.stream(shape.order()).map(shape::level).max()).hasValue(8);
    }

    private static String shape(Pictures pictures) {
        var dag = pictures.dag();
        var shape = TreeShape.of(dag);
        var ids = List.copyOf(dag.tasks().keySet());
        return Arrays.stream(shape.order()).mapToObj(task -> ">".repeat(shape.level(task)) + ids.get(task)).collect(Collectors.joining(" "));
    }
}
