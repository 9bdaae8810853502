package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.dag.Dependency;
import comporta.dag.Schedule;
import comporta.decide.Arrivals;
import comporta.decide.Capacity;
import comporta.decide.Change;
import comporta.decide.Wish;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Operator;
import comporta.operator.Submission;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.RunType;
import comporta.secret.Vault;
import comporta.store.BackfillItem;
import comporta.store.FreshMemory;
import comporta.store.SettledTick;
import comporta.store.Store;
import comporta.timetable.Timetable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A week or so of some DAGs, all from one seed: schedules, some of which follow other DAGs, backfills, lives and deaths of the scheduler at
 * any moment between two commits, a clock that jumps, a machine that sleeps, pauses, and runs that succeed or fail. In the end each tick
 * must have become exactly one thing.
 */
final class TickWorld implements Observer {
    /** The scheduler ends here. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1;

        Crash() {
            super("crash", null, false, false);
        }
    }

    private static final List<String> STARTS = List.of(
            "2026-03-06T12:00:00Z", "2026-10-30T12:00:00Z", "2018-11-02T12:00:00Z", "2026-02-26T23:30:00Z", "2027-12-30T06:00:00Z");

    /** What would go wrong in the store if a transaction were cut in two, and the scheduler died between. */
    enum Fault {
        NONE(""),
        STANDING_WITHOUT_ITS_TICKS("update dag_standing set served_until = dateadd(hour, 5, served_until) where dag_id not like '%-follower' and DAG"),
        RUN_WITHOUT_ITS_TICK("delete from tick where state = 0 and DAG"),
        TICK_WITHOUT_ITS_RUN("update tick set run_id = null where state = 0 and DAG"),
        SUCCESS_NOT_HEARD_OF("update dag_standing set heard_until = (select max(id) from history) where DAG"),
        INTERVAL_WITHOUT_ITS_RUN(
                "update backfill_item set state = 0, run_id = null where state = 1 and backfill_id in (select id from backfill where state = 0 and DAG)");

        private final String sql;

        Fault(String sql) {
            this.sql = sql;
        }
    }

    private final SplittableRandom random;
    private final Fault fault;
    private final long seed;
    private final FreshMemory memory;
    private final SteeredClock clock;
    private final Map<DagId, String> files = new LinkedHashMap<>();
    private final Map<String, Dag> read = new HashMap<>();
    private final Map<DagId, Instant> firstUnserved = new HashMap<>();
    private final Deque<LaunchIntent> running = new ArrayDeque<>();
    private final Map<LaunchId, Exit> ended = new HashMap<>();
    private final Map<LaunchId, Integer> sought = new HashMap<>();
    private SteeredOperator jobs = new SteeredOperator("command");
    private @Nullable Store store;
    private @Nullable Clockwork works;
    private int untilCrash = Integer.MAX_VALUE;
    private int wishes;
    private int crashes;

    TickWorld(long seed, FreshMemory memory, Fault fault) {
        this.seed = seed;
        this.fault = fault;
        this.random = new SplittableRandom(seed);
        this.memory = memory;
        this.clock = new SteeredClock(STARTS.get(random.nextInt(STARTS.size())));
        int dags = random.nextInt(1, 4);
        for (int n = 0; n < dags; n++) {
            var yaml = yaml("dag-" + seed + "-" + n);
            files.put(dag(yaml).id(), yaml);
        }
        if (random.nextBoolean()) {
            var yaml = follower("dag-" + seed + "-follower", List.copyOf(files.keySet()));
            files.put(dag(yaml).id(), yaml);
        }
    }

    private String follower(String id, List<DagId> dags) {
        var followed = dags.stream().limit(random.nextInt(1, dags.size() + 1))
                .map(dag -> "{dag: " + dag + ", match: " + any(List.of("same_date", "same_date", "latest")) + "}").toList();
        return "dag: " + id + "\nmax_active_runs: " + random.nextInt(1, 3) + "\nschedule: {after: {" + any(List.of("any", "all")) + ": ["
                + String.join(", ", followed) + "]" + any(List.of("", ", within: 6h")) + "}, catchup: " + any(List.of("none", "latest", "all"))
                + "}\ntasks:\n  a: {run: a}\n";
    }

    private Dag dag(String yaml) {
        return read.computeIfAbsent(yaml, Shift::dag);
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String yaml(String id) {
        var schedule = new ArrayList<String>();
        schedule.add(any(List.of(
                "cron: \"0 1 * * *\"", "cron: \"30 2 * * *\"", "cron: \"15 * * * *\"", "cron: \"0 */3 * * *\"", "every: 7h", "every: 50m",
                "cron: \"0 0 * * *\"", "cron: [\"0 1 * * 1-5\", \"30 1 * * sat\"]", "cron: \"@once\"", "cron: \"*/20 1-3 * * *\"")));
        schedule.add("timezone: " + any(List.of("UTC", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe")));
        schedule.add("catchup: " + any(List.of("none", "latest", "all")));
        schedule.add("overlap: " + any(List.of("queue", "queue_after_success", "queue_latest", "skip", "replace")));
        schedule.add("late_limit: " + any(List.of("1m", "1h", "6h")));
        if (random.nextBoolean()) {
            schedule.add("jitter: " + any(List.of("5m", "45m", "3h")));
        }
        if (random.nextInt(3) == 0) {
            schedule.add("catchup_window: " + any(List.of("5h", "2d")));
        }
        if (random.nextInt(3) == 0) {
            schedule.add("start: " + clock.instant().minus(Duration.ofHours(random.nextInt(1, 60))).toString().substring(0, 16));
        }
        if (random.nextInt(4) == 0) {
            schedule.add("skip_if_success: true");
        }
        if (random.nextInt(4) == 0) {
            schedule.add("gap: " + any(List.of("skip", "shift")));
        }
        return "dag: " + id + "\nmax_active_runs: " + random.nextInt(1, 3) + "\nschedule: {" + String.join(", ", schedule)
                + "}\nrun_retries: " + random.nextInt(2) + "\ntasks:\n  a: {run: a}\n";
    }

    /** Lives the whole story, and says what is not as it must be. */
    void live() {
        for (int step = 0; step < 60; step++) {
            if (random.nextInt(4) == 0) {
                untilCrash = random.nextInt(1, 12);
            }
            try {
                step();
            } catch (Crash e) {
                crashes++;
                dies();
                if (fault != Fault.NONE) {
                    memory.meddle(fault.sql.replace("DAG", "dag_id like 'dag-" + seed + "-%'"));
                }
            }
        }
        untilCrash = Integer.MAX_VALUE;
        lives();
        for (var dag : files.keySet()) {
            wish(dag, Wish.Verb.RESUME_DAG);
        }
        for (int n = 0; n < 300 && !(running.isEmpty() && store().backfills().active().isEmpty()); n++) {
            for (int ends = 0; ends < 50 && !running.isEmpty(); ends++) {
                ends(running.remove(), Exit.success(Map.of()));
                turnOn();
            }
            passes(Duration.ofMinutes(10));
        }
        clock.passes(Duration.ofDays(9));
        turnOn();
        check();
        dies();
    }

    private void step() {
        if (works == null) {
            lives();
        }
        switch (random.nextInt(13)) {
            case 0, 1, 2, 3, 4 -> passes(Duration.ofMinutes(random.nextInt(1, 600)));
            case 5 -> clock.passes(Duration.ofMinutes(random.nextInt(1, 3000)));
            case 6 -> clock.passes(Duration.ofMinutes(-random.nextInt(1, 600)));
            case 7 -> {
                dies();
                clock.passes(Duration.ofMinutes(random.nextInt(1, 3000)));
            }
            case 8 -> wish(any(List.copyOf(files.keySet())), any(List.of(Wish.Verb.PAUSE_DAG, Wish.Verb.RESUME_DAG)));
            case 9 -> backfill();
            default -> end();
        }
        if (works != null) {
            turnOn();
        }
    }

    private Clockwork works() {
        if (works == null) {
            throw new AssertionError("nobody lives");
        }
        return works;
    }

    private Store store() {
        if (store == null) {
            throw new AssertionError("no store is open");
        }
        return store;
    }

    private void lives() {
        if (works != null) {
            return;
        }
        store = memory.open();
        jobs = new SteeredOperator("command");
        jobs.answers(intent -> {
            mayCrash();
            running.add(intent);
            return new Submission.Accepted(intent.id().externalId(), null);
        });
        jobs.finds(this::found);
        works = new Clockwork(
                store(), Map.<String, Operator>of("command", jobs),
                Shift.settings(Path.of("logs"), new Capacity(Map.of(), 1000, _ -> true)), SchedulerSettings.of(Vault.EMPTY), clock,
                new SplittableRandom(1), this, Runnable::run);
        works().start();
        works().turn();
        works().dags(files.values().stream().map(this::scheduled).toList());
        store().ticks().standings().forEach(standing -> firstUnserved.putIfAbsent(standing.dag(), standing.servedUntil()));
        turnOn();
    }

    private ScheduledDag scheduled(String yaml) {
        Dag dag = dag(yaml);
        var version = store().pin(dag.id(), "dag.yaml", yaml, clock.instant());
        return new ScheduledDag(dag, version.id(), Path.of("dag.yaml"), yaml, timetable(dag));
    }

    private static Timetable timetable(Dag dag) {
        return Timetable.of(dag.id(), dag.schedule(), ZoneOffset.UTC, null);
    }

    private void dies() {
        works = null;
        var open = store;
        store = null;
        untilCrash = Integer.MAX_VALUE;
        if (open != null) {
            open.close();
        }
    }

    private void passes(Duration time) {
        var until = clock.instant().plus(time);
        for (var due = works().nextDue(); due != null && !due.isAfter(until); due = works().nextDue()) {
            if (due.isAfter(clock.instant())) {
                clock.passes(Duration.between(clock.instant(), due));
            }
            turnOn();
        }
    }

    /** Until there is nothing left to do now. */
    private void turnOn() {
        boolean more = true;
        for (works().ring(); more; ) {
            more = works().turn();
            works().flush();
            var due = works().nextDue();
            if (!more && due != null && !due.isAfter(clock.instant())) {
                works().ring();
                more = true;
            }
        }
    }

    private void end() {
        var launch = running.poll();
        if (launch != null) {
            ends(launch, random.nextInt(3) == 0 ? Exit.failure(Cause.USER, 1, "exit code 1") : Exit.success(Map.of()));
        }
    }

    private void ends(LaunchIntent launch, Exit exit) {
        ended.put(launch.id(), exit);
        jobs.ends(launch, exit);
    }

    /** Sooner or later somebody knows what became of it: what is being stopped waits for that for ever. */
    private Finding found(LaunchIntent launch) {
        var id = launch.id();
        var exit = ended.get(id);
        if (sought.merge(id, 1, Integer::sum) <= Math.floorMod(id.hashCode(), 3)) {   // no dice: worlds of one database are asked about each other's
            return new Finding.OutOfSight(id, "nobody looked");
        }
        if (exit != null) {
            return new Finding.AlreadyEnded(new News.Ended(id, 1, Instant.EPOCH, exit));
        }
        return running.contains(launch) ? new Finding.Alive(id, Instant.EPOCH, id.externalId(), null) : new Finding.NeverStarted(id);
    }

    private void backfill() {
        var dag = any(files.keySet().stream().filter(id -> follows(id) == null).toList());
        var from = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(random.nextInt(1, 5));
        wish(dag, Wish.Verb.BACKFILL, Map.of(
                "from", from.toString(), "to", from.plusDays(random.nextInt(2)).toString(), "max_active", (long) random.nextInt(1, 4)));
    }

    private Schedule.Trigger.@Nullable After follows(DagId id) {
        return dag(String.valueOf(files.get(id))).schedule().trigger() instanceof Schedule.Trigger.After after ? after : null;
    }

    private void wish(DagId dag, Wish.Verb verb) {
        wish(dag, verb, Map.of());
    }

    private void wish(DagId dag, Wish.Verb verb, Map<String, Object> details) {
        works().wish(new Wish(0, 0, dag, verb, List.of(), details, "ana", ""), "wish-" + dag + ++wishes);
        turnOn();
    }

    private void mayCrash() {
        if (--untilCrash <= 0) {
            throw new Crash();
        }
    }

    @Override
    public void settled(SettledTick tick) {
        mayCrash();
    }

    @Override
    public void committed(DagRun run, List<Change> changes) {
        mayCrash();
    }

    @Override
    public void over(RunPicture last) {
        mayCrash();
    }

    int crashes() {
        return crashes;
    }

    private void check() {
        for (var yaml : files.values()) {
            var dag = dag(yaml);
            var from = firstUnserved.get(dag.id());
            if (from == null) {
                throw new AssertionError(dag.id() + " was never seen");
            }
            var expected = timetable(dag).between(from, clock.instant()).stream().filter(tick -> !tick.startsAt().isAfter(clock.instant()))
                    .map(tick -> tick.at()).collect(Collectors.toCollection(TreeSet::new));
            var settled = store().ticks().since(dag.id(), Instant.EPOCH, 1_000_000);
            var follows = follows(dag.id());
            if (follows != null) {
                checkFollower(yaml, dag.id(), follows, settled);
            } else if (yaml.contains("@once") && !yaml.contains("start:")) {
                assertThat(settled).as("%s", yaml).hasSize(1);
            } else {
                assertThat(settled.stream().map(SettledTick::at)).as("ticks of %s", yaml).containsExactlyElementsOf(expected);
            }
            checkRuns(yaml, follows != null, settled, runs(dag.id()));
        }
        checkBackfills();
    }

    private List<DagRun> runs(DagId dag) {
        return store().backfills().runs(dag, Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));
    }

    /**
     * Nothing lies about that makes a tick; and of one DAG alone, each success did, or with {@code all} each date of one:
     * what waits together goes together.
     */
    private void checkFollower(String yaml, DagId dag, Schedule.Trigger.After follows, List<SettledTick> settled) {
        assertThat(Arrivals.decide(follows, ZoneOffset.UTC, store().ticks().pending(dag), clock.instant()).made()).as("heard by %s", yaml).isEmpty();
        if (follows.of().size() == 1 && follows.of().getFirst().match() == Dependency.Match.SAME_DATE) {
            var successes = runs(follows.of().getFirst().dag()).stream().filter(run -> run.state() == RunState.SUCCESS).map(DagRun::logicalDate).toList();
            var ticks = settled.stream().map(SettledTick::at).toList();
            if (follows.all()) {
                assertThat(successes).as("ticks of %s", yaml).containsAll(ticks);
                assertThat(dates(ticks)).as("ticks of %s", yaml).isEqualTo(dates(successes));
            } else {
                assertThat(ticks).as("ticks of %s", yaml).containsExactlyElementsOf(successes);
            }
        }
    }

    private static Set<LocalDate> dates(List<Instant> ticks) {
        return ticks.stream().map(tick -> LocalDate.ofInstant(tick, ZoneOffset.UTC)).collect(Collectors.toSet());
    }

    private void checkBackfills() {
        assertThat(store().backfills().active().stream().filter(backfill -> files.containsKey(backfill.dag()))).as("backfills under way").isEmpty();
        var ofItems = new TreeMap<Long, Instant>();
        for (var backfill : store().backfills().list(null, Long.MAX_VALUE, 1_000_000)) {
            for (var item : store().backfills().items(backfill.id(), 0, 1_000_000)) {
                assertThat(item.run() == null).as("%s", item).isEqualTo(item.state() != BackfillItem.State.RUN);
                if (item.run() != null) {
                    assertThat(ofItems.put(item.run(), item.tick())).as("%s", item).isNull();
                }
            }
        }
        for (var dag : files.keySet()) {
            assertThat(runs(dag).stream().filter(run -> run.type() == RunType.BACKFILL)).as("runs of backfills of %s", dag)
                    .allMatch(run -> run.logicalDate().equals(ofItems.get(run.id())));
        }
    }

    private void checkRuns(String yaml, boolean follows, List<SettledTick> settled, List<DagRun> all) {
        for (var tick : settled) {
            assertThat(tick.state() == SettledTick.State.RUN).as("%s of %s", tick, yaml).isEqualTo(tick.run() != null);
            assertThat(tick.reason().isEmpty()).as("%s of %s has its reason", tick, yaml).isEqualTo(tick.run() != null);
        }
        var dates = settled.stream().filter(tick -> tick.run() != null).map(SettledTick::at).toList();
        var runs = all.stream().filter(run -> run.type() != RunType.BACKFILL).toList();
        assertThat(runs).as("each run is of one tick of %s", yaml).allMatch(run -> run.type() == (follows ? RunType.TRIGGERED : RunType.SCHEDULED))
                .extracting(DagRun::logicalDate).containsExactlyElementsOf(dates);
        assertThat(runs.stream().filter(run -> run.state() == RunState.RUNNING).count()).as("active runs of %s", yaml)
                .isLessThanOrEqualTo(dag(yaml).maxActiveRuns());
    }
}
