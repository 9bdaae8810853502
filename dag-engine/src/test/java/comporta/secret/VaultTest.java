package comporta.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VaultTest {
    private final Vault vault = new Vault() {
        private final Mask mask = new Mask();

        @Override
        public Optional<Connection> connection(String name) {
            return Optional.ofNullable(Map.of("ware.house-1", new Connection(name, Map.of("password", "hush1234"))).get(name));
        }

        @Override
        public Optional<String> variable(String name) {
            return Optional.ofNullable(Map.of("token", "t-123456").get(name));
        }

        @Override
        public String opened(String sealed, String param) {
            throw new SecretMissing("none here");
        }

        @Override
        public Mask mask() {
            return mask;
        }
    };

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(textBlock = """
            conn.ware.house-1.password, hush1234
            var.token,                  t-123456
            """)
    void whatIsHandedOutIsMaskedFromThenOn(String reference, String value) {
        assertThat(vault.mask().hide(value)).isEqualTo(value);
        assertThat(vault.secret(Reference.parse(reference))).isEqualTo(value);
        assertThat(vault.mask().hide("it is " + value)).isEqualTo("it is ***");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            conn.nowhere.password   | there is no connection "nowhere"
            conn.ware.house-1.token | connection "ware.house-1" has no field "token"
            var.nothing             | there is no variable "nothing"
            conn.ware               | is no reference
            conn..password          | is no reference
            params.token            | is no reference
            """)
    void whatIsMissingIsNamed(String reference, String why) {
        assertThatThrownBy(() -> vault.secret(Reference.parse(reference))).hasMessageContaining(why);
    }
}
