package comporta.dags;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import comporta.dagfile.DagSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** The schema that lies beside the DAGs for editors is that of this version, and every DAG fits it. */
class SchemaTest {
    private static final Path SCHEMA = Path.of("dag.schema.json");

    @Test
    void isWhatTheVerbPrints() throws IOException {
        var now = JsonMapper.shared().readTree(JsonMapper.shared().writeValueAsString(DagSchema.draft07()));
        assertThat(JsonMapper.shared().readTree(Files.readString(SCHEMA)))
                .as("made anew by: comporta dags schema > dags/dag.schema.json")
                .isEqualTo(now);
    }

    static List<String> yamlFiles() throws IOException {
        return EveryDagTest.files().stream().filter(file -> file.endsWith(".yaml")).toList();
    }

    @ParameterizedTest
    @MethodSource("yamlFiles")
    void everyDagFits(String file) throws IOException {
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(Files.readString(SCHEMA), InputFormat.JSON);
        assertThat(schema.validate(Files.readString(Path.of(file)), InputFormat.YAML)).isEmpty();
    }
}
