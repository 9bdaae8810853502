package comporta.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2MemoryTest {
    @Test
    void aSecondDatabaseHasTheTablesThatAllMigrationsMake(@TempDir Path folder) throws SQLException {
        try (var first = new FreshMemory(); var second = new FreshMemory(); var migrated = Databases.H2.withTables(folder)) {
            first.open().close();
            second.open().close();
            var tables = tables(migrated.url());
            assertThat(tables).hasSizeGreaterThan(100);
            assertThat(tables(second.url())).containsExactlyInAnyOrderElementsOf(tables);   // H2 writes a table's indexes in an order of its own
        }
    }

    private static List<String> tables(String url) throws SQLException {
        try (var connection = DriverManager.getConnection(url, "sa", ""); var statement = connection.createStatement();
                var rows = statement.executeQuery("script nodata nopasswords nosettings")) {
            var script = new ArrayList<String>();
            while (rows.next()) {
                var line = rows.getString(1).strip().replace("CREATE CACHED TABLE", "CREATE MEMORY TABLE");
                if (!line.startsWith("--") && !line.contains("START WITH")) {   // where numbers go on is data
                    script.add(line);
                }
            }
            return script;
        }
    }
}
