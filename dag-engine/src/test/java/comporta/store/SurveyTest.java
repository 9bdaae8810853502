package comporta.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.decide.Change;
import comporta.decide.TimeLimit;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import comporta.operator.Progress;
import comporta.run.DagRun;
import comporta.run.Launch;
import comporta.run.RunState;
import comporta.run.RunType;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEachDatabase
class SurveyTest {
    private static final DagId NIGHTLY = new DagId("nightly");
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final Instant NEXT = NOON.plus(Duration.ofDays(1));

    private final Databases databases;

    @TempDir
    Path folder;

    private FreshDatabase database;
    private Store store;
    private Survey survey;

    SurveyTest(Databases databases) {
        this.databases = databases;
    }

    @BeforeEach
    void open() {
        database = databases.withTables(folder);
        store = database.open();
        survey = store.survey();
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    private DagRun run(String key, Instant at) {
        var version = store.pin(NIGHTLY, "/dags/nightly.yaml", "tasks: two", NOON);
        return store.create(
                new NewRun(NIGHTLY, key, version.id(), RunType.SCHEDULED, at, at.minusSeconds(60), at, Map.of(), Map.of(), "", at),
                List.of(TaskInstance.fresh(0), TaskInstance.fresh(1)), List.of(new TaskId("extract"), new TaskId("load")));
    }

    private static Instant hour(int hours) {
        return NOON.plus(Duration.ofHours(hours));
    }

    private static List<String> keys(List<ListedRun> runs) {
        return runs.stream().map(each -> each.run().key()).toList();
    }

    @Test
    void whatIsDecidedOfCpusIsOnRecordWithItsLaunchAndWhenItTookHold() {
        var run = run("first", NOON);
        var decided = launch(run, 2, Map.of("cpus", 0.5, "from", 1L, "why", "there is time"));
        store.commit(List.of(
                new Change.LaunchMoved(run.id(), launch(run, 1, Map.of()), hour(1)), new Change.LaunchMoved(run.id(), decided, hour(1))));
        assertThat(survey.shares(NOON, NEXT, 10)).singleElement().satisfies(share -> {
            assertThat(share).extracting(CpuShare::key, CpuShare::task, CpuShare::launch, CpuShare::decidedAt, CpuShare::appliedAt)
                    .containsExactly("first", "load", 2, hour(1), null);
            assertThat(share.body()).containsEntry("why", "there is time");
        });
        store.commit(List.of(new Change.LaunchMoved(run.id(), decided.seen(Launch.State.RUNNING, "x", null, 1, hour(2)), hour(2))));
        store.commit(List.of(new Change.LaunchMoved(run.id(), decided.seen(Launch.State.RUNNING, "x", null, 2, hour(3)), hour(3))));
        assertThat(survey.shares(NOON, NEXT, 10)).singleElement().extracting(CpuShare::appliedAt).isEqualTo(hour(2));
        assertThat(survey.shares(hour(2), NEXT, 10)).isEmpty();
        assertThat(store.history(run.id(), 0, 100)).as("history").anySatisfy(row -> assertThat(row.body()).containsEntry("cpus_why", "there is time"));
    }

    private static Launch launch(DagRun run, int number, Map<String, Object> decision) {
        Map<String, Object> spec = decision.isEmpty() ? Map.of() : Map.of("elasticity", Map.of("decision", decision));
        return Launch.intended(
                new LaunchIntent(new LaunchId(NIGHTLY, run.key(), new TaskId("load"), -1, 1, number), "model", new LaunchSpec(spec), "token"), 1, hour(1));
    }

    @Test
    void aNightHasTheRunsThatWereMadeInIt() {
        run("before", NOON.minusMillis(1));
        run("first", NOON);
        run("last", NEXT.minusMillis(1));
        run("after", NEXT);
        assertThat(keys(survey.made(NOON, NEXT, 10))).containsExactly("last", "first");
        assertThat(keys(survey.made(NOON, NEXT, 1))).containsExactly("last");
        assertThat(survey.spans(NIGHTLY, NOON, NEXT, 10)).extracting(RunSpan::key, RunSpan::state, RunSpan::intervalEnd)
                .containsExactly(
                        tuple("last", RunState.QUEUED, NEXT.minusMillis(1)),
                        tuple("first", RunState.QUEUED, NOON));
    }

    @Test
    void whoseRunsHaveMovedSinceIsKnown() {
        var run = run("first", NOON);
        var seen = store.archive().lastEvent();
        assertThat(survey.stirred(seen)).isEmpty();
        assertThat(survey.stirred(0)).containsExactly(NIGHTLY);
        store.commit(List.of(new Change.RunMoved(run, run.started(hour(1)), hour(1))));
        assertThat(survey.stirred(seen)).containsExactly(NIGHTLY);
        assertThat(store.archive().names(10)).containsExactly(new Archive.NamedRun(NIGHTLY, "first", RunState.RUNNING));
    }

    @Test
    void ticksAreFoundByWhatBecameOfThem() {
        store.ticks().settle(List.of(
                new Ticks.NewTick(NIGHTLY, hour(1), SettledTick.State.MISSED, "nobody was there", null),
                new Ticks.NewTick(NIGHTLY, hour(2), SettledTick.State.SKIPPED, "a holiday", null),
                new Ticks.NewTick(NIGHTLY, hour(30), SettledTick.State.MISSED, "nobody was there", null)), List.of(), List.of(), List.of(), NOON);
        assertThat(survey.ticks(SettledTick.State.MISSED, NOON, NEXT, 10)).extracting(SettledTick::at).containsExactly(hour(1));
        assertThat(survey.ticks(SettledTick.State.SKIPPED, NOON, NEXT, 10)).extracting(SettledTick::reason).containsExactly("a holiday");
    }

    @Test
    void deadlinesComeWithTheirRunAndTask() {
        var run = run("one", NOON);
        store.commit(List.of(
                new Change.LimitMoved(run.id(), new TimeLimit(TimeLimit.Kind.DEADLINE, TimeLimit.RUN, -1, 0, hour(6), TimeLimit.State.PENDING, null), NOON),
                new Change.LimitMoved(run.id(), new TimeLimit(TimeLimit.Kind.DEADLINE, 1, -1, 0, hour(5), TimeLimit.State.MISSED, hour(5)), NOON),
                new Change.LimitMoved(run.id(), new TimeLimit(TimeLimit.Kind.LONGER_THAN, 1, -1, 0, hour(4), TimeLimit.State.PENDING, null), NOON),
                new Change.LimitMoved(run.id(), new TimeLimit(TimeLimit.Kind.DEADLINE, 0, -1, 0, hour(40), TimeLimit.State.PENDING, null), NOON)));
        var due = survey.deadlines(NOON, NEXT, 10);
        assertThat(due).extracting(DueDeadline::key).containsExactly("one", "one");
        assertThat(due.getFirst().task()).isEqualTo(new TaskId("load"));
        assertThat(due.getFirst().limit().state()).isEqualTo(TimeLimit.State.MISSED);
        assertThat(due.getLast().task()).isNull();
    }

    @Test
    void leasesComeWithWhoHoldsThem() {
        var run = run("one", NOON);
        var terms = new LeaseTerms("itaipu", "itaipu", "simulated", 4, Duration.ofHours(6), Duration.ZERO);
        var lease = new Lease("l1", run.id(), 0, -1, 1, terms, Lease.State.OPEN, 4, hour(1), hour(7), null, null);
        store.commit(List.of(new Change.LeaseMoved(lease, hour(1))));
        assertThat(survey.openLeases()).singleElement().satisfies(each -> {
            assertThat(each.key()).isEqualTo("one");
            assertThat(each.task()).isEqualTo("extract");
            assertThat(each.isOver()).isFalse();
        });
        store.commit(List.of(new Change.LeaseMoved(lease.in(Lease.State.CLOSED, 0, hour(2)), hour(2))));
        assertThat(survey.openLeases()).isEmpty();
        assertThat(survey.leases(NOON, NEXT, 10)).hasSize(1);
        assertThat(survey.leases(NEXT, NEXT.plusSeconds(1), 10)).isEmpty();
        assertThat(survey.leases(run.id())).extracting(each -> each.lease().closedAt()).containsExactly(hour(2));
    }

    @Test
    void tasksOfManyRunsAreToldAtOnce() {
        var one = run("one", NOON);
        var two = run("two", hour(1));
        var done = new TaskInstance(
                0, -1, new TaskState.Success(), 2, 0, 0, true, hour(1), hour(1), hour(2), null, Progress.NONE, 0);
        store.commit(List.of(
                new Change.TaskMoved(one.id(), TaskInstance.fresh(0), done, hour(2)),
                new Change.TryOpened(one.id(), 0, -1, 1, Map.of(), NOON),
                new Change.TryClosed(one.id(), 0, -1, 1, Exit.failure(Cause.PLATFORM, null, "lost"), hour(1)),
                new Change.TryOpened(one.id(), 0, -1, 2, Map.of(), hour(1))));
        assertThat(survey.marks(List.of(one.id(), two.id()))).extracting(each -> each.task() + " " + each.state() + " " + each.tries())
                .containsExactly("extract success 2", "load waiting 0", "extract waiting 0", "load waiting 0");
        assertThat(survey.took(List.of(one.id(), two.id()))).extracting(TaskSpan::task, TaskSpan::endedAt)
                .containsExactly(tuple(new TaskId("extract"), hour(2)));
        assertThat(survey.tries(one.id())).extracting(TrySpan::number, TrySpan::closedAt, TrySpan::cause).containsExactly(
                tuple(1, hour(1), Cause.PLATFORM), tuple(2, null, null));
        assertThat(store.archive().order(one.id())).containsExactly(new TaskId("extract"), new TaskId("load"));
    }
}
