package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.DagId;
import comporta.decide.Outcome;
import comporta.decide.Wish;
import comporta.run.DagRun;
import comporta.run.RunType;
import comporta.store.Backfill;
import comporta.store.BackfillProgress;
import comporta.store.Databases;
import comporta.store.OnEachDatabase;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnEachDatabase
class BackfillTest {
    private static final String NIGHTLY = "cron: \"0 1 * * *\"";
    private static final Map<String, Object> FIVE = Map.of("from", "2029-12-01", "to", "2029-12-05", "max_active", 2L);

    private final Databases databases;

    @TempDir
    Path folder;

    BackfillTest(Databases databases) {
        this.databases = databases;
    }

    private static Map<String, Object> with(Map<String, Object> details, String name, Object value) {
        var more = new LinkedHashMap<>(details);
        more.put(name, value);
        return more;
    }

    private static String backfilled(Nights nights) {
        return nights.runs().stream().filter(run -> run.type() == RunType.BACKFILL).map(BackfillTest::inWords).collect(Collectors.joining(", "));
    }

    private static String inWords(DagRun run) {
        return run.logicalDate().toString().substring(8, 10) + " " + run.state().word();
    }

    private static BackfillProgress progress(Nights nights) {
        return nights.store.backfills().progress(1);
    }

    @Test
    void aFewRunsAreActiveUntilAllAreThrough() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY)) {
            var outcome = nights.wish(Wish.Verb.BACKFILL, FIVE);
            assertThat(outcome.details()).isEqualTo(Map.of("dag_id", "nightly", "backfill", 1L, "runs", 5L, "left_out", 0L));
            assertThat(backfilled(nights)).isEqualTo("01 running, 02 running");
            assertThat(nights.runs().getFirst().key()).isEqualTo("backfill-20291201T010000Z-1");
            assertThat(nights.runs().getFirst().intervalStart()).isEqualTo("2029-11-30T01:00:00Z");
            assertThat(progress(nights)).isEqualTo(new BackfillProgress(3, 2, 0, 0, 0, 0));
            nights.restart();
            nights.ends(0);
            assertThat(backfilled(nights)).isEqualTo("01 success, 02 running, 03 running");
            for (int run = 1; run < 5; run++) {
                nights.ends(run);
            }
            assertThat(progress(nights)).isEqualTo(new BackfillProgress(0, 0, 5, 0, 0, 0));
            assertThat(nights.store.backfills().find(1)).map(Backfill::state).contains(Backfill.State.DONE);
        }
    }

    @Test
    void backfillsCountApartAndTheirTasksGoLast() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY)) {
            nights.wish(Wish.Verb.BACKFILL, FIVE);
            nights.passes("2H");
            assertThat(nights.ticks()).isEqualTo("01T01:00 run running");
            assertThat(backfilled(nights)).isEqualTo("01 running, 02 running");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # details                                             | what is run
            from=2029-12-01 to=2029-12-03                         | 01 02 03
            from=2029-12-01 to=2029-12-03 order=newest            | 03 02 01
            from=2029-12-01T01:00 to=2029-12-03T01:00             | 01 02 03
            from=2029-12-01T01:01 to=2029-12-03T00:59             | 02
            from=2029-12-30 to=2030-01-02                         | 30 31 (01 its interval ends at 2030-01-01T01:00:00Z, after now) (02 its interval ends at 2030-01-02T01:00:00Z, after now)
            from=2029-12-03 to=2029-12-01                         | the range ends at 2029-12-02T00:00:00Z, and begins only at 2029-12-03T00:00:00Z. Turn it round
            from=2029-12-01T02:00 to=2029-12-01T03:00             | the schedule of DAG nightly has no tick from 2029-12-01T02:00:00Z up to 2029-12-01T03:00:00.000001Z. comporta dags next nightly --from INSTANT lists them
            from=2029-12-01 to=2029-12-03 order=random            | "random" is no order. Say oldest or newest
            from=2029-12-01 to=2029-12-03 reprocess=all           | "all" is not what can be run again. Say none, failed or completed
            from=1990-01-01 to=2029-12-03                         | these are more than 10000 intervals. Fill a part of the range first
            to=2029-12-03                                         | "" is not a date or a date with a time. Write 2026-11-01 or 2026-11-01T06:00
            """)
    void thePreviewTellsWhatWouldBeRun(String details, String run) {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY)) {
            assertThat(preview(nights, details)).isEqualTo(run);
            assertThat(nights.runs()).isEmpty();
        }
    }

    private static String preview(Nights nights, String details) {
        var asked = new LinkedHashMap<String, Object>();
        for (var detail : details.split(" ", -1)) {
            asked.put(detail.split("=", 2)[0], detail.split("=", 2)[1]);
        }
        var preview = nights.works.preview(new DagId("nightly"), asked);
        return preview.refused() + preview.items().stream().map(item -> {
            var day = item.tick().at().toString().substring(8, 10);
            return item.leftOut() == null ? day : "(" + day + " " + item.leftOut() + ")";
        }).collect(Collectors.joining(" "));
    }

    @ParameterizedTest(name = "reprocess {0}")
    @CsvSource(delimiter = '|', textBlock = """
            none      | (01 there is a run, backfill-20291201T010000Z-1, failed (reprocess: none)) (02 backfill-20291202T010000Z-1 was a success (reprocess: none)) 03
            failed    | 01 (02 backfill-20291202T010000Z-1 was a success (reprocess: failed)) 03
            completed | 01 02 03
            """)
    void whatHasRunIsRunAgainWhereThatIsWished(String reprocess, String run) {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY)) {
            nights.wish(Wish.Verb.BACKFILL, Map.of("from", "2029-12-01", "to", "2029-12-02"));
            assertThat(preview(nights, "from=2029-12-01 to=2029-12-01 reprocess=" + reprocess))
                    .isEqualTo("(01 in flight: backfill-20291201T010000Z-1 is running)");
            nights.fails(0);
            nights.ends(1);
            assertThat(preview(nights, "from=2029-12-01 to=2029-12-03 reprocess=" + reprocess)).isEqualTo(run);
        }
    }

    @Test
    void piecesAreCountedWhereThereIsAPartition() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY + ", partition: day")) {
            nights.wish(Wish.Verb.BACKFILL, Map.of("from", "2029-12-01", "to", "2029-12-02"));
            assertThat(nights.runs()).extracting(run -> run.logicalDate() + " " + run.intervalStart() + " " + run.intervalEnd()).containsExactly(
                    "2029-12-02T01:00:00Z 2029-12-01T00:00:00Z 2029-12-02T00:00:00Z",
                    "2029-12-03T01:00:00Z 2029-12-02T00:00:00Z 2029-12-03T00:00:00Z");
        }
    }

    @Test
    void oneAtATime() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY)) {
            nights.wish(Wish.Verb.BACKFILL, FIVE);
            assertThat(nights.wish(Wish.Verb.BACKFILL, FIVE).reason())
                    .isEqualTo("backfill 1 of DAG nightly is running, and a DAG has one at a time. Cancel it, or wait for its end");
        }
    }

    @Test
    void itPausesGoesOnAndIsCancelled() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY)) {
            nights.wish(Wish.Verb.BACKFILL, FIVE);
            assertThat(nights.wish(Wish.Verb.PAUSE_BACKFILL, Map.of("backfill", 1L)).granted()).isTrue();
            nights.ends(0);
            nights.ends(1);
            nights.restart();
            assertThat(backfilled(nights)).isEqualTo("01 success, 02 success");
            assertThat(nights.wish(Wish.Verb.RESUME_BACKFILL, Map.of()).granted()).isTrue();
            assertThat(backfilled(nights)).isEqualTo("01 success, 02 success, 03 running, 04 running");
            assertThat(nights.wish(Wish.Verb.CANCEL_BACKFILL, Map.of()).granted()).isTrue();
            nights.fails(2);
            nights.fails(3);
            assertThat(backfilled(nights)).isEqualTo("01 success, 02 success, 03 cancelled, 04 cancelled");
            assertThat(progress(nights)).isEqualTo(new BackfillProgress(0, 0, 2, 0, 2, 1));
            assertThat(nights.store.backfills().items(1, 4, 9).getFirst().reason()).isEqualTo("the backfill was cancelled by ana");
            assertThat(nights.wish(Wish.Verb.CANCEL_BACKFILL, Map.of()).reason()).isEqualTo("DAG nightly has no backfill under way");
        }
    }

    @Test
    void aPausedDagPausesOnlyNewRuns() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY)) {
            nights.wish(Wish.Verb.BACKFILL, FIVE);
            nights.wish(Wish.Verb.PAUSE_DAG, Map.of());
            nights.ends(0);
            assertThat(backfilled(nights)).isEqualTo("01 success, 02 running");
            nights.wish(Wish.Verb.RESUME_DAG, Map.of());
            assertThat(backfilled(nights)).isEqualTo("01 success, 02 running, 03 running");
        }
    }

    @Test
    void onlyTheChosenTasksAreRunAndJudged() {
        try (var nights = new Nights(databases, folder).file(
                "dag: nightly\nschedule: \"0 1 * * *\"\ntasks:\n  a: {run: a}\n  b: {run: b, depends_on: a}\n")) {
            nights.wish(Wish.Verb.BACKFILL, with(Map.of("from", "2029-12-01", "to", "2029-12-01"), "only", "a"));
            nights.ends(0);
            assertThat(backfilled(nights)).isEqualTo("01 success");
            assertThat(nights.jobs.submitted()).containsExactly("a.t1");
            assertThat(nights.store.look(1).selection()).isEqualTo(Map.of("left_out", List.of("b")));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            order=newest                    | task "a" depends on the run before. Run the oldest first
            reprocess=none                  | task "a" depends on the run before, and would wait for one that failed. Say --reprocess failed or completed
            reprocess=failed                | 01
            """)
    void whereATaskDependsOnTheRunBefore(String detail, String run) {
        try (var nights = new Nights(databases, folder).file(
                "dag: nightly\nschedule: \"0 1 * * *\"\ntasks:\n  a: {run: a, depends_on_past: true}\n")) {
            assertThat(preview(nights, "from=2029-12-01 to=2029-12-01 " + detail)).isEqualTo(run);
        }
    }

    @Test
    void theFirstRunOfABackfillWaitsForNoRunBefore() {
        try (var nights = new Nights(databases, folder).file(
                "dag: nightly\nschedule: \"0 1 * * *\"\ntasks:\n  a: {run: a, depends_on_past: true}\n")) {
            nights.wish(Wish.Verb.BACKFILL, Map.of("from", "2029-12-01", "to", "2029-12-01", "reprocess", "failed"));
            nights.fails(0);
            nights.wish(Wish.Verb.BACKFILL, Map.of("from", "2029-12-02", "to", "2029-12-03", "reprocess", "failed"));
            assertThat(nights.jobs.submitted()).as("the second of them waits for the first").containsExactly("a.t1", "a.t1");
            nights.ends(1);
            assertThat(backfilled(nights)).isEqualTo("01 failed, 02 success, 03 running");
            nights.restart();
            nights.ends(2);
            assertThat(backfilled(nights)).isEqualTo("01 failed, 02 success, 03 success");
        }
    }

    @Test
    void parametersThatDoNotFitRefuseTheWhole() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY, "params: {n: {type: integer, default: 1}}")) {
            assertThat(nights.wish(Wish.Verb.BACKFILL, with(FIVE, "params", Map.of("n", "many"))).reason())
                    .isEqualTo("param \"n\" is \"many\", and must be an integer. Give an integer. [param-value]");
            Outcome granted = nights.wish(Wish.Verb.BACKFILL, with(FIVE, "params", Map.of("n", 5L)));
            assertThat(granted.granted()).isTrue();
            assertThat(nights.runs().getFirst().params()).isEqualTo(Map.of("n", 5L));
        }
    }

    @Test
    void aDagWithoutTicksHasNothingToFill() {
        try (var nights = new Nights(databases, folder).file("dag: nightly\ntasks:\n  a: {run: a}\n")) {
            assertThat(nights.wish(Wish.Verb.BACKFILL, FIVE).reason())
                    .isEqualTo("DAG nightly has no schedule with ticks of its own. Trigger its runs one by one, each with its --date");
        }
    }
}
