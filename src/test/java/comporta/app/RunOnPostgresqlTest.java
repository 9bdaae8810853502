package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.store.FreshPostgresql;
import comporta.store.StoreSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --database}, on a real server. */
@Order(-100)
final class RunOnPostgresqlTest {
    private static final String TWO =
            "dag: two\nowner: me\ndefaults: {execution_timeout: 1m}\ntasks:\n  a: {run: echo one}\n  b: {run: echo two, depends_on: a}\n";

    @RegisterExtension
    final FreshPostgresql database = new FreshPostgresql();

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    /** What a command has said. */
    private record Said(int code, String out, String err) {}

    @BeforeEach
    void home() {
        environment.put("COMPORTA_HOME", folder.resolve("home").toString());
        environment.put("HOME", folder.toString());
        environment.put("PATH", System.getenv("PATH"));
    }

    @Test
    void nothingIsLeftOfARunThatIsOver() throws IOException, SQLException {
        var said = run(write("two.yaml", TWO), "--database", url("comporta"));

        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("two succeeded");
        assertThat(schemas()).isEmpty();
        assertThat(folder.resolve("home/local/runs")).isEmptyDirectory();
        assertThat(folder.resolve("home/local/schemas")).isEmptyDirectory();
        assertThat(folder.resolve("home/local/durations")).as("what the next prediction stands on").isNotEmptyDirectory();
    }

    @Test
    void runsSideBySideDoNotDisturbEachOther() throws IOException, SQLException {
        var file = write("two.yaml", TWO);
        var runs = new ArrayList<CompletableFuture<Said>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < 4; n++) {
                var chosen = n == 3 ? "h2" : url("comporta");
                runs.add(CompletableFuture.supplyAsync(() -> run(file, "--database", chosen, "--fresh"), threads));
            }
        }
        assertThat(runs).extracting(CompletableFuture::join).extracting(Said::code).containsExactly(0, 0, 0, 0);
        assertThat(schemas()).isEmpty();
    }

    @Test
    void aRunThatWasKilledIsGoneOnWithWhereItsStateIs() throws IOException, InterruptedException, SQLException {
        var file = write("slow.yaml", "dag: slow\nowner: me\ntasks:\n  a: {run: 'while [ ! -e go ]; do sleep 0.05; done'}\n  b: {run: echo two, depends_on: a}\n");
        var words = List.of("run", file, "--database", url("comporta"), "--output", "json");
        var life = new Life(process(words));
        life.awaitState("running", "a");
        life.killAfter(0);
        assertThat(schemas()).hasSize(1);
        assertThat(run(file, "--database", "h2", "--dry-run").code()).isZero();

        Files.createFile(folder.resolve("go"));
        var said = run(words.subList(1, words.size()).toArray(String[]::new));
        assertThat(said.err()).contains("going on with run manual-");
        assertThat(said.code()).isZero();
        assertThat(schemas()).isEmpty();
    }

    @Test
    void theSchemaOfARunThatWasClearedAwayGoesWithTheNext() throws IOException, SQLException {
        var gone = folder.resolve("home/local/runs/gone");
        var schema = new RunSchema(
                StoreSettings.postgresql(database.url(), "comporta", "", "test"), folder.resolve("home/local/schemas"), gone);
        schema.open().close();
        assertThat(schemas()).hasSize(1);

        assertThat(run(write("two.yaml", TWO), "--database", url("comporta")).code()).isZero();
        assertThat(schemas()).isEmpty();
    }

    @Test
    void passwordsAreTakenFromWherePostgresqlUsersKeepThem() throws IOException, SQLException {
        guarded();
        var file = write("two.yaml", TWO);
        var url = url("guarded");
        var refused = run(file, "--database", url);
        assertThat(refused.code()).isEqualTo(ExitCode.WRONG);
        assertThat(refused.err()).contains("the state of this run cannot be kept: no connection to the database");

        environment.put("PGPASSWORD", "wrong-geheim");
        var wrong = run(file, "--database", url);
        assertThat(wrong.code()).isEqualTo(ExitCode.WRONG);
        assertThat(wrong.err()).contains("password authentication failed for user \"guarded\"").doesNotContain("geheim");

        environment.put("COMPORTA_DATABASE_PASSWORD", "ge:heim");
        assertThat(run(file, "--database", url).code()).as("before all others").isZero();
        environment.remove("COMPORTA_DATABASE_PASSWORD");

        environment.put("PGPASSWORD", "ge:heim");
        assertThat(run(file, "--database", url).code()).isZero();
        environment.remove("PGPASSWORD");

        var passwords = folder.resolve(".pgpass");
        Files.writeString(passwords, "# ours\n*:*:other:*:nothing\n127.0.0.1:*:*:guarded:ge\\:heim\n");
        assertThat(run(file, "--database", url).err()).contains("others may read or write the passwords in " + passwords);
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
        assertThat(run(file, "--database", url).code()).isZero();
    }

    @Test
    void theConfigurationSaysWhereAndItsPasswordIsForNobodyElse() throws IOException, SQLException {
        guarded();
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(folder.resolve("home/db.secret"), "ge:heim\n");
        var configuration = folder.resolve("home/comporta.yaml");
        Files.writeString(configuration, "database: {url: \"" + database.url() + "\", user: guarded, password_file: db.secret}\n");
        var file = write("two.yaml", TWO);
        assertThat(run(file).code()).isZero();
        assertThat(run(file, "--database", database.url()).code()).as("the same place").isZero();
        assertThat(run(file, "--database", database.url().replace("127.0.0.1", "localhost")).err())
                .contains("role \"" + System.getProperty("user.name") + "\" does not exist");

        Files.writeString(configuration, "database: {url: \"postgresql://ana:geheim@h/db\"}\n");
        var said = run(file);
        assertThat(said.code()).isEqualTo(ExitCode.WRONG);
        assertThat(said.err()).contains("database.url holds a password").doesNotContain("geheim");
        assertThat(run(file, "--database", "h2").code()).isZero();
    }

    private void guarded() throws SQLException {
        sql("do $$ begin create role guarded login password 'ge:heim'; exception when duplicate_object then null; end $$");
        sql("do $$ begin execute 'grant create on database ' || current_database() || ' to guarded'; end $$");
    }

    private String url(String user) {
        return database.url().substring("jdbc:".length()).replace("//", "//" + user + "@");
    }

    private void sql(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(database.url(), "comporta", ""); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> schemas() throws SQLException {
        var found = new ArrayList<String>();
        try (var connection = DriverManager.getConnection(database.url(), "comporta", "");
                var statement = connection.createStatement();
                var answer = statement.executeQuery("select nspname from pg_namespace where nspname like 'comporta%'")) {
            while (answer.next()) {
                found.add(answer.getString(1));
            }
        }
        return found;
    }

    private Process process(List<String> words) throws IOException, InterruptedException {
        var builder = Program.get().process(folder.resolve("home"), words);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Said run(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var line = new ArrayList<>(List.of("run"));
        line.addAll(List.of(words));
        var terminal = new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), environment, false, false);
        var code = Main.run(line, terminal);
        return new Said(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    private String write(String name, String yaml) throws IOException {
        return Files.writeString(folder.resolve(name), yaml).toString();
    }
}
