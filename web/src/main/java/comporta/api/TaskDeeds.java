package comporta.api;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.GroupId;
import comporta.dag.Ids;
import comporta.dag.Suggestion;
import comporta.dag.TaskId;
import comporta.decide.Wish;
import comporta.store.Archive;
import comporta.store.ListedRun;
import comporta.store.ListedTask;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is done to tasks of a run: clear, mark, skip, kill. */
final class TaskDeeds {
    private static final Set<String> FAILED = Set.of("failed", "upstream_failed", "cancelled");

    private final RunResource runs;
    private final TaskResource tasks;
    private final Archive archive;
    private final PinnedDags pinned;
    private final Deeds deeds;

    TaskDeeds(RunResource runs, TaskResource tasks, Archive archive, PinnedDags pinned, Deeds deeds) {
        this.runs = runs;
        this.tasks = tasks;
        this.archive = archive;
        this.pinned = pinned;
        this.deeds = deeds;
    }

    /**
     * What starts over.
     *
     * @param tasks tasks, groups, or instances such as {@code score[3]}; empty: all of the run
     * @param upstream also what they waited for
     * @param downstream also what waits for them
     * @param failedOnly of these only what failed, could not run, or was cancelled
     */
    record Clearing(List<String> tasks, boolean upstream, boolean downstream, boolean failedOnly, @Nullable String reason) {}

    /** What starts over of one task: it, and what is asked for around it. */
    record ClearingOne(boolean upstream, boolean downstream, @Nullable String reason) {}

    /** What is called otherwise than it is. */
    record Marking(List<String> tasks, @Words({"success", "failed", "skipped"}) String state, @Nullable String reason) {}

    /** What one task is called from now on. */
    record MarkingOne(@Words({"success", "failed", "skipped"}) String state, @Nullable String reason) {}

    List<Route> routes() {
        return List.of(
                RunDeeds.deed(RunResource.RUN + "/clear", "Lets tasks start over; a run that is over goes on").takes(Clearing.class)
                        .by(this::clear),
                RunDeeds.deed(RunResource.RUN + "/mark", "Calls tasks successful, failed or skipped without running them")
                        .takes(Marking.class).by(this::mark),
                RunDeeds.deed(TaskResource.TASK + "/clear", "Lets a task start over").takes(ClearingOne.class).by(this::clearOne),
                RunDeeds.deed(TaskResource.TASK + "/mark", "Calls a task successful, failed or skipped without running it")
                        .takes(MarkingOne.class).by(this::markOne),
                RunDeeds.deed(TaskResource.TASK + "/skip", "Skips a task").takes(Reasoned.class)
                        .by(call -> one(call, Wish.Verb.SKIP, call.body(Reasoned.class).words())),
                RunDeeds.deed(TaskResource.TASK + "/kill", "Ends the present try of a task").takes(Reasoned.class)
                        .by(call -> one(call, Wish.Verb.KILL, call.body(Reasoned.class).words())));
    }

    private Answer clear(Call call) {
        var run = runs.find(call);
        var body = call.body(Clearing.class);
        return clear(call, run, body.tasks(), body.upstream(), body.downstream(), body.failedOnly(), body.reason());
    }

    private Answer clearOne(Call call) {
        var run = runs.find(call);
        tasks.find(call, run);
        var body = call.body(ClearingOne.class);
        return clear(call, run, List.of(Instance.of(call).inWish()), body.upstream(), body.downstream(), false, body.reason());
    }

    private Answer clear(
            Call call, ListedRun run, List<String> named, boolean upstream, boolean downstream, boolean failedOnly,
            @Nullable String reason) {
        checkNames(run, named);
        var chosen = new LinkedHashSet<>(named);
        if (upstream || downstream) {
            pinned.of(run.run()).ifPresent(dag -> chosen.addAll(around(dag, named, upstream, downstream)));
        }
        var meant = failedOnly ? failed(run, chosen) : List.copyOf(chosen);
        if (failedOnly && meant.isEmpty()) {
            throw Refusal.conflict("nothing of that failed: there is nothing to clear");
        }
        return wished(call, run, Wish.Verb.CLEAR, meant, reason, meant.isEmpty() ? "Starts over: the whole run" : "Starts over");
    }

    private static String will(Wish.Verb verb) {
        return switch (verb) {
            case MARK_SUCCESS -> "Is called success";
            case MARK_FAILED -> "Is called failed";
            default -> "Is called skipped";
        };
    }

    private Answer mark(Call call) {
        var run = runs.find(call);
        var body = call.body(Marking.class);
        if (body.tasks().isEmpty()) {
            throw Refusal.unfit("/tasks", "names nothing. Name the tasks that are meant");
        }
        checkNames(run, body.tasks());
        return wished(call, run, verb(body.state()), body.tasks(), body.reason(), will(verb(body.state())));
    }

    private Answer markOne(Call call) {
        var body = call.body(MarkingOne.class);
        return one(call, verb(body.state()), body.reason() == null ? "" : body.reason());
    }

    private static Wish.Verb verb(String state) {
        return switch (state) {
            case "success" -> Wish.Verb.MARK_SUCCESS;
            case "failed" -> Wish.Verb.MARK_FAILED;
            default -> Wish.Verb.SKIP;
        };
    }

    private Answer one(Call call, Wish.Verb verb, String reason) {
        var run = runs.find(call);
        tasks.find(call, run);
        return wished(call, run, verb, List.of(Instance.of(call).inWish()), reason,
                verb == Wish.Verb.KILL ? "Its try is ended" : will(verb));
    }

    private Answer wished(Call call, ListedRun run, Wish.Verb verb, List<String> meant, @Nullable String reason, String will) {
        return call.isDry()
                ? Answer.ok(deeds.preview(call, run.run().id(), verb, meant, Map.of(), verb == Wish.Verb.CLEAR ? List.of() : meant, will)
                        .orElseGet(() -> Deeds.preview(will)))
                : deeds.wish(call, run.run().id(), verb, meant, Map.of(), reason == null ? "" : reason, "Done.");
    }

    private static boolean isMeant(ListedTask task, List<String> meant) {
        return meant.contains(name(task)) || meant.contains(task.task().value());
    }

    private static String name(ListedTask task) {
        return new Instance(task.task(), task.instance().mapIndex()).inWish();
    }

    /** Where nothing is named, everything is. */
    private List<String> failed(ListedRun run, Set<String> chosen) {
        return archive.tasks(run.run().id(), FAILED, "", -1, -1, 20_000).stream()
                .filter(each -> chosen.isEmpty() || isMeant(each, List.copyOf(chosen)))
                .map(TaskDeeds::name).toList();
    }

    private static Set<String> around(Dag dag, List<String> named, boolean upstream, boolean downstream) {
        var graph = DagGraph.of(dag);
        var found = new LinkedHashSet<String>();
        for (var name : named) {
            for (int start : numbers(dag, graph, plain(name))) {
                if (upstream) {
                    walk(graph, start, true, found);
                }
                if (downstream) {
                    walk(graph, start, false, found);
                }
            }
        }
        return found;
    }

    private static void walk(DagGraph graph, int start, boolean up, Set<String> found) {
        var next = new ArrayDeque<Integer>();
        var seen = new LinkedHashSet<Integer>();
        next.add(start);
        while (!next.isEmpty()) {
            int task = next.remove();
            for (int beside : up ? graph.upstream(task) : graph.downstream(task)) {
                if (seen.add(beside)) {
                    found.add(graph.task(beside).value());
                    next.add(beside);
                }
            }
        }
    }

    private static List<Integer> numbers(Dag dag, DagGraph graph, String name) {
        var task = new TaskId(name);
        return dag.tasks().containsKey(task)
                ? List.of(graph.number(task))
                : graph.members(new GroupId(name)).stream().map(graph::number).toList();
    }

    private static String plain(String name) {
        int bracket = name.indexOf('[');
        return bracket < 0 ? name : name.substring(0, bracket);
    }

    private void checkNames(ListedRun run, List<String> named) {
        var dag = pinned.of(run.run());
        if (dag.isEmpty()) {
            return;
        }
        var known = new ArrayList<String>();
        dag.get().tasks().keySet().forEach(each -> known.add(each.value()));
        dag.get().groups().keySet().forEach(each -> known.add(each.value()));
        var mistakes = new ArrayList<Problem.Mistake>();
        for (int i = 0; i < named.size(); i++) {
            var name = plain(named.get(i));
            if (!Ids.isId(name) || !known.contains(name)) {
                mistakes.add(new Problem.Mistake("/tasks/" + i,
                        "there is no task or group \"" + Refusal.shortened(name) + "\" in this run. "
                        + Suggestion.didYouMean(name, known, "Take one of its tasks")));
            }
        }
        if (!mistakes.isEmpty()) {
            throw Refusal.unfit(mistakes);
        }
    }
}
