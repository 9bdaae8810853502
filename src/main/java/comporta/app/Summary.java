package comporta.app;

import comporta.app.Paint.Colour;
import comporta.loop.RunPicture;
import comporta.loop.TaskPicture;
import comporta.operator.Lease;
import comporta.run.TaskState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is told when a run is over: how it ended, what took the time, what failed and where to read on. */
final class Summary {
    private static final int LOG_LINES = 10;
    private static final int FAILURES_SHOWN = 5;
    private static final int SLOWEST = 3;

    private final RunPicture picture;
    private final @Nullable Path logFolder;
    private final List<Line> lines = new ArrayList<>();

    private Summary(RunPicture picture, @Nullable Path logFolder) {
        this.picture = picture;
        this.logFolder = logFolder;
    }

    static List<Line> of(RunPicture last, @Nullable Path logFolder) {
        return new Summary(last, logFolder).lines();
    }

    /** From the run's start to its end. */
    static Duration elapsed(RunPicture picture) {
        var from = Objects.requireNonNullElse(picture.run().startedAt(), picture.run().queuedAt());
        return Duration.between(from, Objects.requireNonNullElse(picture.run().endedAt(), picture.at()));
    }

    private List<Line> lines() {
        var failed = picture.tasks().stream().flatMap(TaskPicture::runners)
                .filter(task -> task.instance().state() instanceof TaskState.Failed).toList();
        failed.stream().limit(FAILURES_SHOWN).forEach(this::failure);
        if (failed.size() > FAILURES_SHOWN) {
            lines.add(new Line().add("… and " + Figures.count(failed.size() - FAILURES_SHOWN) + " more failed").to(0));
        }
        verdict();
        if (picture.criticalPath().size() > 1) {
            row("critical path", timed(picture.criticalPath(), " → "));
        }
        var slowest = slowest();
        if (slowest.size() > 1) {
            row("slowest", timed(slowest, ", "));
        }
        picture.leases().stream().filter(lease -> lease.state() != Lease.State.CLOSED).forEach(this::openLease);
        if (logFolder != null) {
            row("logs", logFolder.toString());
        }
        return lines;
    }

    private void verdict() {
        var run = picture.run();
        var tally = Tally.of(picture.tasks());
        var line = new Line();
        switch (run.state()) {
            case SUCCESS -> line.add(Colour.GREEN, "✔ " + run.dag() + " succeeded");
            case CANCELLED -> line.add(Colour.YELLOW, "■ " + run.dag() + " was cancelled");
            case FAILED -> line.add(Colour.RED, "✘ " + run.dag() + " failed");
            case QUEUED, RUNNING, PAUSED -> line.add(Colour.YELLOW, "■ " + run.dag() + " was left " + run.state().word());
        }
        line.add(" after " + Figures.span(elapsed(picture)) + ": " + tally.inWords());
        lines.add(line);
        if (!run.reason().isEmpty()) {
            row("because", run.reason());
        }
        row("run", run.key());
    }

    private void failure(TaskPicture task) {
        var tries = task.instance().tries();
        var reason = TaskWords.reason(task);
        lines.add(new Line()
                .add(Colour.RED, "✘ " + task.name())
                .add(" failed" + (tries > 1 ? " in try " + tries : "") + (reason.isEmpty() ? "" : ": " + reason)));
        var folder = task.logFolder();
        if (folder != null) {
            var tail = LogTail.of(folder, LOG_LINES);
            tail.lines().forEach(text -> lines.add(new Line().add(Colour.DIM, "    │ ").add(text)));
            if (!tail.lines().isEmpty()) {
                lines.add(new Line().add(Colour.DIM, "    ╰ all of it: ").add("less " + ShellWord.quoted(tail.file().toString())));
            }
        }
    }

    private void openLease(Lease lease) {
        row("machines", lease.terms().pool() + " is still " + Machines.stateOf(lease) + ": " + Machines.countOf(lease));
    }

    private void row(String name, String text) {
        lines.add(new Line().add(Colour.DIM, "  " + name).to(17).add(text));
    }

    private List<String> slowest() {
        return picture.tasks().stream().flatMap(TaskPicture::runners)
                .filter(task -> TaskWords.lasted(task.instance()) != null)
                .sorted(Comparator.comparing((TaskPicture task) -> lasted(task)).reversed())
                .limit(SLOWEST)
                .map(TaskPicture::name)
                .toList();
    }

    private String timed(List<String> ids, String between) {
        Map<String, TaskPicture> byName = picture.tasks().stream()
                .flatMap(task -> Stream.concat(Stream.of(task), task.instances().stream()))
                .collect(Collectors.toMap(TaskPicture::name, Function.identity(), (a, _) -> a));
        return ids.stream()
                .map(id -> {
                    var task = byName.get(id);
                    return task == null || TaskWords.lasted(task.instance()) == null ? id : id + " " + Figures.span(lasted(task));
                })
                .collect(Collectors.joining(between));
    }

    private static Duration lasted(TaskPicture task) {
        return Objects.requireNonNullElse(TaskWords.lasted(task.instance()), Duration.ZERO);
    }
}
