package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.decide.Notice;
import comporta.decide.TimeLimit;
import comporta.decide.Wish;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.store.Databases;
import comporta.store.OnEachDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deadlines and alerts by the clock, from the file to the tables and to whoever hears of them. The runs begin at midnight. */
@OnEachDatabase
class DeadlinesTest {
    private static final String SOFT = """
            dag: nightly
            owner: data
            deadline: {by: "06:00"}
            on_deadline: [oncall]
            tasks:
              a: {run: a, deadline: {within: 1h, from: start}}
              b: {run: b, depends_on: a}
            """;

    @TempDir
    Path folder;

    private final Databases databases;

    DeadlinesTest(Databases databases) {
        this.databases = databases;
    }

    @Test
    void whatIsReadyInTimeMeetsItsDeadline() {
        try (var shift = Shift.of(databases, folder, SOFT)) {
            shift.jobs.starts("a");
            shift.work();
            assertThat(limits(shift)).containsExactly("a pending 01:00", "run pending 06:00");

            shift.jobs.succeeds("a");
            shift.work();
            shift.jobs.succeeds("b");
            shift.work();
            assertThat(limits(shift)).containsExactly("a met 01:00", "run met 06:00");
            assertThat(shift.nextDue()).isNull();
            assertThat(shift.announced).isEmpty();
        }
    }

    @Test
    void aMissedDeadlineIsToldOnceThoughEverythingRestarts() {
        try (var shift = Shift.of(databases, folder, SOFT)) {
            shift.jobs.starts("a");
            shift.work();
            shift.timePasses(Duration.ofMinutes(59));
            assertThat(told(shift)).isEmpty();

            shift.timePasses(Duration.ofMinutes(1));
            assertThat(told(shift)).containsExactly("deadline nightly.a running: the deadline 01:00 on 1 Jan (Z) has passed");

            shift.restart();
            shift.timePasses(Duration.ofHours(-3));
            shift.timePasses(Duration.ofHours(3));
            assertThat(told(shift)).isEmpty();

            shift.jobs.succeeds("a");
            shift.work();
            assertThat(limits(shift)).containsExactly("a missed 01:00 fired 01:00", "run pending 06:00");
            shift.timePasses(Duration.ofHours(9));
            shift.jobs.succeeds("b");
            shift.work();
            assertThat(told(shift)).containsExactly("deadline nightly running: the deadline 06:00 on 1 Jan (Z) has passed");
            assertThat(shift.runState()).isEqualTo("success");
        }
    }

    @Test
    void whatEndedBeforeWhileNobodyListenedIsHeardFirst() {
        try (var shift = Shift.of(databases, folder, SOFT)) {
            shift.jobs.starts("a");
            shift.work();
            shift.loop.flush();
            shift.clock.passes(Duration.ofHours(2));
            shift.jobs.finds(intent -> new Finding.AlreadyEnded(end(intent, "2030-01-01T00:30:00Z")));
            shift.restart();

            assertThat(limits(shift)).contains("a met 01:00");
            assertThat(told(shift)).isEmpty();
        }
    }

    @Test
    void whatEndsLaterIsLateHoweverBusyTheLoopWas() {
        try (var shift = Shift.of(databases, folder, SOFT)) {
            shift.jobs.starts("a");
            shift.work();
            shift.clock.passes(Duration.ofMinutes(90));
            shift.jobs.tell(end(shift.jobs.last("a"), "2030-01-01T01:29:00Z"));   // before the alarm was heard
            shift.work();

            assertThat(limits(shift)).contains("a missed 01:00 fired 01:30");
            assertThat(told(shift)).containsExactly("deadline nightly.a success: the deadline 01:00 on 1 Jan (Z) has passed");
        }
    }

    @Test
    void afterTheEndNothingFires() {
        try (var shift = Shift.of(databases, folder, SOFT)) {
            shift.jobs.starts("a");
            shift.work();
            shift.jobs.ends("a", Exit.failure(Cause.USER, 1, "exit code 1"));
            shift.work();
            shift.timePasses(Duration.ofHours(24));

            assertThat(shift.runState()).isEqualTo("failed");
            assertThat(limits(shift)).containsExactly("a off 01:00", "run off 06:00");
            assertThat(told(shift)).isEmpty();

            shift.wish(Wish.Verb.CLEAR);   // long after both
            shift.jobs.succeeds("a");
            shift.work();
            shift.jobs.succeeds("b");
            shift.work();
            assertThat(limits(shift)).containsExactly("a off 01:00", "run off 06:00");
        }
    }

    @Test
    void whatIsClearedInTimeCanStillMakeIt() {
        try (var shift = Shift.of(databases, folder, SOFT)) {
            shift.jobs.ends("a", Exit.failure(Cause.USER, 1, "exit code 1"));
            shift.work();
            shift.timePasses(Duration.ofMinutes(30));
            shift.wish(Wish.Verb.CLEAR);
            assertThat(limits(shift)).contains("run pending 06:00");

            shift.jobs.succeeds("a");
            shift.work();
            shift.jobs.succeeds("b");
            shift.work();
            assertThat(limits(shift)).contains("run met 06:00");
        }
    }

    @Test
    void hardDeadlinesOfTasksEndThem() {
        try (var shift = Shift.of(databases, folder, """
                dag: nightly
                tasks:
                  a: {run: a, retries: 3, deadline: {within: 1h, on_miss: fail}}
                  b: {run: b, deadline: {within: 1h, on_miss: cancel}}
                  c: {run: c, depends_on: b, trigger_rule: all_done, deadline: {within: 1h, on_miss: cancel}}
                """)) {
            shift.jobs.starts("a");
            shift.jobs.starts("b");
            shift.work();
            shift.timePasses(Duration.ofHours(1));
            shift.jobs.ends("a", Exit.failure(Cause.OPERATOR, null, "stopped"));
            shift.jobs.ends("b", Exit.failure(Cause.OPERATOR, null, "stopped"));
            shift.work();

            assertThat(shift.states()).containsExactlyInAnyOrderEntriesOf(Map.of("a", "failed", "b", "cancelled", "c", "cancelled"));
            assertThat(shift.stored().instances().getFirst().state().toString()).contains("DEADLINE", "the deadline 01:00 on 1 Jan (Z) has passed");
        }
    }

    @Test
    void aHardDeadlineOfTheRunEndsIt() {
        try (var shift = Shift.of(databases, folder, """
                dag: nightly
                deadline: [{within: 1h, from: run_start, on_miss: fail}, {within: 30m}]
                tasks: {a: {run: a}, b: {run: b, depends_on: a}}
                """)) {
            shift.jobs.starts("a");
            shift.work();
            shift.timePasses(Duration.ofHours(1));
            shift.jobs.ends("a", Exit.failure(Cause.OPERATOR, null, "stopped"));
            shift.work();

            assertThat(shift.runState()).isEqualTo("failed");
            assertThat(shift.stored().run().cause()).isEqualTo(Cause.DEADLINE);
            assertThat(limits(shift)).containsExactly("run missed 00:30 fired 01:00", "run missed 01:00 fired 01:00");
        }
    }

    @Test
    void eachInstanceHasItsOwn() {
        try (var shift = Shift.of(databases, folder, """
                dag: nightly
                on_deadline: [oncall]
                tasks:
                  s: {run: s, deadline: {within: 1h}, expand: {over: {x: [1, 2]}}}
                """)) {
            shift.timePasses(Duration.ofHours(1));

            assertThat(told(shift)).hasSize(2).first().asString().startsWith("deadline nightly.s[0]");
        }
    }

    @Test
    void whatIsUnusualIsToldOnce() {
        try (var shift = Shift.of(folder, """
                dag: nightly
                on_alert: [oncall]
                alerts: {longer_than: 2x}
                tasks:
                  a: {run: a, retries: 1, retry_delay: 1m, expected_duration: 1h, pool: one, alerts: {longer_than: 1.5x, shorter_than: 0.1x}}
                  b: {run: b, expected_duration: 10m, pool: one, priority_weight: -1, alerts: {queued_for: 30m, shorter_than: 5m}}
                """, Map.of("one", 1))) {
            shift.jobs.starts("a");
            shift.work();
            shift.timePasses(Duration.ofMinutes(30));
            assertThat(told(shift)).containsExactly("alert nightly.b queued: it has been queued for longer than 30m");
            shift.timePasses(Duration.ofMinutes(60));
            assertThat(told(shift)).containsExactly("alert nightly.a running: it runs for longer than 1.5 times the usual 1h");

            shift.jobs.ends("a", Exit.failure(Cause.USER, 1, "exit code 1"));
            shift.work();
            shift.timePasses(Duration.ofMinutes(2));
            shift.jobs.starts("a");
            shift.work();
            shift.timePasses(Duration.ofMinutes(60));
            assertThat(told(shift)).containsExactly("alert nightly running: it runs for longer than 2.0 times the usual 1h");
            shift.timePasses(Duration.ofMinutes(60));
            assertThat(told(shift)).as("the second try").isEmpty();

            shift.jobs.starts("b");
            shift.work();
            shift.timePasses(Duration.ofMinutes(4));
            shift.jobs.succeeds("b");
            shift.work();
            assertThat(told(shift)).containsExactly("alert nightly.b success: it took 4m, less than 5m");
        }
    }

    private static News.Ended end(LaunchIntent launch, String at) {
        return new News.Ended(launch.id(), 99, Instant.parse(at), Exit.success(Map.of()));
    }

    private static List<String> limits(Shift shift) {
        shift.loop.flush();   // that one begins to count may wait for the next commit
        return shift.stored().limits().stream()
                .sorted((one, other) -> one.dueAt().compareTo(other.dueAt()))
                .map(limit -> (limit.task() == TimeLimit.RUN ? "run" : "a") + " " + limit.state().name().toLowerCase(Locale.ROOT) + " " + clock(limit.dueAt())
                        + (limit.firedAt() == null ? "" : " fired " + clock(limit.firedAt())))
                .toList();
    }

    private static String clock(Instant instant) {
        return instant.toString().substring(11, 16);
    }

    private static List<String> told(Shift shift) {
        var told = shift.announced.stream().map(DeadlinesTest::words).toList();
        shift.announced.clear();
        return told;
    }

    private static String words(Notice notice) {
        return notice.event() + " " + notice.subject() + " " + notice.state() + ": " + notice.reason();
    }
}
