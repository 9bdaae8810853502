package comporta.api;

import comporta.dag.DagGraph;
import comporta.dag.Param;
import comporta.dag.TaskId;
import comporta.decide.Approvals;
import comporta.decide.Wish;
import comporta.run.TaskState;
import comporta.store.Archive;
import comporta.store.ListedRun;
import comporta.store.ListedTask;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is done to tasks that wait, and to how a run goes on: answers, breakpoints, bypass; rerun with other parameters, another version.
 */
final class HoldDeeds {
    private static final int MOST = 20_000;

    private final RunResource runs;
    private final TaskResource tasks;
    private final Archive archive;
    private final PinnedDags pinned;
    private final Deeds deeds;

    HoldDeeds(RunResource runs, TaskResource tasks, Archive archive, PinnedDags pinned, Deeds deeds) {
        this.pinned = pinned;
        this.runs = runs;
        this.tasks = tasks;
        this.archive = archive;
        this.deeds = deeds;
    }

    /** @param fields what the approval asks for, by name */
    record Answering(Map<String, Object> fields, @Nullable String reason) {}

    /** @param remove whether it is taken away */
    record Breaking(boolean remove, @Nullable String reason) {}

    /**
     * What runs anew, with what comes after it.
     *
     * @param tasks to start from; empty: the whole run
     * @param params other values than those of the run, for these tasks; none that is secret
     * @param failedOnly of these only what failed, could not run, or was cancelled
     */
    record Rerunning(List<String> tasks, Map<String, Object> params, boolean failedOnly, @Nullable String reason) {}

    /** @param to number of the version */
    record Moving(int to, @Nullable String reason) {}

    List<Route> routes() {
        return List.of(
                RunDeeds.deed(TaskResource.TASK + "/approve", "Says yes to a task that waits for a person; the first answer counts")
                        .takes(Answering.class)
                        .by(call -> answer(call, Wish.Verb.APPROVE)),
                RunDeeds.deed(TaskResource.TASK + "/reject", "Says no to a task that waits for a person").takes(Answering.class)
                        .by(call -> answer(call, Wish.Verb.REJECT)),
                RunDeeds.deed(TaskResource.TASK + "/breakpoint", "Lets a task not start until the breakpoint is removed")
                        .takes(Breaking.class).by(this::breakpoint),
                RunDeeds.deed(TaskResource.TASK + "/bypass", "Lets a task wait for no other run").takes(Reasoned.class)
                        .by(call -> one(call, Wish.Verb.BYPASS, Map.of(), call.body(Reasoned.class).words(), "Waits for no other run")),
                RunDeeds.deed(RunResource.RUN + "/rerun", "Runs tasks anew with what comes after them, with other parameters")
                        .takes(Rerunning.class).by(this::rerun),
                RunDeeds.deed(RunResource.RUN + "/move", "Goes on with a run by another version of its DAG").takes(Moving.class)
                        .by(this::move));
    }

    private Answer answer(Call call, Wish.Verb verb) {
        var body = call.body(Answering.class);
        if (verb == Wish.Verb.APPROVE) {
            pinned.of(runs.find(call).run()).map(dag -> dag.tasks().get(Instance.of(call).task()))
                    .filter(task -> task.operator().equals(Approvals.APPROVAL))
                    .ifPresent(task -> new Givens("/fields", "the approval has no such field", Approvals.fields(task))
                            .checkWhole(body.fields()));
        }
        var details = new LinkedHashMap<String, Object>();
        details.put("fields", body.fields());
        var role = Deeds.origin(call).role();
        if (role != null) {
            details.put("roles", List.of(role));
        }
        return one(call, verb, details, body.reason(), verb == Wish.Verb.APPROVE ? "Is answered yes" : "Is answered no");
    }

    private Answer breakpoint(Call call) {
        var body = call.body(Breaking.class);
        return one(
                call, Wish.Verb.BREAKPOINT, Map.of("remove", body.remove()), body.reason(),
                body.remove() ? "Starts when it is ready" : "Does not start until the breakpoint is removed");
    }

    private Answer one(Call call, Wish.Verb verb, Map<String, Object> details, @Nullable String reason, String will) {
        var run = runs.find(call);
        tasks.find(call, run);
        var meant = List.of(Instance.of(call).inWish());
        if (!call.isDry()) {
            return deeds.wish(call, run.run().id(), verb, meant, details, words(reason), "Done.");
        }
        var told = new Preview(List.of(RunDeeds.part(will, meant)), List.of(), List.of(), List.of());
        var seen = deeds.preview(call, run.run().id(), verb, meant, details, meant, will);   // refused is what the deed would be
        return Answer.ok(verb == Wish.Verb.APPROVE || verb == Wish.Verb.REJECT ? seen.orElse(told) : told);
    }

    private Answer rerun(Call call) {
        var run = runs.find(call);
        var body = call.body(Rerunning.class);
        var known = archive.tasks(run.run().id(), List.of(), "", -1, -1, MOST);
        var names = known.stream().map(each -> new Instance(each.task(), each.instance().mapIndex()).inWish()).toList();
        for (var task : body.tasks()) {
            if (!names.contains(task)) {
                throw Refusal.unfit("/tasks", "names \"" + Refusal.shortened(task) + "\", which the run does not have");
            }
        }
        var from = body.tasks().isEmpty() ? first(run, known) : body.tasks();
        params(run).check(body.params());
        var details = Map.<String, Object>of("params", body.params(), "failed_only", body.failedOnly());
        return call.isDry()
                ? Answer.ok(deeds.preview(call, run.run().id(), Wish.Verb.RERUN, from, details, List.of(), "")
                        .orElseGet(() -> Deeds.preview("Starts over, with all that comes after")))
                : deeds.wish(call, run.run().id(), Wish.Verb.RERUN, from, details, words(body.reason()), "Done.");
    }

    /** What a rerun may change: not what is secret, as the run's own is not shown. */
    private Givens params(ListedRun run) {
        var open = new LinkedHashMap<String, Param>();
        pinned.of(run.run())
                .ifPresent(dag -> dag.params().values().stream().filter(each -> !each.secret())
                        .forEach(each -> open.put(each.name(), each)));
        return new Givens("/params", "the run has no param of that name that a rerun may change", open);
    }

    /** Tasks of a run that wait for no other task of it: with what comes after them, all. */
    private List<String> first(ListedRun run, List<ListedTask> known) {
        var there = known.stream().filter(each -> each.instance().mapIndex() < 0 && !(each.instance().state() instanceof TaskState.Removed))
                .map(ListedTask::task).collect(Collectors.toCollection(LinkedHashSet::new));
        var graph = pinned.of(run.run()).map(DagGraph::of)
                .orElseThrow(() -> Refusal.conflict("the version of the run can no longer be read"));
        return there.stream()
                .filter(task -> Arrays.stream(graph.upstream(graph.number(task))).noneMatch(above -> there.contains(graph.task(above))))
                .map(TaskId::value).toList();
    }

    private Answer move(Call call) {
        var run = runs.find(call);
        var body = call.body(Moving.class);
        return call.isDry()
                ? Answer.ok(deeds.movement(call, run.run().id(), body.to()))
                : deeds.wish(call, run.run().id(), Wish.Verb.MOVE, List.of(), Map.of("to", body.to()), words(body.reason()), "Done.");
    }

    private static String words(@Nullable String reason) {
        return reason == null ? "" : reason;
    }
}
