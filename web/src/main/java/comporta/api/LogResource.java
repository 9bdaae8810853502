package comporta.api;

import comporta.store.Archive;
import comporta.store.ListedRun;
import comporta.store.StoredTry;
import comporta.secret.Vault;
import comporta.tasklog.LogStream;
import comporta.tasklog.TaskLog;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** {@code …/tries/{try}/log}. */
final class LogResource {
    static final String LOG = TaskResource.TASK + "/tries/{try}/log";
    static final Parameter EXECUTOR = Parameter.text("executor",
            "Of a Spark driver: the executor whose output is asked for, by its number");
    private static final String EXECUTORS = "executors";
    private static final int USUAL = 256 * 1024;
    private static final int MOST = 4 * 1024 * 1024;

    private final RunResource runs;
    private final TaskResource tasks;
    private final Archive archive;
    private final Vault vault;

    LogResource(RunResource runs, TaskResource tasks, Archive archive, Vault vault) {
        this.vault = vault;
        this.runs = runs;
        this.tasks = tasks;
        this.archive = archive;
    }

    List<Route> routes() {
        return List.of(Route.get(LOG,
                        "Output of a try from an offset on. Headers: Log-Size, how far it reaches; Log-Next, where to go on; Log-At-End, whether"
                                + " nothing more is there now; Log-Open, whether the try is under way")
                .takes(Parameter.words("stream", "Which output; all is both as they came", List.of("all", "stdout", "stderr")),
                        EXECUTOR,
                        Parameter.integer("offset", "Bytes to leave out", 0, Long.MAX_VALUE),
                        Parameter.integer("limit", "Bytes at most", 1, MOST))
                .answers(String.class).by(this::read));
    }

    private Answer read(Call call) {
        var run = runs.find(call);
        var tried = find(call, run);
        var stream = LogStream.named(call.text("stream").orElse("all"))
                .orElseThrow(() -> Refusal.unfit("stream", "take one of all, stdout, stderr"));
        var folder = of(call, tasks.folder(run, Instance.of(call), tried.number()));
        var page = log(folder)
                .read(stream, call.integer("offset", 0), (int) call.integer("limit", USUAL));
        return Answer.text(Answer.TEXT, page.text())
                .with("Log-Size", Long.toString(page.size()))
                .with("Log-Next", Long.toString(page.next()))
                .with("Log-At-End", Boolean.toString(page.isAtEnd()))
                .with("Log-Open", Boolean.toString(tried.closedAt() == null));
    }

    /** The log of a folder without what is secret. */
    TaskLog log(Path folder) {
        vault.learnAll();
        return new TaskLog(folder, vault.mask());
    }

    /** Where the output that is asked for lies: that of the job, or of one of its executors. */
    static Path of(Call call, Path folder) {
        var executor = call.text("executor").orElse("");
        return executor.isEmpty() ? folder : folder.resolve(EXECUTORS).resolve(known(executor, executors(folder)));
    }

    /** The executors whose output was copied. */
    static List<String> executors(Path folder) {
        var names = folder.resolve(EXECUTORS).toFile().list();
        return names == null ? List.of() : Arrays.stream(names).sorted().toList();
    }

    /** Nothing becomes a path but the name of one of them. */
    private static String known(String executor, List<String> there) {
        if (!there.contains(executor)) {
            throw new Refusal(Refusal.Kind.NOT_FOUND, "no output of executor " + Refusal.shortened(executor) + " was copied; "
                    + (there.isEmpty() ? "there is none of any executor" : "there is that of " + String.join(", ", there)));
        }
        return executor;
    }

    /** The try that a path names. */
    StoredTry find(Call call, ListedRun run) {
        var task = tasks.find(call, run).instance();
        var tries = archive.tries(run.run().id(), task.task(), task.mapIndex());
        return tries.stream().filter(each -> Integer.toString(each.number()).equals(call.variable("try"))).findFirst()
                .orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "task \"" + call.variable("task") + "\" has "
                        + (tries.isEmpty()
                                ? "not been tried yet"
                                : "no try " + Refusal.shortened(call.variable("try")) + "; the last was " + tries.getLast().number())));
    }
}
