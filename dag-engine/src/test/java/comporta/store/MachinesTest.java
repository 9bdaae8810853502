package comporta.store;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.decide.Change;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import comporta.operator.MachineNews;
import comporta.run.DagRun;
import comporta.run.Launch;
import comporta.run.TaskInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is paid for is on record with the launch and the lease that tell of it. */
@OnEachDatabase
class MachinesTest {
    private static final DagId DAG = new DagId("nightly");
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    @TempDir
    Path folder;

    private final Databases databases;
    private FreshDatabase database;
    private Store store;
    private DagRun run;

    MachinesTest(Databases databases) {
        this.databases = databases;
    }

    @BeforeEach
    void open() {
        database = databases.withTables(folder);
        store = database.open();
        var version = store.pin(DAG, "/dags/nightly.yaml", "dag: nightly", NOON);
        run = store.create(new Chance(3).newRun(DAG, "r", version.id()), List.of(TaskInstance.fresh(0)), List.of(new TaskId("up")));
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    private static Instant after(int seconds) {
        return NOON.plusSeconds(seconds);
    }

    private Launch machine(int number) {
        Map<String, Object> wish = Map.of("lease", "L1", "pool", "p", "slave_type", "p", "instance_type", "m5.2xlarge", "market", "spot-with-fallback");
        var id = new LaunchId(DAG, "r", new TaskId("up"), -1, 1, number);
        return Launch.intended(new LaunchIntent(id, "scale-ec2", new LaunchSpec(wish), "secret"), 0, NOON);
    }

    private void commit(Launch... steps) {
        store.commit(List.of(steps).stream().<Change>map(step -> new Change.LaunchMoved(run.id(), step, step.at())).toList());
    }

    private List<String> told() {
        return store.machines().of(run.id()).stream()
                .map(each -> each.task() + " " + each.id() + " " + each.type() + " " + each.market() + " "
                        + Duration.between(NOON, each.startedAt()).toSeconds()
                        + ".." + (each.endedAt() == null ? "" : Duration.between(NOON, each.endedAt()).toSeconds()))
                .toList();
    }

    private static Exit up(String id, String type, String market) {
        return Exit.success(Map.of("instance_id", id, "instance_type", type, "market", market));
    }

    @Test
    void fromTheLaunchToTheEndOfTheLease() {
        var first = machine(1);
        var second = machine(2);
        commit(first, second);
        assertThat(told()).as("nobody has heard of them yet").isEmpty();
        var taken = first.seen(Launch.State.ACCEPTED, "x", null, -1, after(1));
        commit(taken, second.seen(Launch.State.ACCEPTED, "y", null, -1, after(2)));
        assertThat(told()).containsExactly("up null m5.2xlarge spot 1..", "up null m5.2xlarge spot 2..");
        commit(taken.seen(Launch.State.RUNNING, "x", null, 1, after(5)), taken.ended(up("i-1", "m5n.2xlarge", "on-demand"), after(90)),
                second.ended(Exit.failure(Cause.PLATFORM, null, "gone"), after(60)));
        assertThat(told()).as("how it came is known; one that did not come is paid for until then")
                .containsExactly("up i-1 m5n.2xlarge on-demand 1..", "up null m5.2xlarge spot 2..60");
        lease(Lease.State.OPEN, null);
        assertThat(told()).first().isEqualTo("up i-1 m5n.2xlarge on-demand 1..");
        lease(Lease.State.CLOSED, after(600));
        assertThat(told()).containsExactly("up i-1 m5n.2xlarge on-demand 1..600", "up null m5.2xlarge spot 2..60");
    }

    private void lease(Lease.State state, @Nullable Instant closed) {
        var terms = new LeaseTerms("p", "p", "simulated", 2, Duration.ofHours(12), Duration.ZERO);
        store.commit(List.of(new Change.LeaseMoved(new Lease("L1", run.id(), 0, -1, 1, terms, state, 1, NOON, after(43_200), null, closed), NOON)));
    }

    @Test
    void allInOneCommitIsTheSame() {
        var one = machine(1);
        commit(one, one.seen(Launch.State.ACCEPTED, "x", null, -1, after(1)), one.ended(up("i-1", "m5.2xlarge", "spot"), after(90)));
        assertThat(told()).containsExactly("up i-1 m5.2xlarge spot 1..");
    }

    @Test
    void aMachineThatIsSeenToBeGoneEndsThen() {
        var one = machine(1);
        commit(one, one.seen(Launch.State.ACCEPTED, "x", null, -1, after(1)), one.ended(up("i-1", "m5.2xlarge", "spot"), after(90)));
        store.machines().moved(new MachineNews.Gone("i-1", after(300)));
        lease(Lease.State.CLOSED, after(600));
        assertThat(told()).containsExactly("up i-1 m5.2xlarge spot 1..300");
    }

    @Test
    void thatAMachineIsToGoIsKnownForAsLongAsItIsUp() {
        var one = machine(1);
        var ana = new Deed(after(200), "ana", Origin.COMMAND_LINE, null);
        assertThat(store.machines().notice("i-1", "it goes", ana)).as("it is not up").isFalse();
        commit(one, one.seen(Launch.State.ACCEPTED, "x", null, -1, after(1)), one.ended(up("i-1", "m5.2xlarge", "spot"), after(90)));
        assertThat(store.machines().notice("i-1", "it goes", ana)).isTrue();
        assertThat(store.machines().noticed(after(100))).containsExactly(Map.entry("i-1", "it goes"));
        assertThat(store.machines().noticed(after(200))).as("said before").isEmpty();
        assertThat(store.audit().before(Long.MAX_VALUE, new AuditFilter("machines/i-1", null, null, null), 10)).as("asked twice, done once").hasSize(1);
        store.machines().moved(new MachineNews.Gone("i-1", after(300)));
        assertThat(store.machines().noticed(after(100))).isEmpty();
        assertThat(store.machines().notice("i-1", "it goes", ana)).isFalse();
    }

    @Test
    void aMachineThatComesInPlaceOfALostOneIsPaidForOnceHoweverOftenItIsTold() {
        var one = machine(1);
        commit(one, one.seen(Launch.State.ACCEPTED, "x", null, -1, after(1)), one.ended(up("i-1", "m5.2xlarge", "spot"), after(90)));
        var replaced = new MachineNews.Replaced("i-1", "i-2", "m5n.2xlarge", "on-demand", after(305));
        store.machines().moved(new MachineNews.Gone("i-1", after(300)));
        store.machines().moved(replaced);
        store.machines().moved(replaced);
        lease(Lease.State.CLOSED, after(600));
        assertThat(told()).containsExactly("up i-1 m5.2xlarge spot 1..300", "up i-2 m5n.2xlarge on-demand 305..600");
    }

    @Test
    void aStretchOfTimeHasWhatLivedInIt() {
        var one = machine(1);
        commit(one, one.seen(Launch.State.ACCEPTED, "x", null, -1, after(100)), one.ended(up("i-1", "m5.2xlarge", "spot"), after(190)));
        lease(Lease.State.CLOSED, after(600));
        assertThat(store.machines().between(NOON, after(100), 10)).isEmpty();
        assertThat(store.machines().between(NOON, after(101), 10)).hasSize(1);
        assertThat(store.machines().between(after(599), after(900), 10)).hasSize(1);
        assertThat(store.machines().between(after(600), after(900), 10)).isEmpty();
    }

    @Test
    void whatIsNoMachineIsNotKept() {
        var id = new LaunchId(DAG, "r", new TaskId("up"), -1, 1, 1);
        var job = Launch.intended(new LaunchIntent(id, "command", new LaunchSpec(Map.of("lease", 7)), "secret"), 0, NOON);
        commit(job, job.seen(Launch.State.ACCEPTED, "x", null, -1, after(1)));
        assertThat(told()).isEmpty();
    }
}
