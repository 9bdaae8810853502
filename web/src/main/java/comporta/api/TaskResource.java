package comporta.api;

import comporta.access.Caller;
import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.DagId;
import comporta.dag.PlainData;
import comporta.dag.Task;
import comporta.decide.Approvals;
import comporta.decide.Change;
import comporta.run.Launch;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import comporta.store.Archive;
import comporta.store.ListedRun;
import comporta.store.ListedTask;
import comporta.store.Role;
import comporta.store.StoredTry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** {@code …/tasks}: looking at them. */
final class TaskResource {
    static final String TASK = RunResource.RUN + "/tasks/{task}";
    private static final int MOST = 1000;
    private static final String BREAKPOINT = "breakpoint";

    private final RunResource runs;
    private final Archive archive;
    private final RunShapes runShapes;
    private final TaskShapes shapes;
    private final PinnedDags pinned;
    private final Path logs;

    TaskResource(RunResource runs, Archive archive, RunShapes runShapes, TaskShapes shapes, PinnedDags pinned, Path logs) {
        this.runs = runs;
        this.archive = archive;
        this.runShapes = runShapes;
        this.shapes = shapes;
        this.pinned = pinned;
        this.logs = logs;
    }

    List<Route> routes() {
        return List.of(
                Route.get(RunResource.RUN + "/tasks", "The tasks of a run, in the order of its DAG version")
                        .takes(Parameter.words("state", "Only those in one of these states", States.TASKS),
                                Parameter.text("q", "Only those whose id contains this"), Parameter.limit(MOST), Parameter.cursor())
                        .answers(new PageOf(TaskShape.class)).by(this::list),
                Route.get(TASK, "A task instance; score~3 is an instance of an expanded task").answers(TaskDetail.class).by(this::show));
    }

    private Answer list(Call call) {
        var run = runs.find(call);
        var limit = call.limit(500);
        var after = Cursors.read(call, -1, -1);
        var tasks = archive.tasks(run.run().id(), call.words("state"), call.text("q").orElse(""), (int) after[0], (int) after[1], limit);
        var last = tasks.isEmpty() ? null : tasks.getLast().instance();
        return Answer.ok(new Route.Page<>(
                shapes.of(run, tasks), last == null || tasks.size() < limit ? null : Cursors.of(last.task(), last.mapIndex())));
    }

    /** The task instance that a path names. */
    ListedTask find(Call call, ListedRun run) {
        var asked = Instance.of(call);
        return archive.task(run.run().id(), asked.task(), asked.mapIndex()).orElseThrow(() -> Refusal.notFound(
                "task of run " + run.run().key(), call.variable("task"), names(run)));
    }

    private List<String> names(ListedRun run) {
        return archive.tasks(run.run().id(), List.of(), "", -1, -1, 10_000).stream()
                .map(each -> Instance.segment(each.task().value(), each.instance().mapIndex())).toList();
    }

    private Answer show(Call call) {
        var run = runs.find(call);
        var listed = find(call, run);
        var task = listed.instance();
        var dag = pinned.of(run.run());
        var tries = archive.tries(run.run().id(), task.task(), task.mapIndex());
        var launches = archive.launches(run.run(), task.task(), task.task()).stream()
                .filter(each -> each.intent().id().mapIndex() == task.mapIndex()).toList();
        var definition = dag.map(each -> each.tasks().get(listed.task()));
        return Answer.ok(new TaskDetail(
                shapes.of(run, List.of(listed)).getFirst(),
                new TaskDetail.Retries(
                        new TaskDetail.Retries.Used(task.userFailures(), definition.map(each -> each.retry().retries()).orElse(null)),
                        new TaskDetail.Retries.Used(task.platformFailures(), null)),
                tries.stream().map(each -> tried(run, listed, each, launches)).toList(),
                runShapes.params(run.run()),
                tries.isEmpty() ? Map.of() : tries.getLast().rendered(),
                outputs(tries),
                neighbours(run, dag, task, true), neighbours(run, dag, task, false),
                launches.isEmpty() ? null : launches.getLast().externalId(),
                definition.filter(TaskResource::isApproval).map(each -> new TaskDetail.Approval(
                        Approvals.approvers(each.settings()), Approvals.fields(each).values().stream().map(ParamShape::of).toList()))
                                .orElse(null),
                actions(run, listed, definition, call.caller())));
    }

    private static Map<String, Object> outputs(List<StoredTry> tries) {
        return tries.reversed().stream()
                .map(StoredTry::exit).filter(exit -> exit != null && exit.isSuccess())
                .map(exit -> Objects.requireNonNull(exit).outputs()).findFirst().orElse(Map.of());
    }

    private TaskDetail.TryShape tried(ListedRun run, ListedTask task, StoredTry tried, List<Launch> launches) {
        var exit = tried.exit();
        var own = launches.stream().filter(each -> each.intent().id().tryNumber() == tried.number()).toList();
        var last = own.stream().max(Comparator.comparingInt(each -> each.intent().id().number()));
        var state = exit == null ? task.instance().state().word() : exit.isSuccess() ? "success" : "failed";
        var present = tried.number() == task.instance().tries();
        return new TaskDetail.TryShape(
                tried.number(), state, exit == null || exit.cause() == null ? null : exit.cause().word(), exit == null ? null : exit.code(),
                exit == null ? null : RunShapes.orNull(exit.reason()), tried.openedAt(), null, present ? task.instance().startedAt() : null,
                tried.closedAt(), last.flatMap(TaskResource::job).orElse(null),
                last.flatMap(each -> Optional.ofNullable(each.externalUrl()).map(url -> new TaskDetail.Link(
                        each.intent().operator(), each.intent().operator(), url))).stream().toList(),
                log(run, task, tried.number()));
    }

    private static Optional<TaskDetail.Job> job(Launch launch) {
        var id = launch.externalId();
        if (id == null) {
            return Optional.empty();
        }
        var data = launch.intent().spec().data();
        var backend = data.get("backend") instanceof String named ? named : launch.intent().operator();
        return Optional.of(new TaskDetail.Job(
                backend, id, null, TaskShapes.cpus(launch), PlainData.block(data, "job").get("mem") instanceof String mem ? mem : null));
    }

    private TaskDetail.Log log(ListedRun run, ListedTask task, int number) {
        var folder = folder(run, new Instance(task.task(), task.instance().mapIndex()), number);
        return new TaskDetail.Log(
                folder.resolve("stdout").toFile().length(), folder.resolve("stderr").toFile().length(), LogResource.executors(folder));
    }

    /** Where the log of a try lies. */
    Path folder(ListedRun run, Instance task, int number) {
        return logs.resolve(run.run().dag().value()).resolve(run.run().key()).resolve(task.folder()).resolve(Integer.toString(number));
    }

    private List<TaskDetail.Neighbour> neighbours(ListedRun run, Optional<Dag> dag, TaskInstance task, boolean up) {
        if (dag.isEmpty()) {
            return List.of();
        }
        var graph = DagGraph.of(dag.get());
        var numbers = up ? graph.upstream(task.task()) : graph.downstream(task.task());
        Map<Integer, String> states = new HashMap<>();
        archive.tasks(run.run().id(), List.of(), "", -1, -1, graph.size() * 2 + MOST).stream()
                .filter(each -> each.instance().mapIndex() < 0)
                .forEach(each -> states.put(each.instance().task(), each.instance().state().word()));
        return Arrays.stream(numbers)
                .mapToObj(number -> new TaskDetail.Neighbour(graph.task(number).value(), states.getOrDefault(number, "waiting"))).toList();
    }

    private static boolean isApproval(Task task) {
        return task.operator().equals(Approvals.APPROVAL);
    }

    /** @param approvers users and roles that may answer; none: whoever may operate it */
    static boolean mayAnswer(Caller caller, DagId dag, List<String> approvers) {
        var role = caller.on(dag);
        return approvers.isEmpty() || approvers.contains(caller.name()) || (role != null && approvers.contains(role.word()));
    }

    /** @param definition of the task; empty: its version can no longer be read */
    private List<Action> actions(ListedRun run, ListedTask listed, Optional<Task> definition, Caller caller) {
        List<Action> actions = new ArrayList<>();
        var dag = run.run().dag();
        var state = listed.instance().state();
        if (!caller.may(Role.OPERATOR, dag) || state instanceof TaskState.Removed) {
            return actions;
        }
        var href = RunShapes.href(run.run()) + "/tasks/" + Instance.segment(listed.task().value(), listed.instance().mapIndex());
        if (definition.filter(TaskResource::isApproval).isPresent()) {
            if (state instanceof TaskState.Deferred && mayAnswer(caller, dag, Approvals.approvers(definition.get().settings()))) {
                actions.add(action(href, "approve", "Approve", false, true));
                actions.add(action(href, "reject", "Reject", true, false));
            }
        } else if (state instanceof TaskState.InTry) {
            actions.add(action(href, "kill", "End this try", true, false));
        }
        if (state instanceof TaskState.Stopping || state instanceof TaskState.Unreachable) {
            return actions;   // nothing is launched again before it is known what became of it
        }
        actions.add(action(href, "clear", "Clear", false, state instanceof TaskState.Failed));
        if (!(state instanceof TaskState.Success)) {
            actions.add(action(href, "mark", "Mark", false, false));
        }
        if (!(state instanceof TaskState.AtRest)) {
            actions.add(action(href, "skip", "Skip", false, false));
        }
        if (!(state instanceof TaskState.AtRest || state instanceof TaskState.InTry) && definition.filter(Task::isTeardown).isEmpty()) {
            actions.add(breakpoint(run, listed, href));
        }
        return actions;
    }

    /** What was set for an expanded task holds all of its instances, and is taken away there. */
    private Action breakpoint(ListedRun run, ListedTask listed, String href) {
        var set = archive.orders(run.run().id()).stream().filter(each -> each.task().equals(listed.task()) && each.after().breakpoint())
                .map(Change.Ordered::mapIndex).toList();
        var own = set.contains(listed.instance().mapIndex());
        return own || set.contains(-1)
                ? new Action(
                        BREAKPOINT, "Take the breakpoint away", "POST",
                        (own ? href : RunShapes.href(run.run()) + "/tasks/" + listed.task()) + "/" + BREAKPOINT, Map.of("remove", true),
                        true, false, true)
                : action(href, BREAKPOINT, "Stop before it", false, false);
    }

    private static Action action(String href, String verb, String label, boolean danger, boolean primary) {
        return new Action(verb, label, "POST", href + "/" + verb, true, danger, primary);
    }
}
