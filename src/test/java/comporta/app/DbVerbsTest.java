package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.DagId;
import comporta.dag.PlainData;
import comporta.dag.TaskId;
import comporta.decide.Change;
import comporta.run.RunState;
import comporta.run.RunType;
import comporta.run.TaskInstance;
import comporta.secret.KeyFile;
import comporta.secret.Sealer;
import comporta.store.Databases;
import comporta.store.Deed;
import comporta.store.FreshDatabase;
import comporta.store.NewRun;
import comporta.store.OnEachDatabase;
import comporta.store.Origin;
import comporta.store.Store;
import comporta.store.Variables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code comporta db …} on the database of the configuration. */
@OnEachDatabase
class DbVerbsTest {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T12:00:00Z");

    private final Databases databases;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path home;

    private FreshDatabase database;

    DbVerbsTest(Databases databases) {
        this.databases = databases;
    }

    @BeforeEach
    void configure() throws IOException {
        database = databases.empty(home.resolve("db"));
        if (databases == Databases.POSTGRESQL) {
            Files.writeString(home.resolve("comporta.yaml"), "database: {url: \"" + database.url() + "\", user: comporta}\n");
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    private int run(String... words) {
        out.reset();
        err.reset();
        var terminal = new Terminal(
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Map.of("COMPORTA_HOME", home.toString()), false, false);
        return Main.run(List.of(words), terminal);
    }

    private Map<String, Object> answer() {
        return PlainData.mapFromJson(out.toString(UTF_8));
    }

    private void twoNights() {
        try (var store = database.open()) {
            var dag = new DagId("nightly");
            var version = store.pin(dag, "/dags/nightly.yaml", "dag: nightly", LONG_AGO).id();
            for (var key : List.of("one", "two")) {
                var run = store.create(
                        new NewRun(dag, key, version, RunType.MANUAL, LONG_AGO, null, null, Map.of(), Map.of(), "", LONG_AGO),
                        List.of(TaskInstance.leftOut(0)), List.of(new TaskId("a")));
                store.commit(List.of(new Change.RunMoved(run, run.ended(RunState.SUCCESS, null, "", LONG_AGO), LONG_AGO)));
            }
        }
    }

    @Test
    void fromAnEmptyDatabaseToAnOldOne() throws IOException {
        assertThat(run("db", "check", "--output", "json")).isEqualTo(ExitCode.NOT_SUCCESSFUL);
        assertThat(answer()).containsEntry("state", "empty").containsEntry("schema", 0L);
        assertThat(run("db", "migrate", "--output", "json")).isZero();
        assertThat(answer()).containsEntry("from", 0L);
        assertThat(run("db", "check", "--output", "json")).isZero();
        assertThat(answer()).containsEntry("state", "current");

        twoNights();
        for (var kept : List.of("one", "two")) {
            var log = Files.createDirectories(home.resolve("logs/nightly/" + kept + "/a/1"));
            Files.writeString(log.resolve("stdout"), "said\n");
        }
        assertThat(run("db", "clean", "--older-than", "90d", "--dry-run", "--output", "json")).isZero();
        assertThat(home.resolve("logs/nightly/one")).exists();
        assertThat(answer()).containsEntry("would_remove", 1L).containsEntry("removed", 0L);
        assertThat(run("db", "clean", "--older-than", "90d", "--why", "space")).isZero();
        assertThat(out.toString(UTF_8)).startsWith("1 run that ended before ").endsWith(" removed\n");
        assertThat(home.resolve("logs/nightly/one")).as("logs go with their run").doesNotExist();
        assertThat(home.resolve("logs/nightly/two/a/1/stdout")).hasContent("said");
        assertThat(run("db", "clean", "--older-than", "90d", "--output", "json")).as("the last one stays").isZero();
        assertThat(answer()).containsEntry("removed", 0L);

        assertThat(run("db", "verify", "--output", "json")).isZero();
        assertThat(answer()).containsEntry("findings", List.of());
        database.meddle("update audit set who = 'eve'");
        assertThat(run("db", "verify")).isEqualTo(ExitCode.NOT_SUCCESSFUL);
        assertThat(out.toString(UTF_8)).isEqualTo(
                "audit entry 1 (clean of runs by eve) is not as it was written, or the one before it\n");
    }

    @Test
    void anExportGoesToAFileOrToStandardOutput() throws IOException {
        twoNights();
        var file = home.resolve("night.jsonl");
        assertThat(run("db", "export", file.toString())).isZero();
        var written = Files.readAllLines(file);
        assertThat(run("db", "export")).isZero();
        var told = out.toString(UTF_8).lines().toList();
        assertThat(told).hasSameSizeAs(written);
        assertThat(told.subList(1, told.size())).containsExactlyElementsOf(written.subList(1, written.size()))
                .anyMatch(line -> line.contains("\"run_key\":\"two\""));
    }

    @Test
    void aKeyIsRotated() {
        var key = home.resolve("key");
        var sealer = Sealer.of(key, new SecureRandom());
        var deed = new Deed(LONG_AGO, "ana", Origin.COMMAND_LINE, null);
        try (var store = database.open()) {
            store.variables().setSecret("token", "\"hunter22\"", "", sealer, deed);
            store.connections().set("warehouse", Map.of("password", "hunter22"), sealer, deed);
        }
        assertThat(run("variables", "rotate-key", "--output", "json")).isZero();
        assertThat(answer()).containsEntry("resealed", 2L);
        assertThat(KeyFile.all(key, new SecureRandom())).hasSize(2);
        try (var store = database.open()) {
            var alone = new Sealer(KeyFile.read(key, new SecureRandom()), new SecureRandom());
            assertThat(Variables.opened(store.variables().find("token").orElseThrow(), alone)).isEqualTo("\"hunter22\"");
        }
    }

    @Test
    void wrongUsageIsSaid() {
        assertThat(run("db", "clean")).isEqualTo(ExitCode.WRONG);
        assertThat(err.toString(UTF_8)).isEqualTo("comporta db clean: how old? Write e.g. --older-than 90d.\n");
        assertThat(run("db", "clean", "--older-than", "soon")).isEqualTo(ExitCode.WRONG);
    }

    @Test
    void aDatabaseInUseServesSeveralProcessesOrSaysWhose() {
        try (var _ = Store.open(database.settings())) {
            var code = run("db", "verify");
            if (databases == Databases.H2) {
                assertThat(code).isEqualTo(ExitCode.WRONG);
                assertThat(err.toString(UTF_8)).contains("is in use by process " + ProcessHandle.current().pid());
            } else {
                assertThat(code).isZero();
            }
        }
    }
}
