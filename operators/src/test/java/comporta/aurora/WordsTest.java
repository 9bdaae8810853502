package comporta.aurora;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.aurora.AuroraTask.Event;
import comporta.dag.PlainData;
import comporta.job.JobSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Aurora's statuses, ends and reasons in our words. */
class WordsTest {
    private static final JobKey KEY = new JobKey("jobs", "prod", "itaipu");

    /** Statuses of a task, oldest first; the last may carry a message after a colon. */
    private static AuroraTask task(String id, String ancestor, String story) {
        var events = new ArrayList<Event>();
        for (var word : story.split(" > ", -1)) {
            int colon = word.indexOf(':');
            events.add(new Event(
                    Instant.ofEpochSecond(1_000 * Integer.parseInt(id.substring(1)) + events.size()),
                    ScheduleStatus.valueOf((colon < 0 ? word : word.substring(0, colon)).strip()),
                    colon < 0 ? "" : word.substring(colon + 1).strip()));
        }
        return new AuroraTask(id, KEY, "slave-1", "agent-7", events.getLast().status(), ancestor, events, Map.of());
    }

    @ParameterizedTest(name = "{0}, then {1}: {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                             | -                              | Absent
            PENDING                       | -                              | Waiting t1
            THROTTLED                     | -                              | Waiting t1
            PENDING > ASSIGNED > STARTING | -                              | Waiting t1
            PENDING > RUNNING             | -                              | Running t1
            RUNNING > DRAINING            | -                              | Running t1
            RUNNING > PREEMPTING          | -                              | Running t1
            RUNNING > RESTARTING          | -                              | Running t1
            RUNNING > KILLING             | -                              | Running t1
            ASSIGNED > KILLING            | -                              | Waiting t1
            RUNNING > PARTITIONED         | -                              | Unseen t1
            RUNNING > FINISHED            | -                              | Over t1
            RUNNING > FAILED              | -                              | Over t1
            RUNNING > KILLING > KILLED    | -                              | Over t1
            RUNNING > KILLING > LOST      | -                              | Over t1
            RUNNING > LOST                | -                              | Replaced t1
            RUNNING > KILLED              | -                              | Replaced t1
            RUNNING > LOST                | PENDING                        | Replaced t1, again
            RUNNING > LOST                | RUNNING                        | Replaced t1, again
            RUNNING > LOST                | RUNNING > KILLING              | Replaced t1, again
            RUNNING > LOST                | RUNNING > KILLING > KILLED     | Over t1
            RUNNING > LOST                | RUNNING > LOST                 | Replaced t1
            RUNNING > LOST                | RUNNING > FINISHED             | Over t2
            RUNNING > LOST                | RUNNING > FAILED               | Over t2
            """)
    void standings(@Nullable String first, @Nullable String second, String standing) {
        var generations = new ArrayList<AuroraTask>();
        if (second != null) {
            generations.add(task("t2", "t1", second));
        }
        if (first != null) {
            generations.add(task("t1", "", first));
        }
        assertThat(inWords(Standing.of(generations))).isEqualTo(standing);
    }

    private static String inWords(Standing standing) {
        return switch (standing) {
            case Standing.Absent _ -> "Absent";
            case Standing.Waiting waiting -> "Waiting " + waiting.task().id();
            case Standing.Running running -> "Running " + running.task().id();
            case Standing.Unseen unseen -> "Unseen " + unseen.task().id();
            case Standing.Over over -> "Over " + over.task().id();
            case Standing.Replaced replaced -> "Replaced " + replaced.task().id() + (replaced.again() ? ", again" : "");
        };
    }

    @Test
    void whatAuroraLostAndRunsAgainIsReadFromARealSchedulersAnswer() {
        var tasks = AuroraAnswer.of(
                Recordings.response("39-getTasksWithoutConfigs-rescheduled-after-lost").message(), AuroraCall.getTasksWithoutConfigs(List.of())).tasks();
        assertThat(Standing.of(tasks)).isInstanceOfSatisfying(Standing.Replaced.class, replaced -> {
            assertThat(replaced.again()).isTrue();
            assertThat(replaced.task().id()).isEqualTo("jobs-prod-model-lost-0-10c0bc30-0eaa-49dd-8d62-b947c6c7f13e");
        });
    }

    @ParameterizedTest(name = "{0}, left {1}: {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            RUNNING > FINISHED                                            | 0    | success
            RUNNING > FINISHED                                            | -    | success
            RUNNING > FAILED: Task failed.                                | 65   | user 65: exit code 65
            RUNNING > FAILED: Task failed: exit status 1                  | -    | user 1: exit code 1
            RUNNING > FAILED: Task failed.                                | -    | user -: Task failed.
            RUNNING > FAILED                                              | late | timeout -: it ran longer than max_run_time (60s) and was ended
            RUNNING > FAILED: Memory limit exceeded: Requested 1G         | -    | user -: it used more memory than job.mem allows: Memory limit exceeded: Requested 1G
            RUNNING > FAILED: Disk limit exceeded                         | -    | user -: it used more disk than job.disk allows: Disk limit exceeded
            STARTING > FAILED: Failed to fetch all URIs for container     | -    | platform -: a file of job.uris could not be fetched: Failed to fetch all URIs for container
            STARTING > FAILED: Failed to 'docker pull x': not found       | -    | user -: its image cannot be had: Failed to 'docker pull x': not found
            STARTING > FAILED: Failed to launch container                 | -    | platform -: its container could not be started: Failed to launch container
            RUNNING > FAILED: Executor terminated                         | -    | platform -: Thermos, which runs it on the agent, ended: Executor terminated
            RUNNING > KILLING: Killed by root. > KILLED                   | -    | operator -: killed in Aurora: Killed by root.
            RUNNING > KILLING: Killed by root. > LOST                     | -    | operator -: killed in Aurora: Killed by root.
            RUNNING > LOST: Agent gone                                    | -    | platform -: lost by Aurora on agent-7: Agent gone
            RUNNING > PREEMPTING > KILLED                                 | -    | platform -: Aurora gave its place to a job of higher rank
            RUNNING > DRAINING > KILLED                                   | -    | platform -: its agent agent-7 was drained for maintenance
            RUNNING > RESTARTING > KILLED                                 | -    | platform -: it was restarted in Aurora
            """)
    void ends(String story, @Nullable String left, String end) {
        var found = left == null
                ? Left.NOTHING
                : new Left(left.equals("late") ? null : Integer.valueOf(left), left.equals("late"), Map.of(), null);
        var exit = AuroraEnd.of(task("t1", "", story), found, JobSpec.parse(Map.of("command", "x", "max_run_time", "1m")));
        var cause = exit.cause();
        assertThat(cause == null ? "success" : cause.word() + " " + (exit.code() == null ? "-" : exit.code()) + ": " + exit.reason()).isEqualTo(end);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            Constraint not satisfied: slave-type                   | no agent has slave-type=itaipu
            Constraint not satisfied: zone                         | no agent is without zone=us-east-1a or us-east-1b
            Constraint not satisfied: rack                         | no agent suits the constraint on rack
            Limit not satisfied: host                              | every host already runs as many tasks of this job as it may
            Insufficient: CPU                                      | no agent has 2.5 cpus free
            Insufficient: RAM,Insufficient: disk                   | no agent has 4096m of memory free; no agent has 1024m of disk free
            Insufficient: GPU                                      | no agent has 1 GPUs free
            Host is dedicated                                      | Host is dedicated
            """)
    void pendingReasons(String reasons, String words) {
        var job = JobSpec.parse(PlainData.mapFromJson(
                """
                {"command": "x", "cpus": 2.5, "mem": "4g", "gpus": 1, "node_pool": "itaipu", "constraints": {"zone": "!us-east-1a,us-east-1b"}}
                """));
        assertThat(PendingWords.of(reasons, job)).isEqualTo(words);
    }

    @Test
    void aJobThatWasJustMadeWaits() {
        assertThat(PendingWords.of("", JobSpec.parse(Map.of("command", "x")))).isEqualTo("waits for an agent");
    }

    @Test
    void aRealSchedulersPendingReasonsAreRead() {
        var answer = AuroraAnswer.of(Recordings.response("40-getPendingReason").message(), AuroraCall.getPendingReason(List.of()));
        assertThat(answer.pendingReasons()).containsValues("Insufficient: CPU", "Constraint not satisfied: slave-type").hasSize(2);
    }
}
