package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresqlUrlTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            postgresql://ana@db.example.org/comporta                 | ana | jdbc:postgresql://db.example.org/comporta           | db.example.org | 5432
            postgres://db.example.org:5433/comporta                  | -   | jdbc:postgresql://db.example.org:5433/comporta      | db.example.org | 5433
            jdbc:postgresql://127.0.0.1:5432/comporta?user=ana       | ana | jdbc:postgresql://127.0.0.1:5432/comporta           | 127.0.0.1      | 5432
            postgresql://a%40b@h/my%20db?sslmode=require             | a@b | jdbc:postgresql://h/my%20db?sslmode=require         | h              | 5432
            postgresql://h1:1,h2:2/db?connect_timeout=5              | -   | jdbc:postgresql://h1:1,h2:2/db?connectTimeout=5     | h1             | 1
            postgresql://[::1]:5439/db                               | -   | jdbc:postgresql://[::1]:5439/db                     | ::1            | 5439
            postgresql:///db                                         | -   | jdbc:postgresql://localhost/db                      | localhost      | 5432
            postgresql://h                                           | -   | jdbc:postgresql://h/ana                             | h              | 5432
            """)
    void isReadAsTheDriverWantsIt(String text, String user, String jdbc, String host, String port) {
        var url = PostgresqlUrl.parse(text, "--database");
        assertThat(url.user()).isEqualTo(user);
        assertThat(url.jdbc(url.database() == null ? "ana" : url.database())).isEqualTo(jdbc);
        assertThat(url.host()).isEqualTo(host);
        assertThat(url.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "postgresql://ana:geheim@h/db", "postgresql://ana:ge:heim@h/db", "postgresql://h/db?password=geheim",
        "jdbc:postgresql://h/db?user=ana&password=geheim", "postgresql://ana:@h/db", "postgresql://h/db?sslpassword=geheim"
    })
    void aPasswordIsRefusedWithAHintAndNotRepeated(String text) {
        assertThatThrownBy(() -> PostgresqlUrl.parse(text, "--database"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--database holds a password, which others can read there")
                .hasMessageContaining("$COMPORTA_DATABASE_PASSWORD, $PGPASSWORD, ~/.pgpass")
                .message().doesNotContain("heim");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "postgresql://ana:geh@heim@h/db", "postgresql://ana:geh/heim@h/db", "mysql://ana:geheim@h/db", "ana:geheim@h", "mysql://h?password=geheim",
        "postgresql://h:port/db", "db.example.org", "", "jdbc:h2:file:/tmp/x", "postgresql://h/db/more", "postgresql://h/db?currentSchema=x"
    })
    void whatIsNoAddressIsRefusedWithoutAPassword(String text) {
        assertThatThrownBy(() -> PostgresqlUrl.parse(text, "--database")).isInstanceOf(UsageException.class).message().doesNotContain("heim");
    }
}
