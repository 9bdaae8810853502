package comporta.api;

import comporta.access.Caller;
import comporta.decide.Approvals;
import comporta.decide.Deed;
import comporta.decide.Phrase;
import comporta.decide.Reason;
import comporta.decide.Why;
import comporta.loop.RunForecast;
import comporta.run.TaskInstance;
import comporta.store.ListedRun;
import comporta.store.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code …/why}: why tasks wait, until when, and what would free them. */
final class WhyResource {
    private static final int PATIENCE_SECONDS = 10;

    private final RunResource runs;
    private final TaskResource tasks;
    private final LiveRuns live;
    private final Outlooks outlooks;

    WhyResource(RunResource runs, TaskResource tasks, LiveRuns live, Outlooks outlooks) {
        this.runs = runs;
        this.tasks = tasks;
        this.live = live;
        this.outlooks = outlooks;
    }

    /** Of one task instance. */
    record WhyShape(String taskId, String state, Text summary, List<ReasonShape> reasons, List<Link> chain, List<WhatIf> whatIf) {}

    /** A condition that is not met. */
    record ReasonShape(
            String code,
            Map<String, Object> args,
            String text,
            @Nullable Subject subject,
            @Nullable Instant until,
            @Nullable Instant untilP90,
            @Words({"exact", "predicted", "unknown"}) String untilIs,
            @Nullable Unblock unblock) {}

    /** What is waited for. */
    record Subject(String kind, String id, String href) {}

    /** What would end a condition sooner. */
    record Unblock(String text, @Nullable Instant startsAt, @Nullable Double pLate, @Nullable Money cost, @Nullable Action action) {}

    /** A task that is waited for. */
    record Link(String taskId, String state, Text reason, @Nullable Instant p50) {}

    /**
     * What would be otherwise.
     *
     * @param pLate chance to miss a deadline of the run then; told of one task that is asked for, where the engine forecasts
     */
    record WhatIf(Text change, @Nullable Instant startsAt, @Nullable Double pLate, @Nullable Money costDelta, @Nullable Action action) {}

    List<Route> routes() {
        return List.of(
                Route.get(RunResource.RUN + "/why", "Why the tasks of a run wait that do, until when, and what would free them")
                        .takes(Parameter.limit(1000)).answers(new PageOf(WhyShape.class)).by(this::ofRun),
                Route.get(TaskResource.TASK + "/why", "Why a task stands where it stands, until when, and what would free it")
                        .answers(WhyShape.class).by(this::ofTask));
    }

    private Answer ofRun(Call call) {
        var limit = call.limit(500);
        var run = runs.find(call);
        var ends = new ForecastEnds(run.run(), live.foreseen());
        return Answer.ok(new Route.Page<>(asked(run, null).stream().limit(limit).map(why -> shape(why, ends, _ -> null, call.caller()))
                .toList(), null));
    }

    private Answer ofTask(Call call) {
        var run = runs.find(call);
        var task = tasks.find(call, run).instance();
        var name = Instance.of(call).inWish();
        var ends = new ForecastEnds(run.run(), live.foreseen());
        return asked(run, name).stream().findFirst().map(why -> Answer.ok(shape(why, ends, at -> late(run, task, at), call.caller())))
                .orElseThrow(() -> Refusal.notFound("task", name, List.of()));
    }

    /** @param task null: all that wait */
    List<Why> asked(ListedRun run, @Nullable String task) {
        try {
            return live.why(run.run().id(), task).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the engine did not answer within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the engine was asked", e);
        }
    }

    /** Chance to miss a deadline of the run when the task starts then; null: none is pending, or nothing is forecast. */
    private @Nullable Double late(ListedRun run, TaskInstance task, Instant at) {
        return outlooks.starting(run.run().id(), task, at).stream()
                .flatMap(forecast -> forecast.deadlines().stream().map(RunForecast.OfDeadline::late))
                .max(Double::compare)
                .orElse(null);
    }

    private static WhyShape shape(Why why, ForecastEnds ends, Function<Instant, @Nullable Double> late, Caller caller) {
        return new WhyShape(
                why.task(), why.state(), text(why.summary()), why.reasons().stream().map(reason -> shape(ends.of(reason), caller)).toList(),
                why.chain().stream()
                        .map(link -> new Link(link.task(), link.state(), text(link.reason()), ends.p50(link.task(), link.p50()))).toList(),
                why.whatIf().stream().map(row -> {
                    var at = row.startsAt();
                    return new WhatIf(text(row.change()), at, at == null ? null : late.apply(at), null,
                            action(row.deed(), row.change().args(), caller));
                }).toList());
    }

    /** @param caller who is offered what would end it, as far as they may do that */
    static ReasonShape shape(Reason reason, Caller caller) {
        var subject = reason.subject();
        var unblock = reason.unblock();
        return new ReasonShape(
                reason.code().word(), reason.args(), reason.text(),
                subject == null ? null : new Subject(subject.kind(), subject.id(), subject.href()),
                reason.until(), reason.untilP90(), reason.untilIs().word(),
                unblock == null
                        ? null
                        : new Unblock(unblock.text(), unblock.startsAt(), null, null, action(unblock.deed(), reason.args(), caller)));
    }

    private static Text text(Phrase phrase) {
        return new Text(phrase.code(), phrase.args(), phrase.text());
    }

    private static @Nullable Action action(@Nullable Deed deed, Map<String, Object> args, Caller caller) {
        return deed == null || !mayDo(deed, args, caller)
                ? null
                : new Action(deed.verb().word(), deed.label(), deed.method(), deed.href(), deed.body(), true, deed.isDangerous(), false);
    }

    private static boolean mayDo(Deed deed, Map<String, Object> args, Caller caller) {
        return switch (deed.verb()) {
            case RESIZE_POOL, RESUME_POOL -> caller.may(Role.OPERATOR, null);
            case APPROVE -> caller.may(Role.OPERATOR, deed.dag()) && TaskResource.mayAnswer(caller, deed.dag(), Approvals.approvers(args));
            case CLEAR, MARK_SUCCESS, SKIP, RESUME_RUN, RESUME_DAG, BREAKPOINT, BYPASS -> caller.may(Role.OPERATOR, deed.dag());
        };
    }
}
