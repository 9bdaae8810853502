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
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
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

    /** Clusters are asked often, so that nobody waits here. */
    @BeforeAll
    static void hurry() {
        System.setProperty(Backends.APART_PROPERTY, "PT0.1S");
    }

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

    /** The life of jobs on a backend B with a stack S, step by step: exit code, words after {@code comporta jobs}, what is said of it. */
    private static final String LIFE = """
            0 | run --backend B --command 'echo Hello' --cpus 0.1 --mem 100m                 | Hello
            1 | run bad --backend B --command 'echo oops >&2; exit 7'                        | oops
            1 | status bad                                                                   | bad on B: failed, cause user (exit code 7)
            0 | create mine --stack S --cpus 0.2 --filename HOME/mine.yaml                   | backend: B
            0 | run HOME/mine.yaml                                                           | Hello
            0 | create prod say WORD=one --stack S --as-task                                 | "WORD":"one"
            2 | status say                                                                   | there is no job "say" here
            0 | create prod say WORD=one --aurora-stack=S --verbose                          | as jobs.
            0 | logs say -f                                                                  | one
            0 | run say WORD=two --stack S                                                   | two
            0 | update say WORD=three                                                        | say on B: success
            0 | info say                                                                     | "WORD":"three"
            0 | start say                                                                    | .say.t3
            0 | logs say --follow                                                            | three
            0 | update say --filename HOME/mine.yaml                                         | say on B: success
            0 | info say --output json                                                       | "cpus":0.2
            0 | submit long --backend B --command 'echo begun; while :; do sleep 0.1; done'  | .long.t1
            0 | status long                                                                  | long on B: running
            2 | submit long --backend B --command true                                       | is running on B. Kill it first
            2 | delete long                                                                  | is running. Kill it first, or add --force
            0 | restart long                                                                 | .long.t2
            0 | kill long                                                                    | failed, cause operator
            0 | logs long                                                                    |
            0 | list --stack S                                                               | long  B
            0 | list --backend B --output json                                               | "name":"long"
            0 | start long                                                                   | .long.t3
            0 | delete long --force                                                          | failed, cause operator
            2 | status long                                                                  | there is no job "long" here
            """;

    @ParameterizedTest
    @ValueSource(strings = {"local", "aurora", "chronos", "marathon", "mesos"})
    void theLifeOfAJob(String backend) throws IOException {
        var fake = configure(backend);
        var configured = Files.exists(home.resolve("comporta.yaml")) ? Files.readString(home.resolve("comporta.yaml")) : "";
        Files.writeString(home.resolve("comporta.yaml"), configured.replaceFirst("(?s)stacks:.*", "")
                + "stacks:\n  cantareira-stable: {backend: " + backend + ", environment: prod, templates: templates}\n");
        Files.createDirectories(home.resolve("templates"));
        Files.writeString(home.resolve("templates/say.yaml"), "job: {command: \"echo $WORD\", cpus: 0.1, mem: 100m}\n");
        for (var step : LIFE.lines().toList()) {
            var parts = step.split("\\|", -1);
            var words = new ArrayList<>(List.of("jobs"));
            Pattern.compile("'([^']*)'|(\\S+)").matcher(parts[1]).results()
                    .map(word -> word.group(1) != null ? word.group(1) : named(word.group(2), backend))
                    .forEach(words::add);
            int exit = comporta(words.toArray(String[]::new));
            var said = out.toString(UTF_8) + err.toString(UTF_8);
            assertThat(exit).as("%s: %s", step.strip(), said).isEqualTo(Integer.parseInt(parts[0].strip()));
            assertThat(said.replaceAll(" +", " ")).as(step.strip()).contains(parts[2].strip().replaceAll("\\bB\\b", backend).replaceAll(" +", " "));
        }
        fake.close();
    }

    private String named(String word, String backend) {
        return word.equals("B") ? backend : word.replace("HOME", home.toString()).replaceFirst("(?<=^|=)S$", "cantareira-stable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mesos", "chronos", "marathon"})
    void whatARunningJobWroteIsFetchedWhenItIsAskedFor(String backend) throws IOException {
        configure(backend);
        assertThat(comporta("jobs", "submit", "long", "--command", "echo written; sleep 600", "--backend", backend, "--cpus", "0.1", "--mem", "50m"))
                .as(err.toString(UTF_8)).isZero();
        out.reset();
        while (out.size() == 0) {   // it may not have written yet
            assertThat(comporta("jobs", "logs", "long")).as(err.toString(UTF_8)).isZero();
        }
        assertThat(out.toString(UTF_8)).isEqualTo("written\n");
        assertThat(comporta("jobs", "kill", "long")).isZero();
    }

    @Test
    void whatStoodInFrontOfTheVerbsMayStandThere() throws IOException {
        configure("chronos");
        assertThat(comporta("--aurora-stack=stable", "--verbose", "jobs", "submit", "hello", "--command", "true", "--as-task"))
                .as(err.toString(UTF_8)).isZero();
        assertThat(out.toString(UTF_8)).contains("\"backend\":\"chronos\"");
        assertThat(comporta("--aurora_stack", "stable", "jobs", "list")).as(err.toString(UTF_8)).isZero();
        assertThat(comporta("--verbose", "version")).isEqualTo(2);
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
