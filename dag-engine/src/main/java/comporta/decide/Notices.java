package comporta.decide;

import comporta.dag.Dag;
import comporta.dag.Durations;
import comporta.dag.Targets;
import comporta.dag.TaskId;
import comporta.decide.Notice.Addressee;
import comporta.operator.Cause;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.TaskState;
import comporta.template.Names;
import comporta.template.TemplateFailed;
import comporta.template.Templates;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who is to hear of what was committed, and in which words. */
public final class Notices {
    private Notices() {}

    /**
     * The notices that changes give rise to, in their order.
     *
     * @param after the run with these changes in it
     */
    public static List<Notice> of(Facts after, List<Change> changes) {
        var notices = new ArrayList<Notice>();
        for (var change : changes) {
            switch (change) {
                case Change.TaskMoved moved when !moved.before().state().getClass().equals(moved.after().state().getClass()) ->
                    ofTask(after, moved).ifPresent(notices::add);
                case Change.RunMoved moved when !moved.before().state().isFinal() && moved.after().state().isFinal() ->
                    ofRun(after, moved).ifPresent(notices::add);
                case Change.LimitMoved moved when moved.after().firedAt() != null -> ofLimit(after, moved).ifPresent(notices::add);
                case Change.LimitMoved _, Change.RunMoved _, Change.TaskMoved _, Change.TryOpened _, Change.TryClosed _,
                        Change.LaunchMoved _, Change.LeaseMoved _,
                        Change.Expanded _, Change.Ordered _, Change.WishSettled _ -> { }
            }
        }
        return notices;
    }

    /**
     * A tick of a DAG made no run, for {@code reason}; empty: nobody wants to hear of it.
     *
     * @param run the id that its run would have had
     */
    public static Optional<Notice> missed(Dag dag, String run, Instant tick, String reason) {
        return ofDag(dag, "missed", run, "missed", reason, tick);
    }

    /**
     * How a deadline stands that is likely to be missed.
     *
     * @param late chance of missing it, 0..1
     * @param likely end of what is due
     */
    public record Risk(double late, Instant likely, Instant due) {}

    /**
     * A deadline of a run, or of one of its tasks, is likely to be missed: those hear of it who hear when it is; empty: nobody does.
     *
     * @param task null: the deadline is the run's
     * @param mapIndex of an instance of it, or -1
     * @param at with another instant it is another notice of the same deadline
     */
    public static Optional<Notice> atRisk(Dag dag, DagRun run, @Nullable TaskId task, int mapIndex, Risk risk, Instant at) {
        var reason = Math.round(100 * risk.late()) + " % chance of missing the deadline of " + risk.due() + "; likely over at "
                + risk.likely().truncatedTo(ChronoUnit.SECONDS);
        var wanted = dag.targets().byEvent().getOrDefault("deadline", List.of());
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        var zone = dag.schedule().zone() == null ? ZoneOffset.UTC : dag.schedule().zone();
        var names = Names.in(zone)
                .with("ds", LocalDate.ofInstant(run.logicalDate(), zone).toString())
                .with("dag", Map.of("id", dag.id().value(), "owner", dag.owner()))
                .with("run", Map.of("id", run.key(), "logical_date", run.logicalDate()))
                .build();
        var silent = new Notice("at_risk", dag.id(), dag.owner(), run.key(), task, mapIndex, 0, "at_risk", null, reason, at, List.of());
        var known = new MessageNames(names, "at_risk", task == null ? "" : task.value(), 0, "at_risk", reason);
        return Optional.of(silent.to(wanted.stream().map(target -> addressee(target, silent.usual(), known)).toList()));
    }

    /** A DAG has had no success for longer than its alert allows, since {@code due}; empty: nobody wants to hear of it. */
    public static Optional<Notice> noSuccess(Dag dag, Instant due) {
        var limit = dag.alerts().noSuccessFor();
        return limit == null
                ? Optional.empty()
                : ofDag(dag, "alert", "", "no_success", "it has had no success for " + Durations.format(limit), due);
    }

    /** A run has waited for its turn for longer than the alert of its DAG allows, since {@code due}; empty: nobody wants to hear of it. */
    public static Optional<Notice> queuedTooLong(Dag dag, DagRun run, Instant due) {
        return ofDag(
                dag, "alert", run.key(), run.state().word(),
                "it has been queued for longer than " + Durations.format(Duration.between(run.queuedAt(), due)), due);
    }

    /** A run costs what its author wants to be told of; empty: nobody wants to hear of it. */
    public static Optional<Notice> costs(Dag dag, String run, String words, Instant at) {
        return ofDag(dag, "alert", run, "cost", words, at);
    }

    /** Of no run under way: templates know the DAG, and the id of the run. */
    private static Optional<Notice> ofDag(Dag dag, String event, String run, String state, String reason, Instant at) {
        var wanted = dag.targets().byEvent().getOrDefault(event, List.of());
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        var zone = dag.schedule().zone();
        var names = Names.in(zone == null ? ZoneOffset.UTC : zone)
                .with("ds", LocalDate.ofInstant(at, zone == null ? ZoneOffset.UTC : zone).toString())
                .with("dag", Map.of("id", dag.id().value(), "owner", dag.owner()))
                .with("run", Map.of("id", run, "logical_date", at))
                .build();
        var silent = new Notice(event, dag.id(), dag.owner(), run, null, -1, 0, state, null, reason, at, List.of());
        var known = new MessageNames(names, event, "", 0, state, reason);
        return Optional.of(silent.to(wanted.stream().map(target -> addressee(target, silent.usual(), known)).toList()));
    }

    private static Optional<Notice> ofTask(Facts facts, Change.TaskMoved moved) {
        int node = facts.plan().node(moved.after());
        var task = facts.plan().task(node);
        var tries = moved.after().tries();
        var about = task.id();
        Supplier<Names> names = () -> Rendering.names(facts, node);
        return switch (moved.after().state()) {
            case TaskState.Success _, TaskState.Failed _ when moved.after().mapIndex() >= 0 -> Optional.empty();   // told of all as a whole
            case TaskState.Success now -> notice(
                    facts, names, task.targets(),
                    new What("success", about, moved.after().mapIndex(), tries, now.word(), null, "", moved.at()));
            case TaskState.Failed now -> notice(facts, names, task.targets(),
                    new What("failure", about, moved.after().mapIndex(), tries, now.word(), now.cause(), now.reason(), moved.at()));
            case TaskState.UpForRetry now -> notice(facts, names, task.targets(),
                    new What("retry", about, moved.after().mapIndex(), tries, now.word(), now.cause(), now.reason(), moved.at()));
            case TaskState _ -> Optional.empty();
        };
    }

    /** Of a task's own deadline or alert the DAG's people hear, too, when the task names nobody. */
    private static Optional<Notice> ofLimit(Facts facts, Change.LimitMoved moved) {
        var limit = moved.after();
        var event = limit.kind() == TimeLimit.Kind.DEADLINE ? "deadline" : "alert";
        var state = LimitWords.state(facts, limit);
        var words = LimitWords.of(facts, limit);
        var cause = limit.kind() == TimeLimit.Kind.DEADLINE ? Cause.DEADLINE : null;
        if (limit.task() == TimeLimit.RUN) {
            return notice(facts, () -> Rendering.names(facts), facts.plan().dag().targets(),
                    new What(event, null, -1, 0, state, cause, words, moved.at()));
        }
        int node = facts.plan().node(limit.task(), limit.mapIndex());
        var task = facts.plan().task(node);
        var targets = task.targets().byEvent().getOrDefault(event, List.of()).isEmpty() ? facts.plan().dag().targets() : task.targets();
        return notice(facts, () -> Rendering.names(facts, node), targets,
                new What(event, task.id(), limit.mapIndex(), facts.instance(node).tries(), state, cause, words, moved.at()));
    }

    private static Optional<Notice> ofRun(Facts facts, Change.RunMoved moved) {
        var run = moved.after();
        var event = run.state() == RunState.SUCCESS ? "success" : run.state() == RunState.FAILED ? "failure" : "";
        return notice(facts, () -> Rendering.names(facts), facts.plan().dag().targets(),
                new What(event, null, -1, 0, run.state().word(), run.cause(), run.reason(), moved.at()));
    }

    private record What(
            String event, @Nullable TaskId task, int mapIndex, int tryNumber, String state, @Nullable Cause cause, String reason,
            Instant at) {}

    private static Optional<Notice> notice(Facts facts, Supplier<Names> names, Targets targets, What what) {
        var wanted = targets.byEvent().getOrDefault(what.event(), List.of());
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        var dag = facts.plan().dag();
        var silent = new Notice(
                what.event(), dag.id(), dag.owner(), facts.run().key(), what.task(), what.mapIndex(), what.tryNumber(), what.state(),
                what.cause(), what.reason(), what.at(), List.of());
        var usual = silent.usual();
        var known = new MessageNames(
                names.get(), what.event(), what.task() == null ? "" : what.task().value(), what.tryNumber(), what.state(), what.reason());
        return Optional.of(silent.to(wanted.stream().map(target -> addressee(target, usual, known)).toList()));
    }

    private static Addressee addressee(Object target, String usual, Names names) {
        if (!(target instanceof Map<?, ?> written)) {
            return new Addressee.Named(target.toString(), usual);
        }
        var message = written.get("message") instanceof String own ? rendered(own, usual, names) : usual;
        for (var kind : List.of("slack", "email", "webhook", "command")) {
            var address = written.get(kind);
            if (address != null) {
                return kind.equals("command") ? command(address, message, usual, names) : new Addressee.Written(kind, address, message);
            }
        }
        return new Addressee.Named(String.valueOf(written), message);
    }

    private static String rendered(String text, String usual, Names names) {
        try {
            return (String) Templates.render(text, Templates.Use.TEXT, names);
        } catch (TemplateFailed e) {
            return usual + " (its own message cannot be rendered: " + e.getMessage() + ")";
        }
    }

    /** In a shell line each value is one quoted word, as in any other. */
    private static Addressee command(Object written, String message, String usual, Names names) {
        try {
            return new Addressee.Written("command", written instanceof List<?> words
                    ? words.stream().map(word -> Templates.render(String.valueOf(word), Templates.Use.TEXT, names)).toList()
                    : Templates.render(written.toString(), Templates.Use.SHELL_LINE, names), message);
        } catch (TemplateFailed e) {
            return new Addressee.Named("command " + written, usual + " (its command cannot be rendered: " + e.getMessage() + ")");
        }
    }
}
