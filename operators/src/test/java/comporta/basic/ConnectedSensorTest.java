package comporta.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.operator.Exit;
import comporta.operator.Refused;
import comporta.store.FreshPostgresql;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sensors and {@code done_when} that look through connections: at a real PostgreSQL, a real H2 and a real HTTP server. */
class ConnectedSensorTest {
    private static FreshPostgresql postgresql;

    @TempDir
    private Path folder;

    private final Map<String, Map<String, String>> connections = new HashMap<>();

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
        connections.put("pg", Map.of("url", postgresql.url(), "user", postgresql.user(), "password", postgresql.password()));
        connections.put("h2", Map.of("type", "h2", "path", "mem:" + folder.getFileName()));
        connections.put("gone", Map.of("host", "127.0.0.1", "port", "1", "schema", "none", "user", "ana", "password", "hush1234"));
        inPostgresql("drop table if exists rates", "create table rates (day date, rate numeric(10, 2))",
                "insert into rates values ('2026-11-20', 1.5)");
    }

    private static void inPostgresql(String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection(postgresql.url(), postgresql.user(), postgresql.password());
                var statement = connection.createStatement()) {
            for (var one : statements) {
                statement.execute(one);
            }
        }
    }

    private Lookout lookout() {
        return new Lookout(folder, Vaults.of(connections));
    }

    private static Map<String, Object> sql(String connection, String query, Map<String, Object> bind) {
        return Map.of("sql", Map.of("connection", connection, "query", query, "bind", bind));
    }

    @ParameterizedTest(name = "{0}: {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            pg   | select count(*) from rates where day = '2026-11-20'      | success
            pg   | select count(*) from rates where day = '2026-11-21'      | the query gives 0
            pg   | select rate from rates                                   | success
            pg   | select -1::smallint                                      | success
            pg   | select 0.00::numeric                                     | the query gives 0.00
            pg   | select 0.5::float8                                       | success
            pg   | select true                                              | success
            pg   | select false                                             | the query gives false
            pg   | select null                                              | the query gives null
            pg   | select day from rates where rate > 9                     | the query gives no row
            pg   | select count(*) from nothing_yet                         | relation "nothing_yet" does not exist
            pg   | select 'yes'                                             | USER: sql: the query gives "yes" in its first cell. It must be true, false or a number
            pg   | selekt 1                                                 | USER: sql: connection pg: ERROR: syntax error at or near "selekt"
            pg   | delete from rates                                        | USER: sql: connection pg: ERROR: cannot execute DELETE in a read-only transaction
            pg   | commit; delete from rates                                | USER: sql: connection pg: ERROR: cannot execute DELETE in a read-only transaction
            h2   | select count(*) > 0 from system_range(1, 3)              | success
            h2   | select count(*) from nothing_yet                         | Table "NOTHING_YET" not found
            h2   | /* open days */ -- of a year\\n(select 365);             | success
            h2   | create table t (a int)                                   | USER: sql: on H2 a sensor takes one query that reads
            h2   | select 1; drop table t                                   | USER: sql: on H2 a sensor takes one query that reads
            h2   | commit; delete from t                                    | USER: sql: on H2 a sensor takes one query that reads
            gone | select 1                                                 | sql: connection gone: Connection to 127.0.0.1:1 refused
            none | select 1                                                 | USER: sql: there is no connection "none"
            """)
    void theFirstCellIsTrueOrNotZero(String connection, String query, String becomes) {
        var lookout = lookout();
        lookout.begins(sql(connection, query.replace("\\n", "\n"), Map.of()));
        assertThat(lookout.told().getLast()).contains(becomes);
    }

    @Test
    void aSensorWaitsUntilItsRowsAreThere() throws SQLException {
        var lookout = lookout();
        lookout.begins(sql("pg", "select count(*) from rates where day = :day", Map.of("day", "2026-11-21")));
        assertThat(lookout.told()).containsExactly("deferred", "the query gives 0");
        inPostgresql("insert into rates values ('2026-11-21', 2)");
        lookout.passes("PT1M");
        assertThat(lookout.end()).isEqualTo(Exit.success(Map.of()));
        assertThat(folder.resolve("logs/stdout")).hasContent("the query gives 0\nthe query gives 1\n");
    }

    @ParameterizedTest(name = "{0}, bind {1}")
    @CsvSource(delimiter = '|', textBlock = """
            select :a | b | the query reads :a, which bind does not have
            select 1  | b | bind has b, which the query does not read
            """)
    void namesAndValuesBelongTogether(String query, String bound, String why) {
        var lookout = lookout();
        assertThatThrownBy(() -> lookout.launch(sql("pg", query, Map.of(bound, 1L)))).isInstanceOf(Refused.class).hasMessageContaining(why);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            2026-11-20 | true
            2026-11-21 | false
            """)
    void doneWhenAsksTheDatabaseOnce(String day, boolean holds) {
        var lookout = lookout();
        var probe = lookout.doneWhen();
        var asked = sql("pg", "select count(*) from rates where day = :d", Map.of("d", day));
        probe.submit(Lookout.launch(probe, Lookout.attempt(folder, asked, lookout.time.instant())));
        assertThat(lookout.end().outputs()).containsEntry("holds", holds);
        assertThat(folder.resolve("logs")).as("the log is that of the task").doesNotExist();
    }

    @Test
    void doneWhenThatCanNeverBeAskedFailsItsTask() {
        var lookout = lookout();
        var probe = lookout.doneWhen();
        probe.submit(Lookout.launch(probe, Lookout.attempt(folder, sql("pg", "selekt 1", Map.of()), lookout.time.instant())));
        assertThat(lookout.told().getLast()).startsWith("USER: sql: connection pg: ERROR: syntax error");
    }

    private Map<String, Object> http(Website site, String path, @Nullable String matches) {
        connections.put("site", Map.of("host", site.url(""), "user", "ana", "password", "hush1234"));
        var block = new LinkedHashMap<String, Object>(Map.of("connection", "site", "path", path));
        if (matches != null) {
            block.put("matches", matches);
        }
        return Map.of("http", block);
    }

    @Test
    void aConnectionSaysWhereAndSignsIn() throws IOException {
        try (var site = new Website()) {
            site.answers(200, "rows: 12");
            var asked = http(site, "ready", "rows: \\d+");
            var lookout = lookout();
            lookout.begins(asked);
            assertThat(lookout.end().isSuccess()).isTrue();
            assertThat(site.signedInAs()).isEqualTo("Basic YW5hOmh1c2gxMjM0");
            assertThat(lookout.launch(asked).spec().toString()).as("what is stored").doesNotContain("hush1234").doesNotContain("YW5h");
        }
    }

    @Test
    void whoIsSentToAnotherServerDoesNotSignInThere() throws IOException {
        try (var site = new Website()) {
            var asked = http(site, "/elsewhere", null);
            var lookout = lookout();
            lookout.begins(asked);
            assertThat(lookout.end().isSuccess()).isTrue();
            assertThat(site.requests()).isEqualTo(1);
            assertThat(site.signedInAs()).isEmpty();
        }
    }

    @ParameterizedTest(name = "matches {0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -    | success
            ^x   | its text does not match ^x
            """)
    void ofAnEndlessAnswerOnlyTheBeginningIsRead(@Nullable String matches, String becomes) throws Exception {
        try (var site = new Website()) {
            var asked = http(site, "/endless", matches);
            var lookout = lookout();
            lookout.begins(asked);
            assertThat(lookout.told().getLast()).endsWith(becomes);
            site.awaitHangUp();
        }
    }

    @Test
    void aConnectionThatIsNotThereEndsTheWait() {
        var lookout = lookout();
        lookout.begins(Map.of("http", Map.of("connection", "none", "path", "/ready")));
        assertThat(lookout.told().getLast()).startsWith("USER: http: there is no connection \"none\". Add it");
    }
}
