package comporta.app;

import comporta.app.Paint.Colour;
import comporta.loop.RunPicture;
import comporta.loop.TaskPicture;
import comporta.operator.Lease;
import comporta.run.TaskState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One frame of the live view of a run: a head with the bar over the run, a row per task, the machines, and the last lines of what fails.
 * A pure function of the picture, the size of the screen and the logs.
 */
final class Frame {
    private static final int LOG_LINES = 4;
    private static final int LOGS_SHOWN = 2;
    private static final int LEAST_TASK_ROWS = 3;

    private final RunPicture picture;
    private final TreeShape shape;
    private final ZoneId zone;
    private final ScreenSize size;
    private final Function<Path, LogTail> logs;

    /** @param logs the log of a try by its folder, with at most so many lines as it likes */
    Frame(RunPicture picture, TreeShape shape, ZoneId zone, ScreenSize size, Function<Path, LogTail> logs) {
        this.picture = picture;
        this.shape = shape;
        this.zone = zone;
        this.size = size;
        this.logs = logs;
    }

    /** At most as many lines as the screen has rows, less one for the cursor. */
    List<Line> lines() {
        var head = head();
        var foot = foot();
        int room = size.rows() - 1 - head.size();
        var tails = room - foot.size() > LEAST_TASK_ROWS + 2 ? tails((room - foot.size()) / 2) : List.<Line>of();
        int rows = Math.max(LEAST_TASK_ROWS, room - foot.size() - tails.size());
        var lines = new ArrayList<>(head);
        lines.addAll(new TaskRows(picture, shape, size.columns()).lines(rows));
        lines.addAll(foot);
        lines.addAll(tails);
        return lines.size() < size.rows() ? lines : lines.subList(0, Math.max(1, size.rows() - 1));
    }

    private List<Line> head() {
        var run = picture.run();
        var title = new Line().add(Colour.BOLD, run.dag().value()).add("  ").add(Colour.DIM, run.key());
        var halt = run.halt();
        if (halt != null) {
            title.add("  ").add(Colour.YELLOW, "ending: " + halt.reason());
        }
        return List.of(title, bar());
    }

    /** How much of the run's time is over where its end is foreseen, else how many of its tasks. */
    private Line bar() {
        var tally = Tally.of(picture.tasks());
        var elapsed = Summary.elapsed(picture);
        var text = new StringBuilder().append(Figures.count(tally.done())).append(" of ").append(Figures.count(tally.total()));
        text.append("  ").append(Figures.span(elapsed));
        double share = tally.total() == 0 ? 1 : (double) tally.done() / tally.total();
        Instant end = picture.predictedEnd();
        if (end != null && !picture.run().state().isFinal()) {
            var left = Duration.between(picture.at(), end);
            text.append(", ends ≈").append(Figures.clock(end, zone));
            text.append(left.isPositive() ? " (" + Figures.span(left) + " left" : " (any moment");
            text.append(picture.fromHistory() ? ")" : ", as declared)");
            text.append(Foreboding.of(picture, zone));
            share = shareOf(elapsed, left);
        }
        int width = Math.clamp(size.columns() - Columns.width(text.toString()) - 2, 0, 60);
        int full = (int) Math.round(share * width);
        return new Line()
                .add(tally.of("failed") > 0 ? Colour.RED : Colour.GREEN, "━".repeat(full))
                .add(Colour.DIM, "─".repeat(width - full))
                .add("  " + text);
    }

    private static double shareOf(Duration elapsed, Duration left) {
        double whole = elapsed.toMillis() + Math.max(0, left.toMillis());
        return whole <= 0 ? 0 : Math.min(0.99, elapsed.toMillis() / whole);
    }

    private List<Line> foot() {
        var open = picture.leases().stream().filter(lease -> lease.state() != Lease.State.CLOSED).toList();
        if (open.isEmpty()) {
            return List.of();
        }
        var reasons = open.stream()
                .map(lease -> Machines.reasonOf(lease, picture.at(), zone))
                .filter(reason -> !reason.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
        return List.of(new Line()
                .add(Colour.DIM, "machines  ")
                .add(open.stream()
                        .map(lease -> lease.terms().pool() + ": " + lease.registered() + " of " + lease.terms().wanted()
                                + (lease.state() == Lease.State.OPEN ? "" : " " + Machines.stateOf(lease)))
                        .collect(Collectors.joining(", ")))
                .add(Colour.DIM, reasons.isEmpty() ? "" : "  (" + reasons + ")"));
    }

    /** The logs of what failed last, in at most so many lines; of a run that is over the summary has them. */
    private List<Line> tails(int most) {
        if (picture.run().state().isFinal()) {
            return List.of();
        }
        var lines = new ArrayList<Line>();
        var failed = picture.tasks().stream().flatMap(TaskPicture::runners)
                .filter(task -> TaskWords.hasFailed(task.instance()) && task.logFolder() != null)
                .sorted((a, b) -> endOf(b).compareTo(endOf(a)))
                .limit(LOGS_SHOWN)
                .toList();
        for (var task : failed) {
            var tail = logs.apply(Objects.requireNonNull(task.logFolder()));
            var shown = tail.lines().subList(Math.max(0, tail.lines().size() - LOG_LINES), tail.lines().size());
            if (!shown.isEmpty() && lines.size() + shown.size() + 1 <= most) {
                var name = tail.file().getFileName() + " of " + task.name() + ", try " + task.instance().tries();
                lines.add(new Line().add(Colour.DIM, "── " + name + " ──"));
                shown.forEach(text -> lines.add(new Line().add("  " + text)));
            }
        }
        return lines;
    }

    private static Instant endOf(TaskPicture task) {
        var instance = task.instance();
        if (instance.state() instanceof TaskState.UpForRetry) {
            return Instant.MAX;
        }
        return Objects.requireNonNullElse(instance.endedAt(), Instant.MIN);
    }
}
