package comporta.decide;

import static comporta.decide.Dags.dag;
import static comporta.decide.Dags.group;
import static comporta.decide.Dags.over;
import static comporta.decide.Dags.task;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.FailureMode;
import comporta.dag.PlainData;
import comporta.dag.Timeouts;
import comporta.forecast.Outlook;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.News;
import comporta.operator.Progress;
import comporta.operator.Submission;
import comporta.run.TaskState;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that stand still: each condition is named, with its end, and doing what is said to free the task frees it. */
class WhyTest {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    /**
     * A run that stands still.
     *
     * @param others runs beside it
     * @param isFreed whether doing all that is said to unblock it lets it start
     * @param reasons {@code code: text [exact 00:05:00] {what would unblock it}}
     */
    record Stuck(String name, Scenario run, List<Scenario> others, String task, boolean isFreed, List<String> reasons) {
        @Override
        public String toString() {
            return name;
        }

        Situation situation() {
            return new Situation(run.view, Stream.concat(Stream.of(run), others.stream()).map(each -> each.view).toList(), null,
                    view -> Outlook.ends(view, Map.of(), run.now()), run.now());
        }

        Why why() {
            return Why.of(situation(), run.number(task));
        }
    }

    private static Stuck freed(String name, Scenario run, String task, String... reasons) {
        return new Stuck(name, run, List.of(), task, true, List.of(reasons));
    }

    private static Stuck stuck(String name, Scenario run, String task, String... reasons) {
        return new Stuck(name, run, List.of(), task, false, List.of(reasons));
    }

    static Stream<Stuck> corpus() {
        return Stream.of(above(), rules(), slots(), holds(), outside(), machines()).flatMap(part -> part);
    }

    private static Stream<Stuck> above() {
        var one = Scenario.of(dag(task("a").expected(ofHours(1)), task("b", "a")));
        one.starts("a");
        var unknown = Scenario.of(dag(task("a"), task("b", "a")));
        unknown.starts("a");
        var two = Scenario.of(dag(task("a").expected(ofHours(1)), task("b").expected(ofHours(2)), task("c", "a", "b")));
        two.starts("a");
        two.starts("b");
        var chain = Scenario.of(dag(task("a").expected(ofHours(1)), task("b", "a").expected(ofHours(2)), task("c", "b")));
        chain.starts("a");
        var failed = Scenario.of(dag(task("a"), task("b", "a"), task("c", "b")));
        failed.fails("a");
        var far = Scenario.of(dag(task("a"), task("b", "a"), task("c", "b")));
        far.fails("a");
        var cancelled = Scenario.of(dag(task("a"), task("b", "a"), task("x")));
        cancelled.wishes(Wish.Verb.MARK_FAILED, "a");
        cancelled.ends("a", Exit.failure(Cause.OPERATOR, null, "stopped"));
        var paused = Scenario.of(dag(task("a").expected(ofHours(1)), task("b", "a")));
        paused.starts("a");
        paused.wishes(Wish.Verb.PAUSE);
        var late = Scenario.of(dag(task("a").expected(ofHours(1)), task("b", "a")));
        late.starts("a");
        late.timePasses(ofMinutes(70));
        var retrying = Scenario.of(dag(task("a").retries(2, ofMinutes(5)).expected(ofHours(1)), task("b", "a")));
        retrying.fails("a");
        return Stream.of(
                freed("one task above runs", one, "b", "upstream: Waits for a (running), likely 01:00. [predicted 01:00:00] {Mark a as success}"),
                freed("of the one above nobody knows how long it takes", unknown, "b", "upstream: Waits for a (running). {Mark a as success}"),
                freed("two above run, the later one comes first", two, "c",
                        "upstream: Waits for b (running), likely 02:00. [predicted 02:00:00] {Mark b as success}",
                        "upstream: Waits for a (running), likely 01:00. [predicted 01:00:00] {Mark a as success}"),
                freed("the one above waits itself", chain, "c",
                        "upstream: Waits for b (waiting), likely 03:00. [predicted 03:00:00] {Mark b as success}"),
                freed("one above that failed", failed, "b",
                        "upstream: Cannot run: a failed (exit code 1), and its rule all_success cannot hold any more. {Clear a, b: they run again}"),
                freed("one far above failed", far, "c",
                        "upstream: Cannot run: a failed (exit code 1), and its rule all_success cannot hold any more. {Clear a, b, c: they run again}"),
                freed("one above was marked failed", cancelled, "b",
                        "upstream: Cannot run: a failed (marked failed by ana), and its rule all_success cannot hold any more. {Clear a, b: they run again}"),
                freed("one above runs, and the run is paused", paused, "b",
                        "upstream: Waits for a (running), likely 01:00. [predicted 01:00:00] {Mark a as success}",
                        "run_paused: The run is paused: what runs goes on, nothing new starts. {Resume the run}"),
                freed("one above is over its time", late, "b", "upstream: Waits for a (running), likely 01:10:00. [predicted 01:10:00] {Mark a as success}"),
                freed("one above waits for its next try", retrying, "b",
                        "upstream: Waits for a (up_for_retry), likely 01:05. [predicted 01:05:44] {Mark a as success}"));
    }

    private static Stream<Stuck> rules() {
        var allDone = Scenario.of(dag(task("a"), task("b").expected(ofHours(1)), task("c").expected(ofHours(2)), task("d", "a", "b", "c").rule("all_done")));
        allDone.fails("a");
        allDone.starts("b");
        allDone.starts("c");
        var one = Scenario.of(dag(task("a").expected(ofHours(1)), task("b").expected(ofHours(2)), task("c", "a", "b").rule("one_success")));
        one.starts("a");
        one.starts("b");
        var oneFailed = Scenario.of(dag(task("a").expected(ofHours(1)), task("b", "a").rule("one_failed")));
        oneFailed.starts("a");
        var skipped = Scenario.of(dag(task("a"), task("b", "a").rule("all_skipped")));
        skipped.starts("a");
        var teardown = Scenario.of(dag(task("up"), task("work", "up").expected(ofHours(1)), task("down", "work").tearsDown("up")));
        teardown.succeeds("up");
        teardown.starts("work");
        var none = Scenario.of(dag(task("a"), task("b"), task("c", "a", "b").rule("none_failed")));
        none.succeeds("a");
        none.starts("b");
        return Stream.of(
                freed("all_done", allDone, "d", "rule: Rule all_done: 2 of 3 upstream are not at rest (c running, b running), likely 02:00. "
                        + "[predicted 02:00:00] {Mark c, b as success}"),
                freed("one_success: the first one counts", one, "c",
                        "rule: Rule one_success: 2 of 2 upstream are not at rest (b running, a running), likely 01:00. [predicted 01:00:00] {Mark b as success}"),
                stuck("one_failed: nobody wishes for that", oneFailed, "b",
                        "rule: Rule one_failed: 1 of 1 upstream are not at rest (a running), likely 01:00. [predicted 01:00:00]"),
                freed("all_skipped", skipped, "b", "rule: Rule all_skipped: 1 of 1 upstream are not at rest (a running). {Skip a}"),
                freed("none_failed", none, "c", "rule: Rule none_failed: 1 of 2 upstream are not at rest (b running). {Mark b as success}"),
                freed("a teardown", teardown, "down", "rule: A teardown waits until its set-up and all that lies between are at rest: work running, "
                        + "likely 01:00. [predicted 01:00:00] {Mark work as success}"));
    }

    private static Stream<Stuck> slots() {
        var full = Scenario.of(dag(task("a").pool("models", 2).expected(ofHours(1)), task("b").pool("models", 1).weight(-1)), Map.of("models", 2));
        full.starts("a");
        var none = Scenario.of(dag(task("a").pool("closed", 1)), Map.of("closed", 0));
        var shut = Scenario.of(dag(task("a").pool("models", 1)), Map.of("models", 0));
        shut.resizes(Map.of("models", 5), Set.of("models"));
        var wholeDag = Scenario.of(dag(task("a").weight(1), task("b")), Map.of("dag:nightly", 1));
        wholeDag.starts("a");
        var line = Scenario.of(
                dag(task("a").pool("models", 1).weight(9), task("b").pool("models", 1).weight(5), task("c").pool("models", 1)), Map.of("models", 1));
        line.starts("a");
        var kept = Scenario.of(
                dag(task("a").pool("models", 1).weight(9), task("b").pool("models", 2).weight(5), task("c").pool("models", 1)), Map.of("models", 2));
        kept.starts("a");
        var first = Scenario.of(dag(task("a").pool("models", 1).expected(ofHours(1))), Map.of("models", 1));
        first.starts("a");
        var second = first.beside(dag(task("z").pool("models", 1)), Map.of("models", 1));
        var run = Scenario.of(dag(FailureMode.FINISH_POSSIBLE, null, 1, task("a").expected(ofHours(1)).weight(1), task("b")));
        run.starts("a");
        var pausedPool = Scenario.of(dag(task("a").pool("models", 1).weight(1), task("b").pool("models", 1)), Map.of("models", 1));
        pausedPool.starts("a");
        pausedPool.wishes(Wish.Verb.PAUSE);
        var grouped = Scenario.of(dag(group("g").maxActive(1), task("a").in("g").weight(1), task("b").in("g")));
        grouped.starts("a");
        var parallel = Scenario.of(dag(task("s").expand(over(List.of(1, 2), 1, 0))));
        parallel.starts("s[0]");
        var turns = Scenario.of(dag(group("g").expand(over(List.of(1, 2), 1, 0)), task("x").in("g"), task("y", "x").in("g")));
        turns.starts("x[0]");
        return Stream.of(
                freed("a pool is full", full, "b",
                        "pool_slots: Pool models is full: 2 of 2 slots (a). First in line, likely 01:00. [predicted 01:00:00] {Give pool models 3 slots}"),
                freed("a pool without slots", none, "a", "pool_slots: Pool closed has no slots. First in line. {Give pool closed 1 slot}"),
                freed("a pool is paused", shut, "a", "pool_slots: Pool models is paused: it gives no slots. {Resume pool models}"),
                freed("the DAG's own limit", wholeDag, "b",
                        "dag_limit: The limit of DAG nightly is full: 1 of 1 slots (a). First in line. {Give pool dag:nightly 2 slots}"),
                freed("second in line for a pool", line, "c", "pool_slots: Pool models is full: 1 of 1 slots (a). 1 goes first. {Give pool models 2 slots}"),
                freed("free slots are kept for who goes first", kept, "c",
                        "pool_slots: Pool models has 1 of 2 slots free, and keeps them for b, which goes first and wants 2. {Give pool models 4 slots}"),
                new Stuck("another run has the pool", second, List.of(first), "z", true, List.of(
                        "pool_slots: Pool models is full: 1 of 1 slots (nightly/manual-1/a). First in line, likely 01:00. [predicted 01:00:00] "
                                + "{Give pool models 2 slots}")),
                freed("the run is paused and the pool is full", pausedPool, "b",
                        "run_paused: The run is paused: what runs goes on, nothing new starts. {Resume the run}",
                        "pool_slots: Pool models is full: 1 of 1 slots (a). First in line. {Give pool models 2 slots}"),
                stuck("max_active_tasks of the run", run, "b", "run_limit: max_active_tasks of this run is full: 1 of 1 slots (a). First in line, "
                        + "likely 01:00. [predicted 01:00:00] {One of these has to end: a}"),
                stuck("max_active of a group", grouped, "b",
                        "task_limit: max_active of group nightly/g is full: 1 of 1 slots (a). First in line. {One of these has to end: a}"),
                stuck("max_parallel of a task", parallel, "s[1]",
                        "task_limit: max_parallel of s is reached: 1 of its items are under way (s[0] running); lower items go first. {Mark s[0] as success}"),
                stuck("max_parallel of a group", turns, "x[1]",
                        "task_limit: max_parallel of g is reached: 1 of its items are under way (x[0] running); lower items go first. {Mark x[0] as success}"));
    }

    private static Stream<Stuck> holds() {
        var breakpoint = Scenario.of(dag(task("a"), task("b", "a")));
        breakpoint.wishes(Wish.Verb.BREAKPOINT, "b");
        breakpoint.succeeds("a");
        var early = Scenario.of(dag(task("a").expected(ofHours(1)), task("b", "a")));
        early.starts("a");
        early.wishes(Wish.Verb.BREAKPOINT, "b");
        var past = Scenario.of(dag(task("a").past(false)));
        past.hearsOfOthers(false, "task a of manual-0 is failed");
        var other = Scenario.of(dag(task("a").afterDag("prices", ofHours(2))));
        other.hearsOfOthers(false, "DAG prices has no run of the same date yet");
        var approval = Scenario.of(dag(
                task("ok").approval(Map.of("message", "Go?")).timeouts(new Timeouts(ofHours(3), null, null, null)), task("b", "ok")));
        approval.hears("ok", (launch, sequence) -> new News.Deferred(launch, sequence, approval.now(), "ok"));
        return Stream.of(
                freed("a breakpoint", breakpoint, "b", "breakpoint: Stopped at a breakpoint of b. {Take the breakpoint of b away}"),
                freed("a breakpoint further down", early, "b",
                        "upstream: Waits for a (running), likely 01:00. [predicted 01:00:00] {Mark a as success}",
                        "breakpoint: Stopped at a breakpoint of b. {Take the breakpoint of b away}"),
                freed("the run before", past, "a", "past: Task a of manual-0 is failed. {Let a wait for no other run}"),
                freed("another DAG", other, "a",
                        "upstream: DAG prices has no run of the same date yet; fails at 02:00. {Let a wait for no other run}"),
                stuck("an approval", approval, "ok", "approval: Waits for approval since 00:00:00 until 03:00, then no. [exact 03:00:00] {Approve ok}"));
    }

    private static Stream<Stuck> outside() {
        var retry = Scenario.of(dag(task("a").retries(2, ofMinutes(10))));
        retry.fails("a");
        var platform = Scenario.of(dag(task("a")));
        platform.ends("a", Exit.failure(Cause.PLATFORM, null, "agent i-0b7e lost"));
        var sent = Scenario.of(dag(task("a")));
        var taken = Scenario.of(dag(task("a")));
        taken.answered("a", new Submission.Accepted("x1", null));
        var stopping = Scenario.of(dag(task("a")));
        stopping.starts("a");
        stopping.wishes(Wish.Verb.KILL, "a");
        stopping.timePasses(ofSeconds(6));
        var lost = Scenario.of(dag(task("a")));
        lost.starts("a");
        lost.hears("a", (launch, sequence) -> new News.Unreachable(launch, sequence, lost.now(), "agent i-0b7e does not answer"));
        var down = Scenario.of(dag(task("a")));
        down.answered("a", new Submission.Unknown("connection refused"));
        var sensor = Scenario.of(dag(task("a").timeouts(new Timeouts(ofHours(12), null, null, null))));
        sensor.hears("a", (launch, sequence) -> new News.Deferred(launch, sequence, sensor.now(), "a"));
        sensor.hears("a", (launch, sequence) -> new News.Progressed(launch, sequence, sensor.now(), new Progress(0, 0, 0, "/cards/_DONE is not there")));
        sensor.timePasses(ofSeconds(150));
        return Stream.of(
                freed("the wait before the next try", retry, "a",
                        "retry_delay: Try 2 of 3 at 00:11. Last: exit code 1 (user). [exact 00:11:28] {Clear a: it starts at once, its retries count anew}"),
                freed("the wait after a loss of the platform", platform, "a",
                        "retry_delay: Try 2 at 00:00:01. Last: agent i-0b7e lost (platform; does not use up your retries). [exact 00:00:01] "
                                + "{Clear a: it starts at once, its retries count anew}"),
                stuck("sent, and not confirmed", sent, "a", "launch_unconfirmed: Sent to local at 00:00:00; not confirmed yet. It will not be sent twice."),
                stuck("taken, and not seen running", taken, "a", "launch_unconfirmed: Taken by local at 00:00:00; nobody has seen it run yet."),
                stuck("asked to end", stopping, "a", "stop_unconfirmed: Asked to end at 00:00:00; local has not confirmed. Asking again at 00:00:15."),
                stuck("out of sight", lost, "a",
                        "unreachable: Lost sight of it at 00:00:00 (agent i-0b7e does not answer). Not started again before local says "
                        + "what became of it, at most until 06:00. [exact 06:00:00]"),
                stuck("the backend does not answer", down, "a", "backend_down: local has not answered since 00:00:00 (connection refused). Not sent again "
                        + "before it says what became of it, at most until 06:00. [exact 06:00:00]"),
                freed("a sensor", sensor, "a", "sensor: Waits since 00:00: /cards/_DONE is not there. Looks again by 00:03:00, gives up at 12:00. "
                        + "[exact 00:03:00] {Mark a as success}"));
    }

    private static Stream<Stuck> machines() {
        var booting = Scenario.of(dag(task("up").expected(ofMinutes(15)), task("work", "up"), task("down", "work").tearsDown("up")));
        booting.starts("up");
        var capacity = Scenario.of(dag(task("up"), task("work", "up"), task("down", "work").tearsDown("up")));
        capacity.ends("up", Exit.failure(Cause.PLATFORM, null, "no m5.2xlarge spot in us-east-1b"));
        return Stream.of(
                stuck("machines are booting", booting, "up",
                        "machines_booting: 0 of 1 machines of node pool pool registered; 1 are booting, likely 00:15. [predicted 00:15:00]"),
                stuck("what runs on machines that are booting", booting, "work",
                        "machines_booting: 0 of 1 machines of node pool pool registered; 1 are booting, likely 00:15. [predicted 00:15:00]"),
                freed("no machines to be had", capacity, "up",
                        "no_capacity: No machines for node pool pool: no m5.2xlarge spot in us-east-1b. Asked again at 00:00:01. [exact 00:00:01] "
                                + "{Clear up: it starts at once, its retries count anew}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void everyConditionIsNamed(Stuck stuck) {
        assertThat(stuck.why().reasons().stream().map(WhyTest::words)).containsExactlyElementsOf(stuck.reasons());
    }

    private static String words(Reason reason) {
        var unblock = reason.unblock();
        return reason.code().word() + ": " + reason.text()
                + (reason.until() == null ? "" : " [" + reason.untilIs().word() + " " + CLOCK.format(reason.until()) + "]")
                + (unblock == null ? "" : " {" + unblock.text() + "}");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    void doingWhatUnblocksItLetsItStart(Stuck stuck) {
        if (!stuck.isFreed()) {
            return;
        }
        for (var reason : stuck.why().reasons()) {
            carryOut(stuck.run(), Objects.requireNonNull(Objects.requireNonNull(reason.unblock()).deed()));
        }
        for (int round = 0; round < 5 && !isFree(stuck); round++) {
            othersEnd(stuck);
        }
        assertThat(isFree(stuck)).as("%s", stuck.run().states()).isTrue();
    }

    private static boolean isFree(Stuck stuck) {
        var state = stuck.run().view.instance(stuck.run().number(stuck.task())).state();
        return state instanceof TaskState.Launching || state instanceof TaskState.Running || state instanceof TaskState.Success;
    }

    /** Stops are confirmed; what had to be cleared above runs. */
    private static void othersEnd(Stuck stuck) {
        var run = stuck.run();
        for (var name : List.copyOf(run.states().keySet())) {
            var state = run.view.instance(run.number(name)).state();
            if (state instanceof TaskState.Stopping) {
                run.ends(name, Exit.failure(Cause.OPERATOR, null, "stopped"));
            } else if (!name.equals(stuck.task()) && state instanceof TaskState.Launching) {
                run.succeeds(name);
            }
        }
    }

    private static void carryOut(Scenario run, Deed deed) {
        var tasks = deed.tasks().toArray(String[]::new);
        switch (deed.verb()) {
            case CLEAR -> run.wishes(Wish.Verb.CLEAR, tasks);
            case MARK_SUCCESS -> run.wishes(Wish.Verb.MARK_SUCCESS, tasks);
            case SKIP -> run.wishes(Wish.Verb.SKIP, tasks);
            case RESUME_RUN -> run.wishes(Wish.Verb.RESUME);
            case RESIZE_POOL -> run.resizes(Map.of(String.valueOf(deed.details().get("pool")), (Integer) deed.details().get("slots")), Set.of());
            case RESUME_POOL -> run.resizes(Map.of(), Set.of());
            case BREAKPOINT -> run.wishes(Wish.Verb.BREAKPOINT, deed.details(), tasks);
            case BYPASS -> run.wishes(Wish.Verb.BYPASS, tasks);
            case RESUME_DAG, APPROVE -> throw new AssertionError(deed);
        }
    }

    @Test
    void theChainLeadsToWhatEverythingHangsOn() {
        var run = Scenario.of(dag(task("a").expected(ofHours(1)), task("b", "a").expected(ofHours(2)), task("c", "b"), task("d", "c")));
        run.starts("a");
        var why = freed("", run, "d").why();

        assertThat(why.summary().text()).isEqualTo("d: Waits for c (waiting).");
        assertThat(why.chain().stream().map(link -> link.task() + " " + link.state() + " " + link.reason().text())).containsExactly(
                "c waiting c: Waits for b (waiting), likely 03:00.", "b waiting b: Waits for a (running), likely 01:00.",
                "a running a runs since 00:00:00, try 1, likely 01:00.");
    }

    @Test
    void whatWouldHelpMostComesFirst() {
        var run = Scenario.of(dag(task("a").expected(ofHours(1)), task("b").expected(ofHours(2)), task("c", "a", "b")));
        run.starts("a");
        run.starts("b");

        assertThat(freed("", run, "c").why().whatIf().stream().map(row -> row.change().text())).containsExactly(
                "Mark b as success: would start at 01:00", "Mark a as success: would start at 02:00");
    }

    @Test
    void ofARunEveryWaitIsAnsweredFor() {
        var run = Scenario.of(dag(task("a"), task("b", "a"), task("c", "b"), task("d")));
        run.starts("a");
        run.succeeds("d");

        assertThat(Why.ofWaiting(freed("", run, "b").situation()).stream().map(Why::task)).containsExactly("b", "c");
    }

    @Test
    void anExpandedTaskAnswersForItsInstances() {
        var run = Scenario.of(dag(task("s").pool("one", 1).expand(over(List.of(1, 2, 3)))), Map.of("one", 1));
        run.starts("s[0]");

        assertThat(freed("", run, "s").why().reasons()).extracting(Reason::text).containsExactly(
                "Pool one is full: 1 of 1 slots (s[0]). First in line.", "Pool one is full: 1 of 1 slots (s[0]). 1 goes first.");
    }

    @Test
    void whatIsOverSaysHow() {
        var run = Scenario.of(dag(task("a"), task("b")));
        run.fails("a");
        run.starts("b");

        assertThat(freed("", run, "a").why().summary().text()).isEqualTo("a failed at 00:00:00: exit code 1 (user).");
        assertThat(freed("", run, "b").why().summary().text()).isEqualTo("b runs since 00:00:00, try 1.");
        assertThat(freed("", run, "b").why().reasons()).isEmpty();
    }

    @Test
    void programsReadTheSame() {
        var run = Scenario.of(dag(task("a").expected(ofHours(1)), task("b", "a")));
        run.starts("a");

        assertThat(PlainData.toJson(freed("", run, "b").why().data())).isEqualTo(PlainData.toJson(PlainData.fromJson("""
                {"task_id":"b","state":"waiting",
                 "summary":{"code":"upstream","args":{"task":"a","state":"running"},"text":"b: Waits for a (running), likely 01:00."},
                 "reasons":[{"code":"upstream","args":{"task":"a","state":"running"},"text":"Waits for a (running), likely 01:00.",
                   "subject":{"kind":"task","id":"a","href":"/dags/nightly/runs/manual-1/tasks/a"},"until":"2030-01-01T01:00:00.000000Z","until_p90":null,
                   "until_is":"predicted","unblock":{"text":"Mark a as success","starts_at":"2030-01-01T00:00:00.000000Z","p_late":null,"cost":null,
                     "action":{"verb":"mark_success","label":"Mark a as success","method":"POST","href":"/api/v1/dags/nightly/runs/manual-1/mark",
                       "body":{"tasks":["a"],"state":"success"},"dry_run":true,"danger":true,"primary":false}}}],
                 "chain":[{"task_id":"a","state":"running","reason":{"code":"running","args":{"task":"a"},"text":"a runs since 00:00:00, try 1, likely 01:00."},
                   "p50":"2030-01-01T01:00:00.000000Z"}],
                 "what_if":[{"change":{"code":"without_upstream","args":{"task":"a","state":"running"},"text":"Mark a as success: would start now"},
                   "starts_at":"2030-01-01T00:00:00.000000Z","p_late":null,"cost_delta":null,
                   "action":{"verb":"mark_success","label":"Mark a as success","method":"POST","href":"/api/v1/dags/nightly/runs/manual-1/mark",
                     "body":{"tasks":["a"],"state":"success"},"dry_run":true,"danger":true,"primary":false}}]}""")));
    }

    @Test
    void theCorpusIsLarge() {
        assertThat(corpus()).hasSizeGreaterThanOrEqualTo(30);

    }
}
