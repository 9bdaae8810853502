package comporta.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one database takes, the other takes too: the tables are the same to the last length. */
class SameTablesTest {
    private static final String COLUMNS = """
            select table_name, column_name, data_type, character_maximum_length, datetime_precision, is_nullable
              from information_schema.columns
             where lower(table_schema) = 'public' and lower(table_name) <> 'flyway_schema_history'
             order by lower(table_name), lower(column_name)
            """;

    private static final String KEYS = """
            select t.table_name, t.constraint_type, k.column_name, k.ordinal_position
              from information_schema.table_constraints t
              join information_schema.key_column_usage k
                on k.constraint_name = t.constraint_name and k.table_name = t.table_name and k.table_schema = t.table_schema
             where lower(t.table_schema) = 'public' and lower(t.table_name) <> 'flyway_schema_history'
             order by lower(t.table_name), t.constraint_type, k.ordinal_position, lower(k.column_name)
            """;

    @TempDir
    Path folder;

    @Test
    void columnsAndKeysAreTheSame() throws SQLException {
        try (var h2 = Databases.H2.withTables(folder); var postgresql = Databases.POSTGRESQL.withTables(folder)) {
            assertThat(rows(h2, COLUMNS)).hasSizeGreaterThan(100).containsExactlyElementsOf(rows(postgresql, COLUMNS));
            assertThat(rows(h2, KEYS)).hasSizeGreaterThan(20).containsExactlyElementsOf(rows(postgresql, KEYS));
        }
    }

    private static List<String> rows(FreshDatabase database, String sql) throws SQLException {
        var rows = new ArrayList<String>();
        try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                var statement = connection.createStatement();
                var answer = statement.executeQuery(sql)) {
            while (answer.next()) {
                var row = new ArrayList<String>();
                for (int column = 1; column <= answer.getMetaData().getColumnCount(); column++) {
                    row.add(String.valueOf(answer.getString(column)).toLowerCase(Locale.ROOT));
                }
                rows.add(String.join(" ", row));
            }
        }
        return rows;
    }
}
