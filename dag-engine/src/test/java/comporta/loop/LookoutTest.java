package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.PlainData;
import comporta.decide.Capacity;
import comporta.decide.Why;
import comporta.decide.Wish;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.store.Databases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever has the store answers why, and says what the engine says that holds the run. */
class LookoutTest {
    private static final String DAG = """
            dag: nightly
            tasks:
              a: {run: a, pool: one, expected_duration: 1h}
              b: {run: b, depends_on: a}
              c: {run: c, pool: one, retries: 1, retry_delay: 10m}
            """;
    private static final Map<String, Integer> POOLS = Map.of("one", 1);

    @TempDir
    Path folder;

    @Test
    void theStoreAnswersWhatTheEngineDoes() {
        try (var shift = Shift.of(folder, DAG, POOLS)) {
            shift.jobs.starts("a");
            shift.work();
            shift.loop.flush();   // that it runs may wait for the next commit
            var capacity = new Capacity(POOLS, 1000, _ -> true);
            var lookout = new Lookout(shift.store, Shift.settings(folder, capacity), () -> capacity, shift.clock);

            for (@Nullable String task : new @Nullable String[] {null, "a", "b", "c"}) {
                var answer = shift.loop.questions().why(shift.run.id(), task);
                assertThat(words(lookout.why(shift.run.id(), task))).isEqualTo(words(answer)).isNotEmpty();
            }
            assertThat(lookout.why(shift.run.id(), "nobody")).isEmpty();
        }
    }

    @Test
    void ofARunThatIsOverItSaysWhatBecameOfIt() {
        try (var shift = Shift.of(folder, DAG, POOLS)) {
            shift.wish(Wish.Verb.FORCE);
            shift.timePasses(Duration.ofMinutes(1));
            shift.jobs.ends("a", Exit.failure(Cause.OPERATOR, null, "stopped"));
            shift.work();

            assertThat(shift.runState()).isEqualTo("cancelled");
            assertThat(shift.loop.questions().why(shift.run.id(), null)).isEmpty();
            assertThat(shift.loop.questions().why(shift.run.id(), "b").getFirst().summary().text()).isEqualTo("b was cancelled: cancelled by ana.");
        }
    }

    @Test
    void aRunThatHasNotBegunSaysWhatItWaitsFor() {
        try (var nights = new Nights(Databases.H2, folder).dag("cron: \"0 1 * * *\"")) {
            nights.passes("26H");
            assertThat(why(nights)).containsExactly(
                    "dag_limit: max_active_runs of DAG nightly is reached: 1 of 1 runs are under way (scheduled-20300101T010000Z).");

            nights.wish(Wish.Verb.PAUSE_DAG, Map.of());
            assertThat(why(nights)).containsExactly(
                    "dag_paused: DAG nightly is paused by ana.",
                    "dag_limit: max_active_runs of DAG nightly is reached: 1 of 1 runs are under way (scheduled-20300101T010000Z).");
            nights.succeeds();
            assertThat(why(nights)).containsExactly("dag_paused: DAG nightly is paused by ana.");
        }
    }

    private static List<String> why(Nights nights) {
        var waiting = nights.runs().getLast().id();
        return nights.works.why(waiting, "a").getFirst().reasons().stream().map(reason -> reason.code().word() + ": " + reason.text()).toList();
    }

    private static List<String> words(List<Why> answer) {
        return answer.stream().map(why -> PlainData.toJson(why.data())).toList();
    }
}
