package comporta.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.dag.PlainData;
import comporta.operator.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the rendered job block is read. */
class JobSpecTest {

    private static JobSpec parse(String json) {
        return JobSpec.parse(PlainData.mapFromJson(json));
    }

    @Test
    void defaults() {
        var job = parse("{\"command\": \"run-itaipu\"}");
        assertThat(job.command()).isEqualTo(new Command.Line("run-itaipu"));
        assertThat(job.resources()).isEqualTo(new JobSpec.Resources(1, 1L << 30, 1L << 30, 0));
        assertThat(job.killGrace()).isEqualTo(Duration.ofSeconds(30));
        assertThat(job.network()).isEqualTo("host");
        assertThat(job.backend()).isNull();
        assertThat(job.maxRunTime()).isNull();
        assertThat(job.aurora().priority()).isZero();
    }

    @Test
    void everyKey() {
        var job = parse("""
                {"backend": "aurora", "image": "itaipu:df8da67", "command": ["run", "--day", "2030-01-01"],
                 "cpus": "0.5", "mem": "4g", "disk": "512m", "gpus": 1,
                 "constraints": {"slave-type": "mesos-fixed"}, "node_pool": "itaipu", "workdir": "work",
                 "uris": ["http://a/x.tgz", {"uri": "http://a/y", "extract": false, "executable": true, "cache": "true", "output": "z"}],
                 "volumes": [{"host": "/data", "container": "/in"}, {"host": "/out", "container": "/out", "mode": "rw"}],
                 "container": "docker", "docker": {"privileged": true}, "network": "bridge", "ports": ["http", "admin"],
                 "user": "jobs", "labels": {"team": "data"}, "role": "jobs", "environment": "prod", "tier": "preferred", "priority": 5,
                 "file": "jobs/scale.aurora", "bind": {"N_NODES": 0}, "version": {"scale_cluster": "df8da67"}, "name": "scale",
                 "finally": "tidy", "kill_grace": "1m30s", "max_run_time": "PT2H"}
                """);
        assertThat(job.command()).isEqualTo(new Command.Argv(List.of("run", "--day", "2030-01-01")));
        assertThat(job.resources()).isEqualTo(new JobSpec.Resources(0.5, 4L << 30, 512L << 20, 1));
        assertThat(job.constraints()).isEqualTo(Map.of("slave-type", "mesos-fixed"));
        assertThat(job.uris())
                .containsExactly(
                        new JobSpec.Uri("http://a/x.tgz", true, false, false, null), new JobSpec.Uri("http://a/y", false, true, true, "z"));
        assertThat(job.volumes())
                .containsExactly(new JobSpec.Volume("/data", "/in", false), new JobSpec.Volume("/out", "/out", true));
        assertThat(job.ports()).containsExactly("http", "admin");
        assertThat(job.aurora())
                .isEqualTo(new JobSpec.AuroraKeys(
                        "jobs", "prod", "preferred", 5, "jobs/scale.aurora", Map.of("N_NODES", "0"), Map.of("scale_cluster", "df8da67"), "scale"));
        assertThat(job.last()).isEqualTo("tidy");
        assertThat(job.killGrace()).isEqualTo(Duration.ofSeconds(90));
        assertThat(job.maxRunTime()).isEqualTo(Duration.ofHours(2));
        assertThat(List.of(job.image(), job.nodePool(), job.workdir(), job.container(), job.network(), job.user()))
                .containsExactly("itaipu:df8da67", "itaipu", "work", "docker", "bridge", "jobs");
    }

    @Test
    void withoutCommandTheImageRunsItsOwn() {
        assertThat(parse("{\"image\": \"i\", \"args\": [\"a\", 1]}").command()).isEqualTo(new Command.EntryPoint(List.of("a", "1")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {"cpus": "many"}            | job.cpus is "many". Write a number, e.g. 2 or 0.5
            {"cpus": 0}                 | job.cpus is 0. Write at least 0.01
            {"gpus": -1}                | job.gpus is -1. Write at least 0
            {"mem": "4"}                | job.mem: "4" is not a size: the unit is missing. Write 4m or 4g
            {"kill_grace": "5"}         | job.kill_grace: "5" is not a duration: the unit is missing. Write 5s, 5m or 5h
            {"command": []}             | job.command is an empty list. Name a program, e.g. [python3, report.py]
            {"command": ["a", null]}    | job.command holds nothing at place 2. Write a value, or take the item away
            {"command": {"a": 1}}       | job.command is not text. Write one value
            {"constraints": "fixed"}    | job.constraints is not a map. Write names and values
            {"volumes": [{"host": "/"}]}| job.volumes[0].container is missing. Add it
            {"volumes": [{"host": "/", "container": "/", "mode": "w"}]} | job.volumes[0].mode is "w". Use ro or rw
            {"uris": [{"uri": "u", "extract": "no"}]} | job.uris[0].extract is "no". Use true or false
            """)
    void whatDoesNotFitIsToldInWords(String json, String words) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(Refused.class).hasMessage(words);
    }
}
