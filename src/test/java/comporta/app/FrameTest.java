package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.loop.RunPicture;
import comporta.run.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FrameTest {
    @TempDir
    private Path log;

    @Test
    void showsStatesTimesReasonsMachinesAndTheLogOfWhatFailed() throws IOException {
        Files.writeString(log.resolve("stderr"), "reading\nException: no such column\n\tat line 7\n");

        assertThat(frame(Nights.underWay(log).at(7), 100, 40)).isEqualTo("""
                nightly  manual-20300101T040000.000Z-k3f9
                ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━────────────────────────────  4 of 11  7.0s, ends ≈04:00:14 (7.0s left)
                ✔ compile                  command        2.9s
                ✔ scale-ec2-itaipu         scale-ec2      1.2s
                ✔   itaipu-families        spark-driver   1.0s
                ↻   itaipu-outliers        spark-driver                  up for retry  try 2 in 2.0s: exit code 7
                ○     itaipu-growth        spark-driver   3.0s           queued  waits for a slot of the 2 local pr…
                · downscale-ec2-itaipu     downscale-ec2
                ✔     scale-ec2-churn      scale-ec2      1.1s
                ⠦     churn-model          model          2.0s of ~5.0s  try 2  ██████░░░░░░ 50 %, 3 of 6  auc 0.81
                ·     downscale-ec2-churn  downscale-ec2
                ·     clock-model          model
                ·   report                 command        ~1.0s          waits for itaipu-outliers, churn-model and…
                machines  itaipu: 3 of 4 opening, churn: 2 of 2
                ── stderr of itaipu-outliers, try 1 ──
                  reading
                  Exception: no such column
                   at line 7
                """);
    }

    @Test
    void onASmallScreenWhatIsUnderWayIsShownAndTheRestCounted() {
        assertThat(frame(Nights.underWay(log).at(7), 60, 8)).isEqualTo("""
                nightly  manual-20300101T040000.000Z-k3f9
                ━━━━━━━━━────────  4 of 11  7.0s, ends ≈04:00:14 (7.0s left)
                ↻   itaipu-outliers  spark-driver                 up for re…
                ○     itaipu-growth  spark-driver  3.0s           queued  w…
                ⠦     churn-model    model         2.0s of ~5.0s  try 2  ██…
                … 8 more: 4 waiting, 4 success
                machines  itaipu: 3 of 4 opening, churn: 2 of 2
                """);
    }

    @Test
    void tenThousandTasksTakeNoMoreRoomThanTheScreenHas() {
        var pictures = new Pictures().task("start", "noop");
        for (int i = 0; i < 400; i++) {
            pictures.task("t" + i, "command", "start");
        }
        pictures.ended("start", new TaskState.Success(), 1, 0, 1);
        var lines = frame(pictures.at(2), 80, 24).lines().toList();

        assertThat(lines).hasSize(23);
        assertThat(lines.getLast()).isEqualTo("… 381 more: 381 waiting");
    }

    @Test
    void whatIsNoPartOfTheRunIsNotShown() {
        var pictures = new Pictures().task("a", "noop").task("b", "noop").state("b", new TaskState.Removed());

        assertThat(frame(pictures.at(1), 80, 24)).contains("0 of 1").doesNotContain("b  ");
    }

    private static String frame(RunPicture picture, int columns, int rows) {
        var size = new ScreenSize(columns, rows);
        return new Frame(picture, TreeShape.of(picture.dag()), ZoneOffset.UTC, size, folder -> LogTail.of(folder, 10))
                .lines().stream().map(line -> line.render(columns, Paint.NONE) + "\n").collect(Collectors.joining());
    }
}
