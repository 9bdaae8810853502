package comporta.app;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.TaskId;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.dagfile.DagProblem;
import comporta.decide.Capacity;
import comporta.decide.Surroundings;
import comporta.decide.Wish;
import comporta.local.LocalBackend;
import comporta.loop.Engine;
import comporta.loop.EngineSettings;
import comporta.loop.QuartzAlarmClock;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.RunType;
import comporta.run.Terms;
import comporta.store.NewRun;
import comporta.store.Store;
import comporta.store.StoreSettings;
import comporta.template.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One local run from the command line to the exit code: read, check, begin or go on, watch, sum up. */
final class LocalRun {
    /** Where the build has put a database with all tables; see {@link Store#openFresh}. */
    static final String TEMPLATE_PROPERTY = "comporta.template";

    private static final Duration UNREACHABLE = Duration.ofHours(6);
    private static final int PARALLEL = 16;
    private static final long LOG_LIMIT = 1L << 30;

    private final RunRequest request;
    private final Terminal terminal;
    private final boolean json;
    private final Paint paint;
    private final InstantSource clock = InstantSource.system();
    private final Home home;

    LocalRun(RunRequest request, Terminal terminal, boolean json, Paint paint) {
        this.request = request;
        this.terminal = terminal;
        this.json = json;
        this.paint = paint;
        this.home = Home.of(terminal.environment());
    }

    int run() {
        if (!request.dryRun()) {
            Thread.ofPlatform().daemon().name("warm-up").start(LocalBackend::warmUp);
        }
        var dag = read();
        if (dag == null) {
            return ExitCode.WRONG;
        }
        var now = clock.instant();
        var around = surroundings();
        var zone = Objects.requireNonNullElse(dag.schedule().zone(), around.zone());
        var plan = planned(dag, zone, around, now);
        if (plan == null) {
            return ExitCode.WRONG;
        }
        if (request.dryRun()) {
            show(DryRunner.plan(dag, plan, around));
            return ExitCode.DONE;
        }
        return begin(dag, plan, around, zone);
    }

    /** The DAG, or null after its problems were told. */
    private @Nullable Dag read() {
        var shown = request.file().toString();
        try {
            var folder = request.file().toAbsolutePath().getParent();
            var reading = DagFiles.read(request.file(), shown, folder == null ? Path.of("/") : folder, Checking.LENIENT);
            reading.problems().stream().map(DagProblem::toString).forEach(terminal.err()::println);
            return reading.ok() ? reading.dag() : null;
        } catch (IOException e) {
            terminal.err().println("comporta run: cannot read " + shown + ": " + e + ". Is the path right?");
            return null;
        }
    }

    private Surroundings surroundings() {
        return Variables.surroundings(request, terminal.environment());
    }

    /** What will be run, or null after it was told why that cannot be. */
    private @Nullable RunPlan planned(Dag dag, ZoneId zone, Surroundings around, Instant now) {
        var refused = NotYet.in(dag).refused();
        if (!refused.isEmpty()) {
            refused.forEach(what -> terminal.err().println(
                    request.file() + ": this version cannot run it yet: " + what + " is not in effect, and leaving it out could harm"));
            return null;
        }
        Set<TaskId> chosen;
        try {
            chosen = DagGraph.of(dag).select(request.only(), request.from(), request.until());
        } catch (IllegalArgumentException e) {
            terminal.err().println("comporta run: " + e.getMessage());
            return null;
        }
        var logicalDate = request.logicalDate(zone, now.truncatedTo(ChronoUnit.MICROS));
        var key = RunKeys.manual(now, new SecureRandom());
        var names = Names.in(zone)
                .with("ds", LocalDate.ofInstant(logicalDate, zone).toString())
                .with("run", Map.of("id", key, "type", "manual", "logical_date", logicalDate))
                .lookup("var", around.variables()::get)
                .ids("var", around.variables().keySet())
                .build();
        var params = RunParams.of(dag, request.params(), names);
        if (!params.problems().isEmpty()) {
            params.problems().forEach(problem -> terminal.err().println(request.file() + ": " + problem));
            return null;
        }
        var leftOut = dag.tasks().keySet().stream().filter(task -> !chosen.contains(task)).collect(Collectors.toUnmodifiableSet());
        return new RunPlan(key, logicalDate, now, params.values(), leftOut);
    }

    private void show(List<PlannedTask> tasks) {
        if (json) {
            terminal.out().println(DryRun.json(tasks));
        } else {
            DryRun.lines(tasks).forEach(line -> terminal.out().println(line.render(Integer.MAX_VALUE, paint)));
        }
    }

    private int begin(Dag dag, RunPlan plan, Surroundings around, ZoneId zone) {
        var text = requestText(dag);
        var cutOff = request.fresh() ? Optional.<RunFolder>empty() : RunFolder.cutOff(home.runs(), text);
        var folder = cutOff.orElseGet(() -> RunFolder.make(home.runs(), dag.id() + "-" + plan.key(), text));
        var history = new DurationHistory(home.durations());
        var parallel = Objects.requireNonNullElse(request.parallel(), PARALLEL);
        var settings = new EngineSettings(
                home.logs(), around, new Capacity(Map.of(), parallel, Wiring::isLocal), Terms.PlatformRetries.DEFAULT, UNREACHABLE, false,
                history::usual);
        var screen = screen(dag, zone);
        NotYet.in(dag).told().forEach(what -> screen.note(what + " is not in effect yet in this version"));
        var watch = new Watch(screen);
        try (folder) {
            int code;
            try (var wiring = new Wiring(
                            folder.folder(), terminal.environment(), parallel, LOG_LIMIT, request.asWritten(), clock);
                    var store = store(folder, cutOff.isPresent());
                    var engine = new Engine(
                            store, wiring.operators(), settings, new QuartzAlarmClock(), clock, new SecureRandom(), watch)) {
                var run = cutOff.isPresent() && !store.live().isEmpty() ? goOn(store, screen) : null;
                engine.start();
                if (run == null) {
                    run = engine.begin(dag, request.file(), source(), version -> newRun(dag, plan, version), plan.leftOut()).join();
                }
                code = follow(engine, run, watch, screen, history);
            }
            folder.delete();
            return code;
        }
    }

    private int follow(Engine engine, DagRun run, Watch watch, RunScreen screen, DurationHistory history) {
        var interrupts = new Interrupts(
                () -> watch.interrupted(engine, run, Wish.Verb.CANCEL,
                        "cancelling: what runs is stopped, teardowns still run; once more to force the end"),
                () -> watch.interrupted(engine, run, Wish.Verb.FORCE, "forcing the end: everything is killed"));
        interrupts.listen();
        var last = watch.untilOver(engine, run);
        history.add(run.dag(), last.tasks());
        screen.ended(last, home.logs().resolve(run.dag().value()).resolve(run.key()));
        if (interrupts.happened()) {
            return ExitCode.INTERRUPTED;
        }
        return last.run().state() == RunState.SUCCESS ? ExitCode.DONE : ExitCode.NOT_SUCCESSFUL;
    }

    private static DagRun goOn(Store store, RunScreen screen) {
        var run = store.live().getFirst();
        screen.note("going on with run " + run.key() + ", which was cut off; --fresh begins anew");
        return run;
    }

    private Store store(RunFolder folder, boolean goesOn) {
        var owner = "comporta run, process " + ProcessHandle.current().pid();
        var template = System.getProperty(TEMPLATE_PROPERTY);
        return goesOn || template == null
                ? Store.open(StoreSettings.h2(folder.database(), owner))
                : Store.openFresh(folder.database(), Path.of(template), owner);
    }

    private RunScreen screen(Dag dag, ZoneId zone) {
        if (json) {
            return new JsonLines(terminal.out(), terminal.err(), dag);
        }
        return terminal.redraws()
                ? new LiveTree(terminal.out(), paint, zone, () -> ScreenSize.of(terminal.environment()), dag)
                : new PlainLines(terminal.out(), terminal.err(), dag, zone);
    }

    private static NewRun newRun(Dag dag, RunPlan plan, long version) {
        return new NewRun(
                dag.id(), plan.key(), version, RunType.MANUAL, plan.logicalDate(), null, null, plan.params(),
                plan.leftOut().isEmpty() ? Map.of() : Map.of("left_out", plan.leftOut().stream().map(TaskId::value).sorted().toList()), "",
                plan.queuedAt());
    }

    private String source() {
        try {
            return Files.readString(request.file());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + request.file(), e);
        }
    }

    /** What makes two commands the same run: file, text and options. */
    private String requestText(Dag dag) {
        return String.join("\n", List.of(
                dag.id().value(), request.file().toAbsolutePath().normalize().toString(), String.valueOf(request.date()),
                new TreeMap<>(request.params()).toString(), new TreeMap<>(request.variables()).toString(),
                String.valueOf(request.only()), String.valueOf(request.from()), String.valueOf(request.until()),
                Boolean.toString(request.asWritten()), source()));
    }
}
