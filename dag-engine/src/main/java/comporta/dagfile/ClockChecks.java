package comporta.dagfile;

import comporta.dag.CronFields;
import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.Deadline;
import comporta.dag.Durations;
import comporta.dag.Schedule;
import comporta.dag.Task;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Schedules come due with all that a run needs, deadlines can be kept, and what hangs is ended. */
final class ClockChecks {
    private static final Duration DAY = Duration.ofDays(1);

    private final Dag dag;
    private final Findings found;

    private ClockChecks(Dag dag, Findings found) {
        this.dag = dag;
        this.found = found;
    }

    static void check(Dag dag, DagGraph graph, Findings found) {
        var checks = new ClockChecks(dag, found);
        checks.schedule();
        checks.timeouts();
        boolean deadlines = !dag.deadlines().isEmpty() || dag.tasks().values().stream().anyMatch(task -> !task.deadlines().isEmpty());
        if (deadlines && graph.isAcyclic()) {
            var way = new LongestWay(dag, graph);
            checks.deadlines(dag.deadlines(), null, way, "deadline");
            for (var task : found.writtenTasks()) {
                checks.deadlines(task.deadlines(), task, way, "tasks", task.id().value(), "deadline");
            }
        }
    }

    private void schedule() {
        var schedule = dag.schedule();
        if (schedule.catchup() != Schedule.Catchup.NONE && schedule.start() == null) {
            found.warningAtKey("start-missing", "catchup has no start to begin at", "Add e.g. start: 2026-11-01", "schedule", "catchup");
        }
    }

    private void timeouts() {
        boolean pools = dag.groups().values().stream().anyMatch(group -> !group.nodePool().isEmpty())
                || dag.tasks().values().stream().anyMatch(task -> NodePoolChecks.scalesUp(task));
        if (pools && dag.runTimeout() == null && !found.isSpoilt("the DAG", "run_timeout")) {
            found.warning(Place.TOP, "no-run-timeout", "the DAG has node pools, and no run_timeout ends a run that hangs",
                    "Add e.g. run_timeout: 8h");
        }
        for (var task : found.writtenTasks()) {
            boolean spoilt = found.isSpoilt("task \"" + task.id() + "\"", "execution_timeout")
                    || found.isSpoilt("defaults", "execution_timeout");
            if (task.settings().containsKey("job") && task.timeouts().execution() == null && !spoilt) {
                found.warningAtKey("no-execution-timeout",
                        "task \"" + task.id() + "\" has a job, and no execution_timeout ends a try that hangs",
                        "Add e.g. execution_timeout: 2h, to the task or to defaults", "tasks", task.id().value());
            }
        }
    }

    private void deadlines(List<Deadline> deadlines, @Nullable Task task, LongestWay ways, String... path) {
        for (int n = 0; n < deadlines.size(); n++) {
            var deadline = deadlines.get(n);
            var way = switch (deadline.from()) {
                case TICK, INTERVAL_END, RUN_START -> task == null ? ways.ofDag() : ways.to(task);
                case QUEUED, START -> ways.alone(task);
            };
            var left = left(deadline);
            if (left != null && way.length().compareTo(left) > 0) {
                found.warningAtValue("deadline-infeasible",
                        "the deadline leaves " + Durations.format(left) + ", and the expected durations of " + way.inWords() + " add up to "
                                + Durations.format(way.length()),
                        "Move the deadline, or shorten the way",
                        Stream.concat(Stream.of(path), Stream.of(Integer.toString(n), deadline.by() == null ? "within" : "by"))
                                .toArray(String[]::new));
            }
        }
    }

    /** The most that any tick leaves; null: not known before a run. */
    private @Nullable Duration left(Deadline deadline) {
        if (deadline.within() != null) {
            return deadline.within();
        }
        var by = deadline.by();
        boolean fromTick = deadline.from() == Deadline.From.TICK || deadline.from() == Deadline.From.INTERVAL_END;
        if (by == null || !fromTick || (deadline.zone() != null && !deadline.zone().equals(dag.schedule().zone()))
                || !(dag.schedule().trigger() instanceof Schedule.Trigger.ByCron(var lines, _))) {
            return null;
        }
        var most = Duration.ZERO;
        for (var line : lines) {
            var fields = line.fields();
            for (int minute = 0; minute < 24 * 60; minute++) {
                if (isDueAt(fields, minute)) {
                    var left = Duration.between(LocalTime.ofSecondOfDay(60L * minute), by.time());
                    left = (left.isPositive() ? left : left.plus(DAY)).plusDays(by.days());
                    most = left.compareTo(most) > 0 ? left : most;
                }
            }
        }
        return most;
    }

    private static boolean isDueAt(CronFields fields, int minuteOfDay) {
        long hour = fields.hours() >> (minuteOfDay / 60);
        long minute = fields.minutes() >> (minuteOfDay % 60);
        return (hour & minute & 1) == 1;
    }
}
