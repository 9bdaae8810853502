package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.dag.Moment;
import comporta.decide.Capacity;
import comporta.decide.Wish;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.run.DagRun;
import comporta.store.FreshPostgresql;
import comporta.store.LeadLost;
import comporta.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two schedulers with all their threads on one PostgreSQL. */
class LeadingTest {
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final String YAML = """
            dag: two
            tasks:
              a: {run: a}
              b: {run: b, depends_on: a}
            """;
    private static final Dag DAG = Shift.dag(YAML);
    /** As if somebody else had claimed the lead and was gone already. */
    private static final String TAKEN =
            "update leader_lease set epoch = epoch + 1, until_at = clock_timestamp() - interval '1 millisecond'";

    @RegisterExtension
    final FreshPostgresql database = new FreshPostgresql();

    @TempDir
    Path folder;

    private final SteeredClock clock = new SteeredClock("2030-01-01T00:00:00Z");
    private final SteeredOperator jobs = new SteeredOperator("command");
    private Scheduler one;
    private Scheduler two;

    /** A process, nearly. */
    private final class Scheduler implements AutoCloseable {
        final Store store = Store.standBy(database.settings());
        final Seen seen = new Seen(DAG);
        final Leading leading;

        Scheduler(boolean mayLead) {
            leading = new Leading(store, LEASE, mayLead, clock, this::begin);
            leading.start();
        }

        private Term begin() {
            var engine = new Engine(
                    store, Map.of(jobs.name(), jobs), Shift.settings(folder, new Capacity(Map.of(), 100, _ -> true)), new SteeredAlarm(), clock,
                    RandomGeneratorFactory.of("L64X128MixRandom").create(1), seen);
            engine.start();
            return new Term() {
                @Override
                public Engine engine() {
                    return engine;
                }

                @Override
                public void close() {
                    engine.close();
                }
            };
        }

        Engine awaitLead() {
            while (leading.engine().isEmpty()) {
                Moment.pass();
            }
            return leading.engine().orElseThrow();
        }

        @Override
        public void close() {
            leading.close();
            store.close();
        }
    }

    @BeforeEach
    void start() {
        one = new Scheduler(true);
        one.awaitLead();
        two = new Scheduler(true);
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    /** Either may be the next. */
    private Scheduler awaitAnother(Engine before) {
        while (true) {
            for (var scheduler : List.of(one, two)) {
                if (scheduler.leading.engine().filter(engine -> engine != before).isPresent()) {
                    return scheduler;
                }
            }
            Moment.pass();
        }
    }

    private DagRun begin(Scheduler leader) {
        return leader.awaitLead()
                .begin(DAG, Path.of("two.yaml"), YAML, version -> Shift.newRun(DAG, "manual-1", version, clock.instant()), Set.of())
                .join();
    }

    private void awaitSubmitted(String launch) {
        while (!jobs.submitted().contains(launch)) {
            Moment.pass();
        }
    }

    private static Finding alive(LaunchIntent intent) {
        return new Finding.Alive(intent.id(), Instant.EPOCH, "x", null);
    }

    @Test
    void whoLosesTheLeadDropsEverythingAndTheNextGoesOn() throws InterruptedException {
        jobs.finds(LeadingTest::alive);
        var run = begin(one);
        awaitSubmitted("a.t1");
        var before = one.awaitLead();
        database.meddle(TAKEN);
        var next = awaitAnother(before);
        assertThatThrownBy(() -> before.onLoop(() -> one.store.pin(DAG.id(), "", "", clock.instant())).join())
                .hasCauseInstanceOf(EngineClosed.class);
        jobs.succeeds("a");
        awaitSubmitted("b.t1");
        jobs.succeeds("b");
        next.seen.awaitOver();
        assertThat(two.store.look(run.id()).run().state().word()).isEqualTo("success");
        assertThat(jobs.submitted()).containsExactly("a.t1", "b.t1");
    }

    @Test
    void whoClosesIsFollowedAtOnce() {
        one.leading.close();
        two.awaitLead();
        assertThat(two.store.lead().seen()).get().satisfies(leader -> assertThat(leader.epoch()).isEqualTo(2));
    }

    @Test
    void whoStandsByWritesNothingOfTheEngines() {
        assertThatThrownBy(() -> two.leading.write(() -> two.store.pin(DAG.id(), "", "", clock.instant())).join())
                .hasCauseInstanceOf(LeadLost.class);
    }

    @Test
    void aWishMadeAtAStandByIsGrantedByTheLeader() {
        var run = begin(one);
        awaitSubmitted("a.t1");
        var wish = two.leading.wish(new Wish(0, run.id(), Wish.Verb.PAUSE, List.of(), "ana", ""), "one").join();
        while (two.store.outcome(wish).isEmpty()) {
            Moment.pass();
        }
        assertThat(two.store.outcome(wish)).contains("granted");
        assertThat(two.leading.engine()).isEmpty();
    }

    @Test
    void whoMayNotLeadServesAllTheSame() {
        one.leading.close();
        two.leading.close();
        try (var web = new Scheduler(false)) {
            assertThat(web.leading.write(() -> web.store.has(1)).join()).isFalse();
            assertThat(web.leading.engine()).isEmpty();
            assertThatThrownBy(() -> web.leading.write(() -> web.store.pin(new DagId("x"), "", "", clock.instant())).join())
                    .hasCauseInstanceOf(LeadLost.class);
        }
    }

    @Test
    void whatIsAskedOfAClosedOneIsRefused() {
        one.leading.close();
        assertThatThrownBy(() -> one.leading.write(() -> 1).join()).hasCauseInstanceOf(EngineClosed.class);
    }
}
