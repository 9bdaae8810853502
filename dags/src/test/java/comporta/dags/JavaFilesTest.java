package comporta.dags;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the manual shows of DAG files in Java compiles and is valid to the last warning; the nightly is the same in both forms. */
class JavaFilesTest {
    private static final Pattern SNIPPET = Pattern.compile("```(?:java|text)\n(?://|#) (\\S+)\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyFileOfThePageIsRead(@TempDir Path folder) throws IOException {
        var snippets = SNIPPET.matcher(Files.readString(Path.of("../docs/java-dags.md"))).results().toList();
        for (var snippet : snippets) {
            Files.writeString(folder.resolve(snippet.group(1)), snippet.group(2));
        }
        int dags = 0;
        for (var snippet : snippets) {
            var file = folder.resolve(snippet.group(1));
            if (DagFiles.isJava(file) && DagFiles.isJavaDag(file)) {
                dags++;
                assertThat(DagFiles.read(file, snippet.group(1), folder, Checking.STRICT).problems()).isEmpty();
            }
        }
        assertThat(dags).isEqualTo(2);
    }

    @Test
    void theNightlyInJavaIsTheNightly() throws IOException {
        var resources = Path.of("src/test/resources").toAbsolutePath();
        var java = DagFiles.read(resources.resolve("Nightly.java"), "Nightly.java", resources, Checking.STRICT);
        var yaml = DagFiles.read(Path.of("nightly.yaml"), "nightly.yaml", Path.of(""), Checking.STRICT);
        assertThat(java.problems()).isEmpty();
        assertThat(yaml.problems()).isEmpty();
        assertThat(java.dag()).isEqualTo(yaml.dag());
    }
}
