package comporta.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.job.HttpSettings;
import comporta.job.JobSpec;
import comporta.job.Launches;
import comporta.operator.Exit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jspecify.annotations.Nullable;

/** What a real master says is read, and what we say was said to a real master before. */
class RecordedWordsTest {
    /** Words of a reason. */
    private static final int SHOWN = 8;

    /** Fields that no recording has, read from Mesos's interface files. */
    private static final Set<String> READ_IN_THE_INTERFACE = Set.of(
            "SUBSCRIBE.subscribe.framework_info.webui_url",
            "ACCEPT.accept.operations.launch.task_infos.command.uris.cache",
            "ACCEPT.accept.operations.launch.task_infos.command.uris.executable",
            "ACCEPT.accept.operations.launch.task_infos.command.uris.output_file",
            "ACCEPT.accept.operations.launch.task_infos.container.docker.force_pull_image",
            "ACCEPT.accept.operations.launch.task_infos.container.docker.parameters",
            "ACCEPT.accept.operations.launch.task_infos.container.docker.parameters.key",
            "ACCEPT.accept.operations.launch.task_infos.container.docker.parameters.value",
            "ACCEPT.accept.operations.launch.task_infos.container.docker.port_mappings",
            "ACCEPT.accept.operations.launch.task_infos.container.docker.port_mappings.container_port",
            "ACCEPT.accept.operations.launch.task_infos.container.docker.port_mappings.host_port",
            "ACCEPT.accept.operations.launch.task_infos.container.docker.port_mappings.protocol",
            "ACCEPT.accept.operations.launch.task_infos.container.docker.privileged",
            "ACCEPT.accept.operations.launch.task_infos.container.volumes",
            "ACCEPT.accept.operations.launch.task_infos.container.volumes.container_path",
            "ACCEPT.accept.operations.launch.task_infos.container.volumes.host_path",
            "ACCEPT.accept.operations.launch.task_infos.container.volumes.mode",
            "ACCEPT.accept.operations.launch.task_infos.kill_policy",
            "ACCEPT.accept.operations.launch.task_infos.kill_policy.grace_period",
            "ACCEPT.accept.operations.launch.task_infos.kill_policy.grace_period.nanoseconds",
            "ACCEPT.accept.operations.launch.task_infos.resources.ranges",
            "ACCEPT.accept.operations.launch.task_infos.resources.ranges.range",
            "ACCEPT.accept.operations.launch.task_infos.resources.ranges.range.begin",
            "ACCEPT.accept.operations.launch.task_infos.resources.ranges.range.end");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            030 | coming
            032 | success
            040 | coming, running, user 3: exit code 3
            041 | coming, running, user 127: exit code 127
            042 | coming, running, user 137: exit code 137: Command terminated with signal Killed
            043 | coming, running, success
            045 | user: it never began: Failed to create executor directory …
            050 | user: Mesos does not take it: Total resources cpus(allocated: …
            051 | not begun
            052 | not begun
            055 | coming
            056 | user: Mesos does not take it: 'bad/id' contains invalid …
            058 | user: Mesos does not take it: Task uses invalid …
            059 | platform: Abnormal executor termination: unknown container (EXECUTOR_TERMINATED)
            060 | platform: its image, a uri or its agent failed: …
            070 | running, operator 7: stopped; Command exited with status 7
            072 | running, operator 137: stopped; Command terminated with signal Killed
            073 | not known
            074 | platform: its agent does not have it, or not …
            076 | operator: stopped; Killed before delivery to the executor (TASK_KILLED_DURING_LAUNCH)
            090 | running
            091 | running, platform: its agent does not have it, or not …, not known, platform: its agent does not have it, or not …, not known
            160 | coming, running, running, running, running, running, running, running, user 143: its health check failed
            161 | coming, running, timeout 143: it ran longer than max_run_time and was ended
            164 | not ours
            291 | platform: it is gone with its agent: Agent localhost …
            302 | platform: its agent does not have it, or not …, platform: its agent does not have it, or not …
            310 | out of sight
            314 | out of sight
            316 | running
            320 | running, running, success
            351 | platform: it is gone with its agent: Agent has …
            521 | not known, running
            """)
    void reportsAndWhatTheyMean(String number, String meaning) {
        var stopped = Set.of("070", "072", "076").contains(number);
        assertThat(Recording.of(number).statuses().stream().map(status -> inWords(Verdict.of(status, stopped))).collect(Collectors.joining(", ")))
                .isEqualTo(meaning);
    }

    private static String inWords(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Coming _ -> "coming";
            case Verdict.Running _ -> "running";
            case Verdict.Leaving _ -> "leaving";
            case Verdict.OutOfSight _ -> "out of sight";
            case Verdict.NotKnown _ -> "not known";
            case Verdict.NotBegun _ -> "not begun";
            case Verdict.NotOurs _ -> "not ours";
            case Verdict.Over(var exit) -> inWords(exit);
        };
    }

    private static String inWords(Exit exit) {
        var cause = exit.cause();
        if (cause == null) {
            return "success";
        }
        var words = exit.reason().split(" ", -1);
        var shown = words.length <= SHOWN ? exit.reason() : String.join(" ", List.of(words).subList(0, SHOWN)) + " …";
        return cause.word() + (exit.code() == null ? "" : " " + exit.code()) + ": " + shown;
    }

    @Test
    void onlyReportsOfAgentsAreAcknowledged() {
        for (var recording : Recording.all()) {
            for (var status : recording.statuses()) {
                assertThat(status.uuid().isPresent()).as("%s: %s", recording.name(), status).isEqualTo(!status.source().equals("SOURCE_MASTER"));
            }
        }
    }

    @Test
    void anOfferIsReadWhole() {
        var offer = Recording.of("020").events().stream()
                .map(Event::read)
                .filter(Event.Offers.class::isInstance)
                .map(event -> ((Event.Offers) event).offers().getFirst())
                .findFirst()
                .orElseThrow();
        var together = new AgentOffer(List.of(offer));
        assertThat(offer.agentUrl()).isEqualTo("http://127.0.0.1:5051");
        assertThat(offer.role()).isEqualTo("ops");
        assertThat(List.of(together.left("cpus"), together.left("mem"), together.left("disk"), together.left("ports")))
                .containsExactly(2_000L, 1_024_000L, 1_024_000L, 10L);
        assertThat(offer.attributes().stream().map(each -> each.name() + "=" + each.shown()))
                .containsExactly("slave-type=mesos-fixed", "pool=test", "rack=7", "zones=[1-3]");
    }

    @Test
    void everyEventOfTheRecordingsIsKnown() {
        var types = new TreeMap<String, Long>();
        Recording.all().stream().flatMap(recording -> recording.events().stream()).map(Event::read)
                .forEach(event -> types.merge(event.getClass().getSimpleName() + (event instanceof Event.Other(var type) ? " " + type : ""), 1L, Long::sum));
        assertThat(types.keySet()).containsExactlyInAnyOrder(
                "Failed", "Heartbeat", "InverseOffers", "Offers", "Other FAILURE", "Other RESCIND_INVERSE_OFFER", "Rescinded", "Subscribed", "Updated");
    }

    /** A field that a master does not know it passes over in silence, and so would nobody notice a misspelt one. */
    @Test
    void everyFieldThatWeSayWasSaidToARealMaster() {
        var known = new TreeSet<>(READ_IN_THE_INTERFACE);
        Recording.all().stream().filter(each -> each.status() / 100 == 2).map(Recording::body).forEach(body -> paths(body.fields(), body.text("type"), known));
        var said = new TreeSet<String>();
        ours().forEach(call -> paths(call, String.valueOf(call.get("type")), said));
        assertThat(known).containsAll(said);
        assertThat(said).containsAll(READ_IN_THE_INTERFACE);
    }

    private static List<Map<String, Object>> ours() {
        var settings = new MesosSettings(
                "mesos", "http://127.0.0.1:5050", "jobs", "*", "comporta", "comporta", Duration.ofDays(7), false, "http://127.0.0.1:8080",
                Duration.ofSeconds(1), HttpSettings.PLAIN);
        var calls = new ArrayList<Map<String, Object>>();
        calls.add(Calls.subscribe(settings, new TreeSet<>(List.of("*")), true, "F"));
        calls.add(Calls.accept("F", List.of("O"), List.of(
                described(Map.of("image", "model", "args", List.of("churn"), "network", "bridge", "ports", List.of("http"), "docker", Map.of(
                        "privileged", true, "force_pull", true, "parameters", List.of(Map.of("key", "ipc", "value", "host"))))),
                described(Map.of("command", List.of("python3", "x.py"), "user", "jobs", "max_run_time", "2h", "image", "model", "uris", List.of(
                        Map.of("uri", "http://h/x.tgz", "cache", true, "output", "x"), Map.of("uri", "http://h/x", "executable", true)),
                        "volumes", List.of(Map.of("host", "/data", "container", "/in")))),
                described(Map.of("command", "echo Hello"))), 5));
        calls.add(Calls.decline("F", List.of("O"), 5));
        calls.add(Calls.revive("F"));
        calls.add(Calls.suppress("F"));
        calls.add(Calls.kill("F", "T", false));
        calls.add(Calls.kill("F", "T", true));
        calls.add(Calls.acknowledge("F", "S", "T", "s6VWWdwmSIa0vUn8IxbbKg=="));
        calls.add(Calls.reconcile("F", List.of(new Calls.Sought("T", "S"), new Calls.Sought("T", ""))));
        calls.add(Calls.answerInverse("F", "I", true));
        calls.add(Calls.answerInverse("F", "I", false));
        calls.add(Calls.teardown("F"));
        return calls;
    }

    private static Map<String, Object> described(Map<String, Object> job) {
        var spec = JobSpec.parse(new LinkedHashMap<>(job));
        var offer = new AgentOffer(List.of(new Offer("O", "S", "h", "", "*", List.of(
                new Piece("cpus", 9_000, List.of(), "", Map.of("allocation_info", Map.of("role", "*"))),
                new Piece("mem", 9_000_000, List.of(), "", Map.of()), new Piece("disk", 9_000_000, List.of(), "", Map.of()),
                new Piece("ports", 1, List.of(new Piece.Range(31_000, 31_000)), "", Map.of())), List.of(), Instant.EPOCH)));
        return new TaskDescription("T", Launches.id("load", 1), spec).on("S", offer.take(Demand.of(spec, "*", "kin")), Map.of("A", "b"));
    }

    private static void paths(@Nullable Object value, String path, Set<String> paths) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((name, inner) -> {
                paths.add(path + "." + name);
                paths(inner, path + "." + name, paths);
            });
            case List<?> list -> list.forEach(item -> paths(item, path, paths));
            case null, default -> { }
        }
    }
}
