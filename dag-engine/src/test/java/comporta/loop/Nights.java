package comporta.loop;

import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.decide.Capacity;
import comporta.decide.Change;
import comporta.decide.Notice;
import comporta.decide.Outcome;
import comporta.decide.Wish;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Operator;
import comporta.run.DagRun;
import comporta.secret.Vault;
import comporta.store.Databases;
import comporta.store.FreshDatabase;
import comporta.store.SettledTick;
import comporta.store.Store;
import comporta.timetable.Timetable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A scheduler on a real database and a clock in the hands of the test, without threads. Its first moment is 00:00 of 1 January 2030. */
final class Nights implements AutoCloseable, Observer {
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("dd'T'HH:mm").withZone(ZoneOffset.UTC);

    final SteeredClock clock = new SteeredClock("2030-01-01T00:00:00Z");
    final SteeredOperator jobs = new SteeredOperator("command");
    final List<SettledTick> settled = new ArrayList<>();
    final List<String> paused = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final FreshDatabase database;
    Store store;
    Clockwork works;
    Vault vault = Vault.EMPTY;
    private final Path folder;
    private final Map<DagId, String> files = new LinkedHashMap<>();
    private int wishes;

    Nights(Databases databases, Path folder) {
        this.folder = folder;
        this.database = databases.withTables(folder);
        store = database.open();
        works = begin();
    }

    private Clockwork begin() {
        var operators = new LinkedHashMap<String, Operator>(Map.of("command", jobs));
        var begun = new Clockwork(
                store, operators, Shift.settings(folder, new Capacity(Map.of(), 1000, _ -> true)), SchedulerSettings.of(vault), clock,
                new SplittableRandom(7), this, Runnable::run);
        begun.start();
        return begun;
    }

    /** One DAG with one task {@code a}, of that schedule and with more keys of the DAG. */
    Nights dag(String schedule, String... more) {
        return file("dag: nightly\nschedule: {" + schedule + "}\n" + String.join("\n", more) + "\ntasks:\n  a: {run: a}\n");
    }

    /** Puts a file into the folder, or in place of the one of this DAG. */
    Nights file(String yaml) {
        var dag = Shift.dag(yaml);
        files.put(dag.id(), yaml);
        tell();
        return this;
    }

    void remove(String dag) {
        files.remove(new DagId(dag));
        tell();
    }

    /** The folder as it is now. */
    void tell() {
        works.turn();
        works.dags(files.values().stream().map(this::scheduled).toList());
        work();
    }

    private ScheduledDag scheduled(String yaml) {
        Dag dag = Shift.dag(yaml);
        var version = store.pin(dag.id(), "nightly.yaml", yaml, clock.instant());
        return new ScheduledDag(
                dag, version.id(), Path.of("nightly.yaml"), yaml, Timetable.of(dag.id(), dag.schedule(), ZoneOffset.UTC, null));
    }

    void work() {
        boolean more = true;
        while (more) {
            more = works.turn();
            works.flush();
        }
    }

    /** Time passes, and whatever comes due meanwhile is served when it does. */
    void passes(String time) {
        var until = clock.instant().plus(Duration.parse("PT" + time));
        for (var due = works.nextDue(); due != null && !due.isAfter(until); due = works.nextDue()) {
            if (due.isAfter(clock.instant())) {
                clock.passes(Duration.between(clock.instant(), due));
            }
            works.ring();
            work();
        }
        if (until.isAfter(clock.instant())) {
            clock.passes(Duration.between(clock.instant(), until));
        }
    }

    /** The clock jumps, or the machine slept: only then anything is looked at. */
    void jumps(String time) {
        clock.passes(Duration.parse(time));
        works.ring();
        work();
    }

    /** This process ends here; the next one finds the database and the outside world. */
    void restart() {
        dies();
        lives();
    }

    void dies() {
        store.close();
    }

    void lives() {
        store = database.open();
        works = begin();
        tell();
    }

    void succeeds() {
        jobs.succeeds("a");
        work();
    }

    void fails() {
        jobs.ends("a", Exit.failure(Cause.USER, 1, "exit code 1"));
        work();
    }

    /** Task {@code a} of the run created in that place succeeds. */
    void ends(int run) {
        ends(run, Exit.success(Map.of()));
    }

    void fails(int run) {
        ends(run, Exit.failure(Cause.USER, 1, "exit code 1"));
    }

    private void ends(int run, Exit exit) {
        jobs.ends(jobs.last("a", runs().get(run).key()), exit);
        work();
    }

    /** What became of a wish of DAG {@code nightly}. */
    Outcome wish(Wish.Verb verb, Map<String, Object> details) {
        return wish("nightly", verb, "wish-" + ++wishes, details);
    }

    Outcome wish(String dag, Wish.Verb verb, String key, Map<String, Object> details) {
        var id = works.wish(new Wish(0, 0, new DagId(dag), verb, List.of(), details, "ana", ""), key);
        work();
        return Outcome.of(store.outcome(id).orElse("pending"));
    }

    /** What became of a wish of a run. */
    String wish(Wish.Verb verb, String run, String... tasks) {
        var number = runs().stream().filter(each -> each.key().equals(run)).findFirst().orElseThrow().id();
        var id = works.wish(new Wish(0, number, verb, Arrays.asList(tasks), "ana", ""), "wish-" + ++wishes);
        work();
        return store.outcome(id).orElse("pending");
    }

    /** All ticks of a DAG that were settled: {@code 02T01:00 run success}. */
    String ticks(String dag) {
        return store.ticks().since(new DagId(dag), Instant.EPOCH, 10_000).stream().map(this::inWords).collect(Collectors.joining(", "));
    }

    String ticks() {
        return ticks("nightly");
    }

    private String inWords(SettledTick tick) {
        Long run = tick.run();
        return SHORT.format(tick.at()) + " " + tick.state().word() + (run == null ? "" : " " + store.look(run).run().state().word());
    }

    List<DagRun> runs() {
        var runs = new ArrayList<DagRun>();
        for (long id = 1; store.has(id); id++) {
            runs.add(store.look(id).run());
        }
        return runs;
    }

    @Override
    public boolean keepsNotices() {
        return true;
    }

    @Override
    public void announced(Notice notice) {
        told.add(notice.event() + ": " + notice.to().getFirst().message());
    }

    @Override
    public void settled(SettledTick tick) {
        settled.add(tick);
    }

    @Override
    public void paused(DagId dag, String reason) {
        paused.add(dag + ": " + reason);
    }

    @Override
    public void committed(DagRun run, List<Change> changes) {
        // the store is asked
    }

    @Override
    public void over(RunPicture last) {
        // the store is asked
    }

    @Nullable Instant nextDue() {
        return works.nextDue();
    }

    @Override
    public void close() {
        store.close();
        database.close();
    }
}
