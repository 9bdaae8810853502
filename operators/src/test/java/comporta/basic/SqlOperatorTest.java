package comporta.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.dag.PlainData;
import comporta.job.Heard;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Refused;
import comporta.store.FreshPostgresql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real PostgreSQL and a real H2. */
class SqlOperatorTest {
    private static FreshPostgresql postgresql;

    @TempDir
    private Path folder;

    private final Heard heard = new Heard();
    private Deeds deeds;
    private Vaults vault;
    private SqlOperator sql;
    private java.sql.Connection h2;
    private java.sql.Connection pg;

    @BeforeAll
    static void makeDatabase() {
        postgresql = FreshPostgresql.create();
    }

    @AfterAll
    static void dropDatabase() {
        postgresql.close();
    }

    @BeforeEach
    void start() throws SQLException {
        deeds = new Deeds(folder);
        var inMemory = "jdbc:h2:mem:" + folder.getFileName();
        vault = Vaults.of(Map.of(
                "pg", Map.of("url", postgresql.url(), "user", postgresql.user(), "password", "unused-by-trust"),
                "h2", Map.of("type", "h2", "path", "mem:" + folder.getFileName()),
                "parts", Map.of("host", "127.0.0.1", "port", "1", "schema", "none", "user", "ana", "password", "hush1234"),
                "oracle", Map.of("url", "jdbc:oracle:thin:@x")));
        h2 = DriverManager.getConnection(inMemory);
        pg = DriverManager.getConnection(postgresql.url(), postgresql.user(), postgresql.password());
        for (var connection : List.of(h2, pg)) {
            try (var statement = connection.createStatement()) {
                statement.execute("drop table if exists contracts");
                statement.execute("create table contracts (id int primary key, made date, amount numeric(10, 2), owner varchar(20))");
                statement.execute("insert into contracts values (1, '2026-11-01', 1.50, 'ana'), (2, '2026-11-01', 2, null), (3, '2026-11-02', 4, 'o''neil')");
            }
        }
        sql = operator();
    }

    @AfterEach
    void close() throws SQLException {
        h2.close();
        pg.close();
    }

    private SqlOperator operator() {
        var made = new SqlOperator(folder.resolve("state"), vault, InstantSource.system());
        made.watch(heard);
        return made;
    }

    @ParameterizedTest(name = "{0} {1}, bind {2}: {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            h2 | select count(*) as contracts from contracts where made = :day       | {day: 2026-11-01}      | {"rows":[{"contracts":2}],"first":{"contracts":2},"count":1}
            pg | select count(*) as contracts from contracts where made = :day       | {day: 2026-11-01}      | {"rows":[{"contracts":2}],"first":{"contracts":2},"count":1}
            pg | select id, amount from contracts where id > :n order by id         | {n: 1}                 | {"rows":[{"id":2,"amount":2.00},{"id":3,"amount":4.00}],"first":{"id":2,"amount":2.00},"count":2}
            h2 | select owner from contracts where owner = :o                       | {o: "o'neil"}          | {"rows":[{"owner":"o'neil"}],"first":{"owner":"o'neil"},"count":1}
            pg | select owner from contracts where owner = :o or :o = 'x'           | {o: "o'neil"}          | {"rows":[{"owner":"o'neil"}],"first":{"owner":"o'neil"},"count":1}
            pg | select owner from contracts where id = 2                           | {}                     | {"rows":[{"owner":null}],"first":{"owner":null},"count":1}
            pg | select 1 as x from contracts where id = any(:ids) order by id      | {ids: [1, 3]}          | {"rows":[{"x":1},{"x":1}],"first":{"x":1},"count":2}
            pg | select 1 as x where 'b' = any(:ids)                                | {ids: [a, b]}          | {"rows":[{"x":1}],"first":{"x":1},"count":1}
            h2 | select id from contracts where id > 9                              | {}                     | {"rows":[],"first":null,"count":0}
            pg | update contracts set amount = :a where made = :d                    | {a: 9.5, d: 2026-11-01} | {"rows":[],"first":null,"count":2}
            h2 | delete from contracts                                              | {}                     | {"rows":[],"first":null,"count":3}
            pg | delete from contracts where id = :a; select count(*) as n from contracts | {a: 1}           | {"rows":[{"n":2}],"first":{"n":2},"count":1}
            h2 | delete from contracts where id = :a; select count(*) as n from contracts where id <> :b; -- the end; really | {a: 1, b: 2} | {"rows":[{"n":1}],"first":{"n":1},"count":1}
            h2 | create table t (a int); insert into t values (7); select a from t -- of :b | {} | {"rows":[{"a":7}],"first":{"a":7},"count":1}
            pg | create table t (a int)                                             | {}                     | {"rows":[],"first":null,"count":0}
            """)
    void whatATaskHandsOn(String connection, String query, String bind, String outputs) throws Exception {
        var exit = run("connection: " + connection + "\nquery: \"" + query + "\"\nbind: " + bind);

        assertThat(exit.reason()).isEmpty();
        assertThat(PlainData.toJson(exit.outputs())).isEqualTo(outputs);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1::smallint                                  | 1
            12345678901::bigint                          | 12345678901
            1.50::numeric                                | 1.50
            0.1::float4                                  | 0.1
            'NaN'::float8                                | "NaN"
            true                                         | true
            null::int                                    | null
            'a'::char(3)                                 | "a  "
            '2026-11-01'::date                           | "2026-11-01"
            '2026-11-01 06:30'::timestamp                | "2026-11-01T06:30"
            '2026-11-01 06:30:15.25-03'::timestamptz     | "2026-11-01T09:30:15.250Z"
            '06:30'::time                                | "06:30"
            '{"a": [1, null]}'::json                     | {"a":[1,null]}
            '{"a": 1.0}'::jsonb                          | {"a":1.0}
            array[1, null, 3]                            | [1,null,3]
            array['a', 'b']                              | ["a","b"]
            'a1b2c3d4-0000-0000-0000-000000000000'::uuid | "a1b2c3d4-0000-0000-0000-000000000000"
            '\\x00ff'::bytea                             | "AP8="
            '1 day'::interval                            | "1 day"
            """)
    void whatAValueBecomes(String expression, String json) throws Exception {
        var exit = run("connection: pg\nquery: |-\n  select " + expression + " as x");

        assertThat(exit.reason()).isEmpty();
        assertThat(PlainData.toJson(exit.outputs().get("first"))).isEqualTo("{\"x\":" + json + "}");
    }

    @Test
    void moreRowsAreCountedThanHandedOn() throws Exception {
        var exit = run("connection: pg\nquery: select n from generate_series(1, 2000) n\nmax_rows: 2");

        assertThat(PlainData.toJson(exit.outputs())).isEqualTo("{\"rows\":[{\"n\":1},{\"n\":2}],\"first\":{\"n\":1},\"count\":2000}");
    }

    @Test
    void aQueryMayStandInAFileBesideTheDag() throws Exception {
        Files.writeString(folder.resolve("count.sql"), "select count(*) as n -- of :no\nfrom contracts where made = :day");

        var exit = run("connection: pg\nfile: count.sql\nbind: {day: 2026-11-02}");

        assertThat(exit.outputs()).containsEntry("first", Map.of("n", 1L));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            {query: "select :a", bind: {}}                | the query reads :a, which bind does not have
            {query: "select ':a'", bind: {a: 1}}          | bind has a, which the query does not read
            {query: "select :a, :b", bind: {a: 1, c: 2}}  | the query reads :b
            {file: nowhere.sql}                           | cannot be read
            """)
    void whatDoesNotBelongTogetherIsRefusedBeforeItIsTried(String keys, String why) {
        var yaml = "connection: pg\n" + keys.substring(1, keys.length() - 1).replace(", bind", "\nbind");

        assertThatThrownBy(() -> sql.prepare(deeds.attempt(sql, yaml))).isInstanceOf(Refused.class).hasMessageContaining(why);
    }

    @ParameterizedTest(name = "{0}, {1}: {2}, {3}")
    @CsvSource(delimiter = '|', textBlock = """
            pg      | select * from nowhere                          | user     | relation "nowhere" does not exist
            h2      | select * from nowhere                          | user     | not found
            pg      | select 1/0                                     | user     | division by zero
            pg      | select 1 as a, 2 as a                          | user     | two columns are both called a
            pg      | "select repeat('x', 70000) as x"               | user     | larger than 64 KB
            pg      | "update contracts set owner = 'x'; select 1/0" | user     | nothing was changed
            pg      | "do $$ begin raise sqlstate '40001'; end $$"   | platform | nothing was changed
            nowhere | select 1                                       | user     | there is no connection "nowhere"
            parts   | select 1                                       | platform | refused
            oracle  | select 1                                       | user     | leads to no database that sql can speak to
            """)
    void whatAFailureMeans(String connection, String query, String cause, String why) throws Exception {
        var exit = run("connection: " + connection + "\nquery: " + query);

        assertThat(inWords(exit)).isEqualTo(cause);
        assertThat(exit.reason()).contains(why).doesNotContain("hush1234");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg", "h2"})
    void allStatementsTakeEffectOrNone(String connection) throws Exception {
        assertThat(run("connection: " + connection + "\nquery: delete from contracts; insert into contracts (id) values (1), (1)").isSuccess()).isFalse();
        assertThat(countIn(connection)).isEqualTo(3);

        assertThat(run(2, "connection: " + connection + "\nquery: delete from contracts; insert into contracts (id) values (1)").isSuccess()).isTrue();
        assertThat(countIn(connection)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg", "h2"})
    void aStopCancelsTheStatementAndUndoesWhatItDid(String connection) throws Exception {
        var slow = connection.equals("pg")
                ? "delete from contracts; select pg_sleep(600)"
                : "delete from contracts; select count(*) from system_range(1, 100000) a, system_range(1, 100000) b where a.x * b.x < 0";
        var intent = deeds.intent(sql, "connection: " + connection + "\nquery: " + slow);
        sql.submit(intent);
        heard.first(News.Started.class, intent.id());

        var exit = stopped(intent);

        assertThat(inWords(exit)).isEqualTo("operator");
        assertThat(exit.reason()).isIn("stopped; nothing was changed", "stopped before it began");
        assertThat(countIn(connection)).isEqualTo(3);
    }

    /** As the engine does, asks again and again: a cancel may come before its statement. */
    private Exit stopped(LaunchIntent intent) throws InterruptedException {
        var ended = Thread.ofVirtual().start(() -> {
            try {
                heard.end(intent.id());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        do {
            sql.stop(intent, false);
        } while (!ended.join(Duration.ofMillis(20)));
        return heard.end(intent.id());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pg | select pg_sleep(600)
            pg | select 1; select pg_sleep(600)
            h2 | select 1; select count(*) from system_range(1, 100000) a, system_range(1, 100000) b where a.x * b.x < 0
            """)
    void aStatementThatRunsTooLongIsATimeout(String connection, String query) throws Exception {
        var exit = run("connection: " + connection + "\nquery: " + query + "\nexecution_timeout: 1s");

        assertThat(inWords(exit)).isEqualTo("timeout");
    }

    @Test
    void whatLosesItsConnectionBeforeTheCommitMayBeTriedAgain() throws Exception {
        var exit = run("connection: pg\nquery: delete from contracts; select pg_terminate_backend(pg_backend_pid())");

        assertThat(inWords(exit)).isEqualTo("platform");
        assertThat(countIn("pg")).isEqualTo(3);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            not begun | never started
            begun     | platform, for good
            ended     | success
            """)
    void whatALaterLifeFinds(String state, String finding) throws Exception {
        var intent = deeds.intent(sql, "connection: pg\nquery: insert into contracts (id) values (7)");
        if (state.equals("ended")) {
            assertThat(run(intent).isSuccess()).isTrue();
        } else if (state.equals("begun")) {
            assertThat(new DeedFiles(folder.resolve("state")).begin(intent.id())).isTrue();
        }

        assertThat(operator().find(List.of(intent))).singleElement().satisfies(found -> assertThat(inWords(found)).isEqualTo(finding));
        var later = operator();
        var laterHeard = new Heard();   // of its own: the end of the first life was heard before
        later.watch(laterHeard);
        later.submit(intent);
        laterHeard.end(intent.id());
        assertThat(countIn("pg")).isEqualTo(state.equals("ended") ? 4 : 3);
    }

    @Test
    void theDatabaseKnowsWhoAsks() throws Exception {
        var exit = run("connection: pg\nquery: select application_name as who from pg_stat_activity where pid = pg_backend_pid()");

        assertThat(exit.outputs()).containsEntry("first", Map.of("who", "comporta deeds.manual-1.it.t1"));
    }

    private long countIn(String connection) throws SQLException {
        try (var statement = (connection.equals("pg") ? pg : h2).createStatement();
                var result = statement.executeQuery("select count(*) from contracts")) {
            assertThat(result.next()).isTrue();
            return result.getLong(1);
        }
    }

    private Exit run(String yaml) throws InterruptedException {
        return run(1, yaml);
    }

    private Exit run(int tryNumber, String yaml) throws InterruptedException {
        return run(deeds.intent(sql, tryNumber, sql.prepare(deeds.attempt(sql, yaml)).getFirst()));
    }

    private Exit run(LaunchIntent intent) throws InterruptedException {
        sql.submit(intent);
        return heard.end(intent.id());
    }

    private static String inWords(Finding finding) {
        return switch (finding) {
            case Finding.NeverStarted _ -> "never started";
            case Finding.AlreadyEnded ended -> inWords(ended.end().exit());
            case Finding.Alive _ -> "alive";
            case Finding.OutOfSight _ -> "out of sight";
        };
    }

    private static String inWords(Exit exit) {
        return exit.cause() == null ? "success" : exit.cause().word() + (exit.forGood() ? ", for good" : "");
    }
}
