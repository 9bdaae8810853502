package comporta.api;

import comporta.dag.DagId;
import comporta.dag.Ids;
import comporta.store.Archive;
import comporta.store.ListedRun;
import comporta.store.Role;
import comporta.store.Survey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code /find}: anything by a few letters of its name. */
final class FindResource {
    private static final int MOST = 20;
    /** Of older runs the whole name must be known. */
    private static final int RUNS = 1_000;
    private static final int RUNS_SHOWN = 6;
    private static final int TASKS_SHOWN = 8;

    private final DagShelf shelf;
    private final Archive archive;
    private final Survey survey;

    FindResource(DagShelf shelf, Archive archive, Survey survey) {
        this.shelf = shelf;
        this.archive = archive;
        this.survey = survey;
    }

    /** What was found, the best first. */
    record Found(List<Hit> items) {}

    /**
     * Something with that name.
     *
     * @param label as people call it
     * @param href of its page
     * @param about one line on it
     */
    record Hit(@Words({"dag", "run", "task", "lease", "command"}) String kind, String id, String label, String href, String about) {}

    List<Route> routes() {
        return List.of(Route.get("/api/v1/find",
                "DAGs, runs, tasks, leases and deeds whose names contain all of these words, at most twenty")
                .takes(Parameter.text("q", "Words")).answers(Found.class).by(call -> Answer.ok(new Found(find(call)))));
    }

    private List<Hit> find(Call call) {
        var words = List.of(call.text("q").orElse("").toLowerCase(Locale.ROOT).strip().split("\\s+"));
        if (words.getFirst().isEmpty()) {
            return List.of();
        }
        var dags = shelf.all().stream().filter(each -> call.may(Role.VIEWER, each.dag().id())).toList();
        var hits = new ArrayList<Hit>();
        dags.stream().filter(each -> hasAll(each.dag().id() + " " + each.dag().description(), words))
                .forEach(each -> hits.add(dag(each)));
        hits.sort((one, other) ->
                Boolean.compare(other.id().equalsIgnoreCase(words.getFirst()), one.id().equalsIgnoreCase(words.getFirst())));
        hits.addAll(commands(call, dags, words));
        hits.addAll(runs(call, words));
        for (var shelved : dags) {
            var dag = shelved.dag();
            dag.tasks().values().stream().filter(task -> hasAll(task.id() + " " + dag.id(), words) && !hasAll(dag.id().value(), words))
                    .limit(TASKS_SHOWN)
                    .forEach(task ->
                            hits.add(new Hit("task", dag.id() + "/" + task.id(), task.id().value(),
                                    "/dags/" + dag.id() + "/graph?task=" + task.id(),
                            task.operator() + " in " + dag.id())));
        }
        survey.openLeases().stream()
                .filter(each -> call.may(Role.VIEWER, each.dag()) && hasAll(each.lease().id() + " " + each.lease().terms().pool(), words))
                .forEach(each -> hits.add(new Hit("lease", each.lease().id(), each.lease().terms().pool(), "/machines/" + each.lease().id(),
                        "held by " + each.dag() + " / " + each.task())));
        return hits.stream().limit(MOST).toList();
    }

    private static Hit dag(DagShelf.Shelved shelved) {
        var dag = shelved.dag();
        return new Hit("dag", dag.id().value(), dag.id().value(), "/dags/" + dag.id(), dag.description());
    }

    /** "trigger nightly", "pause nightly". */
    private static List<Hit> commands(Call call, List<DagShelf.Shelved> dags, List<String> words) {
        var hits = new ArrayList<Hit>();
        for (var shelved : dags) {
            var dag = shelved.dag().id();
            if (words.size() > 1 && call.may(Role.OPERATOR, dag)) {
                for (var verb : List.of("trigger", shelved.paused() ? "resume" : "pause")) {
                    if (hasAll(verb + " " + dag, words) && words.stream().anyMatch(verb::startsWith)) {
                        hits.add(new Hit("command", verb + " " + dag, verb + " " + dag, "/dags/" + dag + "?do=" + verb, ""));
                    }
                }
            }
        }
        return hits;
    }

    private List<Hit> runs(Call call, List<String> words) {
        var hits = new ArrayList<Hit>();
        var named = words.getFirst().split("/", 2);
        if (named.length == 2 && Ids.isId(named[0]) && call.may(Role.VIEWER, new DagId(named[0]))) {
            var key = call.text("q").orElse("").strip().split("/", 2)[1];
            archive.run(new DagId(named[0]), key).map(ListedRun::run)
                    .ifPresent(each -> hits.add(run(new Archive.NamedRun(each.dag(), each.key(), each.state()))));
        }
        archive.names(RUNS).stream()
                .filter(each -> hasAll(each.key(), words) && call.may(Role.VIEWER, each.dag()))
                .limit(RUNS_SHOWN).map(FindResource::run).filter(each -> !hits.contains(each)).forEach(hits::add);
        return hits;
    }

    private static Hit run(Archive.NamedRun run) {
        return new Hit("run", run.dag() + "/" + run.key(), run.key(), "/dags/" + run.dag() + "/runs/" + run.key(),
                run.dag() + ", " + run.state().word());
    }

    private static boolean hasAll(String text, List<String> words) {
        var lower = text.toLowerCase(Locale.ROOT);
        return words.stream().allMatch(lower::contains);
    }
}
