package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.DagId;
import comporta.decide.Wish;
import comporta.run.RunState;
import comporta.run.RunType;
import comporta.secret.Connection;
import comporta.secret.Mask;
import comporta.secret.Vault;
import comporta.store.Databases;
import comporta.store.OnEachDatabase;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnEachDatabase
class DagWishesTest {
    private static final String PARAMS = """
            dag: report
            params:
              n: {type: integer, default: 3, maximum: 10}
              day: {type: date, default: "{{ ds }}"}
            tasks:
              a: {run: a}
              b: {run: b}
            """;
    private static final String SECRET = "dag: report\nparams: {password: {type: string, default: none, secret: true}}\ntasks:\n  a: {run: a}\n";

    private final Databases databases;

    @TempDir
    Path folder;

    DagWishesTest(Databases databases) {
        this.databases = databases;
    }

    @Test
    void aTriggeredRunTakesWhatItIsGiven() {
        try (var nights = new Nights(databases, folder).file(PARAMS)) {
            var outcome = nights.wish(
                    "report", Wish.Verb.TRIGGER, "k",
                    Map.of("params", Map.of("n", 7L), "date", "2029-12-24T06:00", "note", "for the board", "only", "a"));
            var run = nights.runs().getFirst();
            assertThat(outcome.granted()).isTrue();
            assertThat(outcome.details()).containsEntry("run_id", run.key()).containsEntry("dag_id", "report").containsEntry("run", run.id())
                    .containsEntry("again", false);
            assertThat(run.key()).matches("manual-20300101T000000\\.000Z-[2-9b-z]{4}");
            assertThat(run.type()).isEqualTo(RunType.MANUAL);
            assertThat(run.state()).isEqualTo(RunState.RUNNING);
            assertThat(run.logicalDate()).isEqualTo("2029-12-24T06:00:00Z");
            assertThat(run.params()).isEqualTo(Map.of("n", 7L, "day", "2029-12-24"));
            assertThat(run.note()).isEqualTo("for the board");
            assertThat(nights.jobs.submitted()).containsExactly("a.t1");
        }
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource(delimiter = '|', textBlock = """
            # DAG   | params | details      | refused
            report  | n=11   | ''           | refused: param "n" is 11, and must be at most 10. Give at most 10. [param-value]
            report  | m=1    | ''           | refused: DAG report has no param "m". Its params are n, day. [param-value]
            reprot  | n=1    | ''           | refused: there is no DAG "reprot". Did you mean "report"? [unknown-dag]
            report  | n=1    | date=6am     | refused: "6am" is not a date or a date with a time. Write 2026-11-01 or 2026-11-01T06:00
            report  | n=1    | only=c       | refused: --only: DAG report has no task or group "c". Tasks are a, b. [unknown-task]
            """)
    void whatDoesNotFitIsRefused(String dag, String param, String detail, String refused) {
        try (var nights = new Nights(databases, folder).file(PARAMS)) {
            var details = new LinkedHashMap<String, Object>();
            details.put("params", Map.of(param.split("=", 2)[0], Long.parseLong(param.split("=", 2)[1])));
            if (!detail.isEmpty()) {
                details.put(detail.split("=", 2)[0], detail.split("=", 2)[1]);
            }
            var outcome = nights.wish(dag, Wish.Verb.TRIGGER, "k", details);
            assertThat(outcome.text()).isEqualTo(refused);
            assertThat(outcome.granted()).isFalse();
            assertThat(nights.runs()).isEmpty();
        }
    }

    @Test
    void theRunOfADagWithAPartitionKnowsItsPiece() {
        try (var nights = new Nights(databases, folder).file("""
                dag: report
                schedule: {cron: "0 1 * * *", partition: day, timezone: America/Sao_Paulo}
                tasks:
                  a: {run: "a {{ partition.key }}"}
                """)) {
            nights.wish("report", Wish.Verb.TRIGGER, "k", Map.of("date", "2029-12-24T06:00"));
            assertThat(nights.runs().getFirst().intervalStart()).isEqualTo("2029-12-23T03:00:00Z");
            assertThat(nights.runs().getFirst().state()).isEqualTo(RunState.RUNNING);
            assertThat(nights.store.look(1).openTries().getFirst().rendered().toString()).contains("a '2029-12-23'");
        }
    }

    @Test
    void theSameKeyIsTheSameRunForEver() {
        try (var nights = new Nights(databases, folder).file(PARAMS)) {
            var first = nights.wish("report", Wish.Verb.TRIGGER, "wish 1", Map.of("key", "november"));
            nights.restart();
            var again = nights.wish("report", Wish.Verb.TRIGGER, "wish 2", Map.of("key", "november"));
            var other = nights.wish("report", Wish.Verb.TRIGGER, "wish 3", Map.of("key", "december"));
            assertThat(again.details()).containsEntry("run_id", String.valueOf(first.details().get("run_id"))).containsEntry("again", true);
            assertThat(other.details()).containsEntry("again", false);
            assertThat(nights.runs()).hasSize(2).extracting(run -> run.state().word()).containsExactly("running", "queued");
        }
    }

    @Test
    void theRunOfAPausedDagWaitsUntilItIsResumed() {
        try (var nights = new Nights(databases, folder).file(PARAMS)) {
            nights.wish("report", Wish.Verb.PAUSE_DAG, "p", Map.of());
            nights.wish("report", Wish.Verb.TRIGGER, "t", Map.of());
            assertThat(nights.runs().getFirst().state()).isEqualTo(RunState.QUEUED);
            nights.wish("report", Wish.Verb.RESUME_DAG, "r", Map.of());
            assertThat(nights.runs().getFirst().state()).isEqualTo(RunState.RUNNING);
        }
    }

    @Test
    void aCrashBetweenWishAndRunMakesOneRun() {
        try (var nights = new Nights(databases, folder).file(PARAMS)) {
            var id = nights.works.wish(
                    new Wish(0, 0, new DagId("report"), Wish.Verb.TRIGGER, List.of(), Map.of(), "ana", ""), "k");
            nights.restart();
            assertThat(nights.store.outcome(id)).hasValueSatisfying(outcome -> assertThat(outcome).startsWith("granted: {"));
            nights.restart();
            assertThat(nights.runs()).hasSize(1);
        }
    }

    @Test
    void aSecretIsSealedBeforeItIsWishedAndInTheRun() {
        try (var nights = new Nights(databases, folder)) {
            nights.vault = new Backwards();
            nights.restart();
            nights.file(SECRET);
            nights.wish("report", Wish.Verb.TRIGGER, "k", TriggerDetails.of(Shift.dag(SECRET), Map.of("password", "sesame"), nights.vault));
            nights.wish("report", Wish.Verb.TRIGGER, "l", Map.of());
            assertThat(nights.runs()).extracting(run -> run.params().get("password"))
                    .containsExactly("sealed \"emases\" password", "sealed \"enon\" password");
            assertThat(nights.wish("report", Wish.Verb.TRIGGER, "m", Map.of("params", Map.of("password", "sesame"))).reason())
                    .startsWith("param \"password\" is secret, and was not sealed");
        }
    }

    @Test
    void withoutAKeyNoSecretIsTaken() {
        try (var nights = new Nights(databases, folder).file(SECRET)) {
            assertThat(nights.wish("report", Wish.Verb.TRIGGER, "k", Map.of()).reason()).contains("no key is at hand to seal it with");
        }
    }

    @Test
    void aRunThatFailedGoesOnByItselfFromWhatDidNotSucceed() {
        try (var nights = new Nights(databases, folder).dag("cron: \"0 1 * * *\"", "run_retries: 2", "run_retry_delay: 10m")) {
            nights.passes("2H");
            nights.fails();
            assertThat(nights.ticks()).isEqualTo("01T01:00 run failed");
            nights.passes("9M");
            assertThat(nights.jobs.submitted()).hasSize(1);
            nights.restart();
            nights.passes("1M");
            assertThat(nights.ticks()).isEqualTo("01T01:00 run running");
            nights.fails();
            nights.passes("10M");
            assertThat(nights.jobs.submitted()).containsExactly("a.t1", "a.t2", "a.t3");
            nights.fails();
            nights.passes("10H");
            assertThat(nights.ticks()).isEqualTo("01T01:00 run failed");
            assertThat(nights.jobs.submitted()).hasSize(3);
        }
    }

    @Test
    void whatRestsUntilItsRetryKeepsItsPlace() {
        try (var nights = new Nights(databases, folder).dag("every: 1h, start: 2030-01-01T01:00", "run_retries: 1", "run_retry_delay: 2h")) {
            nights.passes("1H30M");
            nights.fails();
            nights.passes("1H");
            assertThat(nights.ticks()).isEqualTo("01T01:00 run failed, 01T02:00 run queued");
            nights.passes("1H");
            nights.succeeds();
            assertThat(nights.ticks()).isEqualTo("01T01:00 run success, 01T02:00 run running, 01T03:00 run queued");
        }
    }

    @Test
    void failuresInARowPauseTheDag() {
        try (var nights = new Nights(databases, folder).dag("every: 1h, start: 2030-01-01T01:00", "max_consecutive_failures: 2")) {
            nights.passes("1H1M");
            nights.fails();
            nights.passes("1H");
            nights.succeeds();
            nights.passes("1H");
            nights.fails();
            assertThat(nights.paused).isEmpty();
            nights.passes("1H");
            nights.fails();
            assertThat(nights.paused).containsExactly(
                    "nightly: the last 2 runs failed (max_consecutive_failures), the latest of them scheduled-20300101T040000Z");
            nights.passes("3H");
            assertThat(nights.runs()).hasSize(4);
            nights.wish(Wish.Verb.RESUME_DAG, Map.of());
            nights.passes("1M");
            assertThat(nights.paused).as("those before do not count again").hasSize(1);
            assertThat(nights.ticks()).endsWith("01T05:00 missed, 01T06:00 missed, 01T07:00 run running");
        }
    }

    /** Seals by reading backwards. */
    private static final class Backwards implements Vault {
        private final Mask mask = new Mask();

        @Override
        public Optional<Connection> connection(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<String> variable(String name) {
            return Optional.empty();
        }

        @Override
        public String sealed(String json, String param) {
            return "sealed " + new StringBuilder(json).reverse() + " " + param;
        }

        @Override
        public String opened(String sealed, String param) {
            return new StringBuilder(sealed.substring("sealed ".length(), sealed.length() - param.length() - 1)).reverse().toString();
        }

        @Override
        public Mask mask() {
            return mask;
        }
    }
}
