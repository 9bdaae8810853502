package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.decide.Wish;
import comporta.run.DagRun;
import comporta.run.RunType;
import comporta.store.Databases;
import comporta.store.OnEachDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEachDatabase
class FollowersTest {
    private static final String PRICES = "dag: prices\nschedule: \"0 2 * * *\"\ntasks:\n  load: {run: load}\n  check: {run: check, depends_on: load}\n";

    private final Databases databases;

    @TempDir
    Path folder;

    FollowersTest(Databases databases) {
        this.databases = databases;
    }

    private static String report(String after) {
        return "dag: report\nschedule: {after: {" + after + "}}\ntasks:\n  sum: {run: sum}\n";
    }

    private static void ends(Nights nights, String... tasks) {
        for (var task : tasks) {
            nights.jobs.succeeds(task);
            nights.work();
        }
    }

    @Test
    void aTickForEachDateOnWhichAllSucceeded() {
        try (var nights = new Nights(databases, folder).dag("cron: \"0 1 * * *\"").file(PRICES).file(report("all: [nightly, prices]"))) {
            nights.passes("3H");
            ends(nights, "a", "load");
            assertThat(nights.ticks("report")).isEmpty();
            ends(nights, "check");
            assertThat(nights.ticks("report")).isEqualTo("01T02:00 run running");
            DagRun run = nights.runs().getLast();
            assertThat(run.key()).isEqualTo("triggered-20300101T020000Z");
            assertThat(run.type()).isEqualTo(RunType.TRIGGERED);
            assertThat(run.logicalDate()).isEqualTo("2030-01-01T02:00:00Z");
        }
    }

    @Test
    void whatSucceedsWhileNobodyListensIsHeardOf() {
        try (var nights = new Nights(databases, folder).dag("cron: \"0 1 * * *\"").file(PRICES).file(report("all: [nightly, prices]"))) {
            nights.passes("3H");
            ends(nights, "a");
            nights.restart();
            ends(nights, "load");
            nights.restart();
            ends(nights, "check");
            nights.restart();
            assertThat(nights.ticks("report")).isEqualTo("01T02:00 run running");
            nights.restart();
            assertThat(nights.ticks("report")).isEqualTo("01T02:00 run running");
        }
    }

    @Test
    void aTaskAloneMayBeFollowed() {
        try (var nights = new Nights(databases, folder).file(PRICES).file(report("any: [{dag: prices, task: load}]"))) {
            nights.passes("3H");
            ends(nights, "load");
            assertThat(nights.ticks("report")).isEqualTo("01T02:00 run running");
            ends(nights, "sum", "check");
            nights.wish(Wish.Verb.CLEAR, "scheduled-20300101T020000Z");
            ends(nights, "load");
            assertThat(nights.ticks("report")).as("the same run again is no new date").isEqualTo("01T02:00 run success");
        }
    }

    @Test
    void theOthersHaveToComeInTime() {
        try (var nights = new Nights(databases, folder).dag("cron: \"0 1 * * *\"").file(PRICES).file(report("all: [nightly, prices], within: 6h"))) {
            nights.passes("3H");
            ends(nights, "a");
            nights.passes("5H59M");
            assertThat(nights.ticks("report")).isEmpty();
            nights.passes("2M");
            assertThat(nights.ticks("report")).isEqualTo("01T01:00 missed");
            assertThat(nights.settled.getLast().reason()).isEqualTo("not all came within 6h of the first: prices did not");
        }
    }

    @Test
    void whilePausedItListensAndAnswersLater() {
        try (var nights = new Nights(databases, folder).file(PRICES).file(report("all: [prices]"))) {
            nights.wish("report", Wish.Verb.PAUSE_DAG, "p", Map.of());
            nights.passes("3H");
            ends(nights, "load", "check");
            assertThat(nights.ticks("report")).isEmpty();
            nights.wish("report", Wish.Verb.RESUME_DAG, "r", Map.of());
            nights.passes("1M");
            assertThat(nights.ticks("report")).isEqualTo("01T02:00 run running");
        }
    }
}
