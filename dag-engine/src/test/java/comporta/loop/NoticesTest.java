package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.decide.Notice;
import comporta.decide.Wish;
import comporta.operator.Cause;
import comporta.operator.Exit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticesTest {
    private static final String DAG = """
            dag: nightly
            owner: data
            on_success: [all]
            on_failure: [oncall, {slack: "#data", message: "{{ event }} of {{ run.id }}: {{ task.reason }}"}]
            tasks:
              a:
                run: a
                retries: 1
                retry_delay: 1m
                on_success: [{email: [ana@example.org], message: "{{ task.id }} {{ task.state }}, try {{ try.number }}"}]
                on_retry: [team]
                on_failure: [{command: "page {{ task.reason }} now"}, {command: [page, "{{ task.reason }}"], message: "{{ var.none }}"}]
              b: {run: b, depends_on: a}
            """;

    @TempDir
    Path folder;

    @Test
    void aRetryIsToldAndThenTheEndOfTaskAndRun() {
        try (var shift = Shift.of(folder, DAG)) {
            shift.jobs.ends("a", Exit.failure(Cause.USER, 7, "it's broken"));
            shift.work();
            assertThat(told(shift)).containsExactly("retry nightly.a → team: nightly.a failed and is tried again: it's broken [run manual-1]");

            shift.timePasses(Duration.ofMinutes(2));
            shift.jobs.ends("a", Exit.failure(Cause.USER, 7, "it's broken"));
            shift.work();
            assertThat(told(shift)).containsExactly(
                    "failure nightly.a → command page 'it'\\''s broken' now: nightly.a failed (try 2): it's broken [run manual-1]",
                    "failure nightly.a → command page, it's broken: nightly.a failed (try 2): it's broken [run manual-1] "
                            + "(its own message cannot be rendered: there is no variable \"none\". Set it, or use default)",
                    "failure nightly → oncall: nightly failed: " + shift.over.getFirst().run().reason() + " [run manual-1]",
                    "failure nightly → slack #data: failure of manual-1: " + shift.over.getFirst().run().reason());
        }
    }

    @Test
    void aSuccessIsToldOnce() {
        try (var shift = Shift.of(folder, DAG)) {
            shift.jobs.ends("a", Exit.success(Map.of()));
            shift.work();
            shift.jobs.succeeds("b");
            shift.work();

            assertThat(told(shift)).containsExactly(
                    "success nightly.a → email ana@example.org: a success, try 1", "success nightly → all: nightly succeeded [run manual-1]");
        }
    }

    @Test
    void whatAPersonEndsIsAFailureOnlyWhereThePersonSaysSo() {
        try (var shift = Shift.of(folder, DAG)) {
            shift.wish(Wish.Verb.CANCEL);
            shift.jobs.ends("a", Exit.failure(Cause.OPERATOR, null, "stopped"));
            shift.work();

            assertThat(shift.runState()).isEqualTo("cancelled");
            assertThat(shift.announced).isEmpty();
        }
    }

    @Test
    void afterARestartNothingIsToldAgain() {
        try (var shift = Shift.of(folder, DAG)) {
            shift.jobs.ends("a", Exit.success(Map.of()));
            shift.work();
            shift.announced.clear();
            shift.restart();

            assertThat(shift.announced).isEmpty();
        }
    }

    private static List<String> told(Shift shift) {
        var told = shift.announced.stream()
                .flatMap(notice -> notice.to().stream().map(to -> notice.event() + " " + notice.subject() + " → " + words(to) + ": " + to.message()))
                .toList();
        shift.announced.clear();
        return told;
    }

    private static String words(Notice.Addressee to) {
        return switch (to) {
            case Notice.Addressee.Named named -> named.name();
            case Notice.Addressee.Written written -> written.kind() + " " + written.text();
        };
    }
}
