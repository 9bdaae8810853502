package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.aurora.FakeAurora;
import comporta.chronos.FakeChronos;
import comporta.dag.PlainData;
import comporta.job.FakeAnswer;
import comporta.job.FakeCall;
import comporta.job.FakeCluster;
import comporta.marathon.FakeMarathon;
import comporta.mesos.FakeMaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single jobs from the command line, on a backend of each kind. */
class JobsVerbsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<FakeCluster> fakes = new ArrayList<>();

    @TempDir
    Path home;

    @AfterEach
    void close() {
        fakes.forEach(FakeCluster::close);
    }

    /** Configures a backend of that name over a fake of it; {@code local} needs none. */
    private FakeCluster configure(String backend) throws IOException {
        if (backend.equals("local")) {
            return new FakeCluster(home.resolve("fake")) {
                @Override
                public boolean holds(String name) {
                    return false;
                }

                @Override
                protected FakeAnswer answer(FakeCall call) {
                    return FakeAnswer.of(404);
                }
            };
        }
        if (backend.equals("aurora")) {
            return aurora();
        }
        if (backend.equals("mesos")) {
            return mesos();
        }
        var chronos = backend.equals("chronos") ? new FakeChronos(home.resolve("fake"), true, "me:secret") : null;
        var marathon = chronos == null ? new FakeMarathon(home.resolve("fake"), "me:secret") : null;
        FakeCluster fake = chronos != null ? chronos : Objects.requireNonNull(marathon);
        fakes.add(fake);
        var mesos = chronos != null ? chronos.mesos() : Objects.requireNonNull(marathon).mesos();
        Files.writeString(home.resolve("credentials.json"), "{\"url\": \"%s\", \"user\": \"me\", \"password\": \"secret\"}".formatted(fake.url()));
        Files.writeString(home.resolve("comporta.yaml"), """
                backends:
                  %s: {kind: %s, credentials: credentials.json, mesos: "%s"}
                stacks:
                  stable: {backend: %s, templates: %s}
                """.formatted(backend, backend, mesos.url(), backend, home.resolve("templates")));
        return fake;
    }

    private FakeMaster mesos() throws IOException {
        var fake = new FakeMaster(home.resolve("fake"));
        fakes.add(fake);
        fake.agent(4, 8_192, Map.of("slave-type", "mesos-fixed"), home);
        Files.writeString(home.resolve("comporta.yaml"), """
                backends:
                  mesos: {kind: mesos, master: "%s", user: jobs}
                """.formatted(fake.url()));
        return fake;
    }

    private FakeAurora aurora() throws IOException {
        var fake = new FakeAurora(home.resolve("fake"));
        fakes.add(fake);
        Files.writeString(home.resolve("comporta.yaml"), """
                backends:
                  aurora: {kind: aurora, url: "%s", observer: "%s/observer/{host}", python: %s}
                stacks:
                  cantareira-stable: {backend: aurora, environment: prod, templates: %s}
                """.formatted(fake.url(), fake.url(), home.resolve("python"), home.resolve("templates")));
        return fake;
    }

    private int comporta(String... words) {
        out.reset();
        err.reset();
        return Main.run(List.of(words), new Terminal(
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8),
                Map.of("COMPORTA_HOME", home.toString(), "PATH", System.getenv("PATH"), "HOME", home.toString()), false, false));
    }

    private Map<String, Object> json() {
        return PlainData.mapFromJson(out.toString(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "aurora", "chronos", "marathon", "mesos"})
    void aJobFromItsCommandToItsRemoval(String backend) throws IOException {
        var fake = configure(backend);
        var go = home.resolve("go");
        assertThat(comporta("jobs", "run", "--backend", backend, "--command", "echo Hello", "--cpus", "0.1", "--mem", "100m")).as(err.toString(UTF_8)).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("Hello\n");

        assertThat(comporta("jobs", "submit", "long", "--backend", backend, "--command", "echo begun; while [ ! -e " + go + " ]; do sleep 0.05; done",
                "--output", "json")).as(err.toString(UTF_8)).isZero();
        assertThat(String.valueOf(json().get("external_id"))).startsWith("jobs.").contains(".long.t1");
        assertThat(comporta("jobs", "status", "long")).isZero();
        assertThat(out.toString(UTF_8)).contains("long on " + backend + ": running");
        assertThat(comporta("jobs", "submit", "long", "--backend", backend, "--command", "true")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("is running on " + backend);
        assertThat(comporta("jobs", "restart", "long")).as(err.toString(UTF_8)).isZero();
        assertThat(out.toString(UTF_8)).contains(".long.t2");
        Files.writeString(go, "");
        assertThat(comporta("jobs", "logs", "long", "-f")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("begun\n");
        assertThat(comporta("jobs", "list", "--output", "json")).isZero();
        assertThat(out.toString(UTF_8)).contains("\"name\":\"long\"").contains("\"state\":\"success\"");
        assertThat(comporta("jobs", "delete", "long")).isZero();
        assertThat(comporta("jobs", "status", "long")).isEqualTo(2);
        fake.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "aurora", "chronos", "marathon", "mesos"})
    void aJobThatFailsIsToldWithItsExitCode(String backend) throws IOException {
        configure(backend).asked();
        assertThat(comporta("jobs", "run", "bad", "--backend", backend, "--command", "echo oops >&2; exit 7")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("oops").contains("bad on " + backend + ": failed, cause user (exit code 7)");
        assertThat(comporta("jobs", "status", "bad")).isEqualTo(1);
    }

    @Test
    void whatIsKilledIsStoppedByAPerson() throws IOException {
        configure("chronos");
        assertThat(comporta("jobs", "submit", "long", "--backend", "chronos", "--command", "sleep 1000")).isZero();
        assertThat(comporta("jobs", "kill", "long")).as(err.toString(UTF_8)).isZero();
        assertThat(out.toString(UTF_8)).contains("failed, cause operator");
    }

    @Test
    void aJobFileOfAStackIsSubmittedInTodaysWords() throws IOException {
        configure("chronos");
        Files.createDirectories(home.resolve("templates"));
        Files.writeString(home.resolve("templates/scale-ec2.yaml"), "job: {command: \"echo $MODE $N_NODES\", cpus: 0.1, mem: 100m}\n");
        assertThat(comporta("jobs", "create", "prod", "scale", "MODE=on-demand", "N_NODES=0", "--job-version", "scale_cluster=df8da67",
                "--aurora-stack=stable", "--filename", "scale-ec2", "--verbose")).as(err.toString(UTF_8)).isZero();
        assertThat(comporta("jobs", "logs", "scale", "-f")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("on-demand 0\n");
    }

    /** In place of Python stands a program that keeps what it is asked, and answers with a job that was evaluated before. */
    @Test
    void anAuroraFileIsSubmittedInTodaysWords() throws IOException {
        var fake = aurora();
        Files.createDirectories(home.resolve("templates"));
        Files.writeString(home.resolve("templates/scale-ec2.aurora"), "jobs = [Job(name='scale', task=SimpleTask('scale', 'echo {{MODE}}'))]\n");
        Files.writeString(home.resolve("answer.json"), """
                {"name": "scale", "cluster": "aurora", "role": "jobs", "environment": "prod", "task": {"name": "scale",
                "resources": {"cpu": 0.1, "ram": 67108864, "disk": 67108864}, "processes": [{"name": "scale", "cmdline": "echo on-demand 0"}]}}
                """);
        var python = Files.writeString(home.resolve("python"), "#!/bin/sh\ncat > %s/asked.json; cat %s/answer.json\n".formatted(home, home));
        assertThat(python.toFile().setExecutable(true)).isTrue();

        assertThat(comporta("jobs", "create", "prod", "scale", "MODE=on-demand", "N_NODES=0", "--job-version", "scale_cluster=df8da67",
                "--aurora-stack=cantareira-stable", "--filename", "scale-ec2")).as(err.toString(UTF_8)).isZero();
        assertThat(PlainData.mapFromJson(Files.readString(home.resolve("asked.json"))))
                .containsEntry("file", home.resolve("templates/scale-ec2.aurora").toString())
                .containsEntry("name", "scale")
                .containsEntry("environment", "prod")
                .containsEntry("bind", Map.of("MODE", "on-demand", "N_NODES", "0"))
                .containsEntry("version", Map.of("scale_cluster", "df8da67"));
        assertThat(comporta("jobs", "logs", "scale", "-f")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("on-demand 0\n");
        assertThat(fake.journal()).singleElement().asString().endsWith(".scale.t1");

        assertThat(comporta("jobs", "create", "prod", "scale", "MODE=on-demand", "--job-version", "scale_cluster=df8da67",
                "--aurora-stack=cantareira-stable", "--filename", "scale-ec2", "--as-task")).isZero();
        var dag = Files.writeString(home.resolve("templates/scale.yaml"), "dag: scale\ntasks:\n" + out.toString(UTF_8));
        assertThat(comporta("dags", "validate", dag.toString())).as(out.toString(UTF_8)).isZero();
        assertThat(Files.readString(dag)).contains("\"file\":\"scale-ec2.aurora\"", "\"bind\":{\"MODE\":\"on-demand\"}");
        assertThat(fake.journal()).as("a snippet submits nothing").hasSize(1);
    }

    @Test
    void whatAJobWaitsForIsTold() throws IOException {
        aurora();
        assertThat(comporta("jobs", "submit", "long", "--backend", "aurora", "--command", "true", "--constraint", "slave-type=itaipu")).isZero();
        assertThat(comporta("jobs", "status", "long")).isZero();
        assertThat(out.toString(UTF_8)).contains("long on aurora: submitted (no agent has slave-type=itaipu)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chronos", "marathon"})
    void jobsOfOthersAreSeenToInTheWordsOfTheirCluster(String backend) throws IOException {
        var fake = configure(backend);
        Files.writeString(home.resolve("job.json"), backend.equals("chronos")
                ? "{\"name\": \"theirs\", \"command\": \"sleep 100\", \"schedule\": \"R/2099-01-01T00:00:00.000Z/P1Y\"}"
                : "{\"id\": \"/theirs\", \"cmd\": \"sleep 100\", \"instances\": 0}");
        Files.writeString(home.resolve("changes.json"), "{\"cpus\": 1.5}");
        assertThat(comporta("jobs", "submit", home.resolve("job.json").toString(), "--backend", backend)).as(err.toString(UTF_8)).isZero();
        assertThat(comporta("jobs", "update", "theirs", "--filename", home.resolve("changes.json").toString(), "--backend", backend)).isZero();
        assertThat(comporta("jobs", "info", "theirs", "--backend", backend)).isZero();
        assertThat(json().get("cpus")).hasToString("1.5");
        assertThat(comporta("jobs", "start", "theirs", "--backend", backend)).as(err.toString(UTF_8)).isZero();
        assertThat(fake.starts("theirs")).isEqualTo(1);
        assertThat(comporta("jobs", "kill", "theirs", "--backend", backend)).isZero();
        assertThat(comporta("jobs", "delete", "theirs", "--backend", backend)).isZero();
        assertThat(fake.holds("theirs")).isFalse();
        assertThat(comporta("jobs", "info", "theirs", "--backend", backend)).isEqualTo(2);
    }

    @Test
    void aJobIsShownAsATask() {
        assertThat(comporta("jobs", "submit", "hello", "--command", "echo Hello", "--cpus", "0.1", "--as-task")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("  hello:\n    job: {\"command\":\"echo Hello\",\"cpus\":\"0.1\",\"backend\":\"local\"}\n");
    }

    @Test
    void whatCannotBeAJobIsToldInWords() {
        assertThat(comporta("jobs", "submit", "nothing")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("there is no job file \"nothing\"").contains("comporta jobs create nothing");
        assertThat(comporta("jobs", "submit", "x", "--command", "true", "--backend", "lokal")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("there is no backend \"lokal\". Did you mean \"local\"?");
        assertThat(comporta("jobs", "submit", "x", "--command", "true", "--mem", "4")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("job.mem");
    }
}
