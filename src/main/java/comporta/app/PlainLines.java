package comporta.app;

import comporta.dag.Dag;
import comporta.decide.Change;
import comporta.loop.RunPicture;
import comporta.loop.TaskPicture;
import comporta.operator.Lease;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A run as plain lines for a file, a pipe or a log: one for each state that lasts or ends something, and one now and then while nothing
 * moves. That a task is queued or launching is told only by the latter: it mostly passes at once.
 */
final class PlainLines implements RunScreen {
    private static final Duration QUIET = Duration.ofSeconds(30);
    private static final int RUNNING_NAMED = 4;
    private static final int WIDEST_ID = 40;
    private static final int STATE_WIDTH = 15;

    private final PrintStream out;
    private final PrintStream notes;
    private final ZoneId zone;
    private final InstanceNames names;
    private final int idWidth;
    private final Queue<String> noted = new ConcurrentLinkedQueue<>();
    private final Map<String, String> leases = new HashMap<>();
    private @Nullable Instant lastLine;

    /** @param zone in which times are told */
    PlainLines(PrintStream out, PrintStream notes, Dag dag, ZoneId zone) {
        this.out = out;
        this.notes = notes;
        this.zone = zone;
        names = new InstanceNames(dag);
        idWidth = Math.min(WIDEST_ID, dag.tasks().keySet().stream().mapToInt(task -> task.value().length()).max().orElse(0));
    }

    @Override
    public void show(RunPicture picture) {
        names.seen(picture.tasks());
        if (flush() || lastLine == null) {
            lastLine = picture.at();
        } else if (Duration.between(lastLine, picture.at()).compareTo(QUIET) >= 0) {
            out.println(stillAtWork(picture));
            out.flush();
            lastLine = picture.at();
        }
    }

    @Override
    public void committed(DagRun run, List<Change> changes) {
        for (var change : changes) {
            if (change instanceof Change.Expanded expanded) {
                names.expanded(expanded.after());
            }
            var line = switch (change) {
                case Change.RunMoved moved when moved.after().state() == RunState.RUNNING && moved.before().state() == RunState.QUEUED ->
                    line(moved.at(), run.dag().value(), "started", run.key());
                case Change.TaskMoved moved when !moved.before().state().word().equals(moved.after().state().word()) ->
                    moved(moved.after(), moved.at());
                case Change.LeaseMoved moved -> lease(moved.after(), moved.at());
                case Change.Expanded expanded ->
                    line(expanded.at(), expanded.after().of(), "expanded", Figures.count(expanded.after().size(), "item"));
                case Change.RunMoved _, Change.TaskMoved _, Change.TryOpened _, Change.TryClosed _, Change.LaunchMoved _,
                        Change.LimitMoved _, Change.Ordered _, Change.WishSettled _ -> null;
            };
            if (line != null) {
                noted.add(line);
            }
        }
    }

    @Override
    public void note(String text) {
        notes.println("comporta: " + text);
    }

    @Override
    public void ended(RunPicture last, @Nullable Path logFolder) {
        flush();
        out.println();
        Summary.of(last, logFolder).forEach(out::println);
        out.flush();
    }

    private boolean flush() {
        boolean any = false;
        for (var line = noted.poll(); line != null; line = noted.poll()) {
            out.println(line);
            any = true;
        }
        if (any) {
            out.flush();
        }
        return any;
    }

    private @Nullable String moved(TaskInstance task, Instant at) {
        var lasted = TaskWords.lasted(task);
        var took = lasted == null ? "" : "after " + Figures.span(lasted);
        var reason = TaskWords.reason(task.state());
        var text = switch (task.state()) {
            case TaskState.Waiting _, TaskState.Queued _, TaskState.Launching _, TaskState.Removed _ -> null;
            case TaskState.Running _, TaskState.Deferred _ -> task.tries() > 1 ? "try " + task.tries() : "";
            case TaskState.Stopping _ -> "";
            case TaskState.UpForRetry retry -> retry.reason() + "; try " + (task.tries() + 1) + " at " + Figures.clock(retry.dueAt(), zone);
            case TaskState.Unreachable _, TaskState.AtRest _ -> took.isEmpty() || reason.isEmpty() ? took + reason : took + ": " + reason;
        };
        return text == null ? null : line(at, names.of(task.task(), task.mapIndex()), task.state().word(), text);
    }

    private @Nullable String lease(Lease lease, Instant at) {
        var text = Machines.inWords(lease, at, zone);
        var before = leases.put(lease.id(), lease.state() + text);
        return (lease.state() + text).equals(before) ? null : line(at, "pool " + lease.terms().pool(), Machines.stateOf(lease), text);
    }

    private String line(Instant at, String who, String state, String text) {
        return new Line()
                .add(Figures.clock(at, zone))
                .to(10)
                .add(who)
                .to(10 + idWidth + 2)
                .add(state)
                .to(10 + idWidth + 2 + STATE_WIDTH + 2)
                .add(text)
                .toString()
                .stripTrailing();
    }

    private String stillAtWork(RunPicture picture) {
        var tally = Tally.of(picture.tasks());
        var running = picture.tasks().stream().flatMap(TaskPicture::runners)
                .filter(task -> Look.of(task.instance().state(), picture.at()).active())
                .map(task -> atWork(task.name(), task.instance(), picture.at()))
                .toList();
        var named = running.stream().limit(RUNNING_NAMED).collect(Collectors.joining(", "));
        var more = running.size() > RUNNING_NAMED ? " and " + (running.size() - RUNNING_NAMED) + " more" : "";
        var end = picture.predictedEnd() == null ? "" : ", ends ≈" + Figures.clock(picture.predictedEnd(), zone);
        return Figures.clock(picture.at(), zone) + "  … " + tally.done() + " of " + tally.total() + " done"
                + (named.isEmpty() ? "" : ", under way: " + named + more) + end;
    }

    private static String atWork(String id, TaskInstance task, Instant now) {
        var elapsed = TaskWords.elapsed(task, now);
        var word = task.state() instanceof TaskState.Running ? "" : " " + task.state().word();
        return id + word + (elapsed == null ? "" : " " + Figures.span(elapsed));
    }
}
