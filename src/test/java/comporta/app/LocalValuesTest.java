package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LocalValuesTest {
    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @ParameterizedTest(name = "{0} comes from {1}")
    @CsvSource(textBlock = """
            v1,         comporta.yaml
            v2,         local.yaml
            v3,         environment
            my-version, environment
            v4,         option
            """)
    void theNearestSourceWins(String name, String source) throws IOException {
        Files.writeString(folder.resolve("comporta.yaml"),
                "variables: {v1: comporta.yaml, v2: comporta.yaml, v3: comporta.yaml, my-version: comporta.yaml, v4: comporta.yaml}\n");
        Files.writeString(folder.resolve("local.yaml"), "variables: {v2: local.yaml, v3: local.yaml, v4: local.yaml}\n");
        environment.putAll(Map.of("COMPORTA_VAR_v3", "environment", "COMPORTA_VAR_MY_VERSION", "environment", "COMPORTA_VAR_V4", "environment"));

        assertThat(load(Map.of("v4", "option")).variables().get(name)).isEqualTo(source);
    }

    @Test
    void textStaysAsWrittenAndListsStayLists() throws IOException {
        Files.writeString(folder.resolve("local.yaml"), "variables: {version: 1.10, models: [churn, credit]}\n");
        var values = load(Map.of());

        assertThat(values.variables()).isEqualTo(Map.of("version", "1.10", "models", List.of("churn", "credit")));
    }

    @Test
    void ofAConnectionTemplatesSeeNoSecret() throws IOException {
        Files.writeString(folder.resolve("local.yaml"), "connections: {warehouse: {host: db, port: 5432, password: hush}}\n");

        assertThat(load(Map.of()).connections()).isEqualTo(Map.of("warehouse", Map.of("host", "db", "port", "5432")));
    }

    @Test
    void aNameInCapitalsStandsForTheOneInSmallLetters() {
        environment.put("COMPORTA_VAR_ITAIPU_VERSION", "df8da67");

        assertThat(load(Map.of()).variables()).containsEntry("itaipu_version", "df8da67").containsEntry("ITAIPU_VERSION", "df8da67");
    }

    @Test
    void mistakesNameThePlace() throws IOException {
        Files.writeString(folder.resolve("local.yaml"), "variabels: {a: b}\n");

        assertThatThrownBy(() -> load(Map.of()))
                .hasMessageEndingWith("local.yaml:1:1: local.yaml has no key \"variabels\". Did you mean \"variables\"? [unknown-key]");
    }

    private LocalValues load(Map<String, String> given) {
        environment.put("COMPORTA_HOME", folder.toString());
        return LocalValues.load(folder.resolve("dag.yaml"), Configuration.load(null, environment), environment, given);
    }
}
