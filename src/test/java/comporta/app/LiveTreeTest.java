package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.operator.Progress;
import comporta.run.RunState;
import comporta.run.TaskState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class LiveTreeTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Pictures dag = new Pictures().task("a", "noop").task("b", "noop", "a");
    private ScreenSize size = new ScreenSize(60, 24);
    private final LiveTree tree =
            new LiveTree(new PrintStream(out, true, UTF_8), Paint.NONE, ZoneOffset.UTC, () -> size, dag.dag());

    @Test
    void theNextFrameIsDrawnOverTheLast() {
        tree.show(dag.running("a", 1, 0, Progress.NONE).at(1));
        tree.show(dag.ended("a", new TaskState.Success(), 1, 0, 2).at(2));

        assertThat(screen(60)).isEqualTo("""
                nightly  manual-20300101T040000.000Z-k3f9
                ━━━━━━━━━━━━━━━━━━━━━━━───────────────────────  1 of 2  2.0s
                ✔ a  noop  2.0s
                · b  noop
                """);
    }

    @Test
    void whatIsToldBesidesStaysAboveTheTree() {
        tree.show(dag.at(1));
        tree.note("first\u001b[2J");
        tree.show(dag.at(2));
        tree.note("second");
        tree.show(dag.at(3));

        assertThat(screen(60)).startsWith("comporta: first\ncomporta: second\nnightly  manual").endsWith("· b  noop\n");
    }

    @Test
    void aScreenThatBecameNarrowerFoldsTheLastFrameAndIsStillDrawnOver() {
        tree.show(dag.at(1));
        size = new ScreenSize(30, 24);
        out.write('\n');    // a mark: the frame before is looked at apart
        var firstFrame = out.toString(UTF_8).length();
        tree.show(dag.at(2));

        // Its four lines have 40, 58, 9 and 9 columns: 2, 2, 1 and 1 rows of thirty.
        assertThat(out.toString(UTF_8).substring(firstFrame)).startsWith("\r\u001b[6A");
    }

    @Test
    void theLastFrameStaysAndTheSummaryFollows() {
        tree.show(dag.at(1));
        tree.ended(dag.ended("a", new TaskState.Success(), 1, 0, 2).ended("b", new TaskState.Success(), 1, 2, 3).at(3, RunState.SUCCESS), Path.of("/logs"));

        assertThat(screen(60)).startsWith("nightly  manual").contains("✔ a  noop  2.0s\n✔ b  noop  1.0s\n\n✔ nightly succeeded after 3.0s: 2 success\n");
    }

    /** What a terminal shows after all that was written: it knows {@code \r}, {@code \n}, cursor up, and clearing to the right and below. */
    private String screen(int columns) {
        return new FakeScreen(columns).write(out.toString(UTF_8)).text();
    }
}
