package comporta.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.dag.DagId;
import comporta.dag.Moment;
import comporta.decide.Wish;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two schedulers of one PostgreSQL. What time it is there, the tests say by moving the end of the lease. */
@Order(-20)
class LeaseTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final Duration LEASE = Duration.ofHours(1);
    private static final String RUN_OUT = "update leader_lease set until_at = clock_timestamp() - interval '1 millisecond'";
    private static final String OF_ANOTHER_MACHINE = "update leader_lease set process = 'another boot pid:[1] 1 1'";
    private static final String CUT =
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";

    @RegisterExtension
    final FreshPostgresql database = new FreshPostgresql();

    private Store first;
    private Store second;

    @BeforeEach
    void open() {
        first = Store.standBy(database.settings());
        second = Store.standBy(database.settings());
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private static void writes(Store store) {
        store.pin(new DagId("nightly"), "/dags/nightly.yaml", "dag: nightly", NOON);
    }

    @Test
    void whoStandsByWritesNothingOfTheEngines() {
        assertThat(first.lead().isHeld()).isFalse();
        assertThatThrownBy(() -> writes(first)).isInstanceOf(LeadLost.class);
        assertThat(first.live()).as("but reads").isEmpty();
        assertThat(post(first, "one")).as("and posts wishes").isPositive();
    }

    @Test
    void oneOfTwoHasTheLeadForAsLongAsItRenewsItInTime() {
        assertThat(first.claim(LEASE)).isTrue();
        writes(first);
        assertThat(second.claim(LEASE)).isFalse();
        assertThat(first.lead().renew()).isTrue();
        assertThat(second.lead().seen()).get().satisfies(leader -> {
            assertThat(leader.owner()).isEqualTo("test");
            assertThat(leader.left()).isBetween(Duration.ofMinutes(50), LEASE);
        });

        database.meddle(RUN_OUT);
        assertThat(second.claim(LEASE)).isTrue();
        assertThat(first.lead().renew()).as("too late").isFalse();
        assertThat(first.lead().isHeld()).isFalse();
        assertThatThrownBy(() -> writes(first)).isInstanceOf(LeadLost.class);
        writes(second);
    }

    @Test
    void aLeaderThatSleptBeyondItsLeaseStartsNothingAndWritesNothing() {
        assertThat(first.claim(Duration.ZERO)).isTrue();   // it has run out before it is looked at
        assertThat(first.lead().isHeld()).as("asked before each call of the outside world").isFalse();
        assertThat(second.claim(LEASE)).isTrue();
        assertThatThrownBy(() -> writes(first)).isInstanceOf(LeadLost.class);
    }

    @Test
    void aLateRenewalIsGoodAsLongAsNobodyElseHasClaimedTheLead() {
        assertThat(first.claim(LEASE)).isTrue();
        database.meddle(RUN_OUT);
        assertThat(first.lead().renew()).isTrue();
        assertThat(second.claim(LEASE)).isFalse();
    }

    @Test
    void whoResignsIsFollowedAtOnce() {
        assertThat(first.claim(LEASE)).isTrue();
        first.handBack();
        assertThat(second.claim(LEASE)).as("handing back within the process tells nobody").isFalse();
        assertThat(first.claim(LEASE)).isFalse();
        database.meddle(RUN_OUT);
        assertThat(first.claim(LEASE)).isTrue();
        first.lead().resign();
        assertThat(second.claim(LEASE)).isTrue();
    }

    @Test
    void cutConnectionsCostNobodyTheLead() {
        assertThat(first.claim(LEASE)).isTrue();
        assertThat(first.lead().renew()).isTrue();
        database.meddle(CUT);
        assertThatThrownBy(() -> first.lead().renew()).isInstanceOf(StoreAway.class);
        assertThat(first.lead().isHeld()).as("there is time left").isTrue();
        assertThat(first.lead().renew()).isTrue();
        assertThatThrownBy(() -> writes(first)).isInstanceOf(StoreAway.class);
        writes(first);
    }

    @Test
    void ofADeadProcessOfThisMachineTheLeaseIsNotWaitedFor() throws IOException, InterruptedException {
        assertThat(first.claim(LEASE)).isTrue();
        var other = new ProcessBuilder("sleep", "1000").start();
        var name = ProcessName.of(other.pid());
        database.meddle("update leader_lease set process = '" + name + "'");
        assertThat(second.claim(LEASE)).as("it lives").isFalse();
        other.destroyForcibly().waitFor();
        assertThat(second.claim(LEASE)).isTrue();
        database.meddle(OF_ANOTHER_MACHINE);
        assertThat(first.claim(LEASE)).as("what we cannot know, we wait for").isFalse();
    }

    @Test
    void aLeaderStoppedInTheMiddleOfACommitDoesNotHoldUpItsSuccessorForEver() throws Exception {
        assertThat(first.claim(LEASE)).isTrue();
        database.meddle(RUN_OUT);
        var settings = database.settings();
        var postgresql = new PostgresqlDatabase(String.valueOf(settings.url()), settings.user(), settings.password());
        try (var stopped = new Session(postgresql.connect())) {
            Leadership.check(stopped, postgresql, first.lead().epoch());   // and here it is stopped
            assertThat(second.claim(LEASE)).isFalse();
            while (!second.claim(LEASE)) {
                Moment.pass();
            }
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("25P03");
        }
    }

    @Test
    void aWishOfWhoStandsByWakesTheLeader() {
        assertThat(first.claim(LEASE)).isTrue();
        assertThat(first.lead().awaitWishes(Duration.ofMillis(1))).isFalse();
        var woken = CompletableFuture.supplyAsync(() -> first.lead().awaitWishes(Duration.ofMinutes(1)));
        post(second, "one");
        assertThat(woken.join()).isTrue();
        post(first, "two");
        assertThat(first.lead().awaitWishes(Duration.ofMillis(1))).as("its own it knows of").isFalse();
    }

    private static long post(Store store, String key) {
        return store.post(new Wish(0, 1, Wish.Verb.CANCEL, List.of(), "ana", ""), key, NOON);
    }
}
