package comporta.dagfile;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Java DAG file that has not changed is compiled by one process of many. */
class JavaAnswersTest {
    private static final JavaWorker COMPILES = new JavaWorker(Duration.ofSeconds(10));
    /** Its child never answers in time. */
    private static final JavaWorker CANNOT = new JavaWorker(Duration.ofMinutes(-1));

    @TempDir
    private Path folder;

    @TempDir
    private Path kept;

    @Test
    void theNextProcessNeedsNoCompiler() throws IOException {
        var file = write("Small.java", "import static comporta.Dsl.*; class Small { Dag dag() { return newDag(\"small\").tasks(noop(Names.A)); } }");
        write("Names.java", "class Names { static final String A = \"a\"; }");
        var first = read(COMPILES, file);
        assertThat(first.dag()).isNotNull();
        assertThat(read(CANNOT, file)).isEqualTo(first);
    }

    @Test
    void mistakesAreKeptToo() throws IOException {
        var file = write("Small.java", "import static comporta.Dsl.*; class Small { Dag dag() { return nowDag(\"small\"); } }");
        var first = read(COMPILES, file);
        assertThat(first.problems()).isNotEmpty();
        assertThat(read(CANNOT, file)).isEqualTo(first);
    }

    @Test
    void whatHasChangedIsCompiled() throws IOException {
        var file = write("Small.java", "import static comporta.Dsl.*; class Small { Dag dag() { return newDag(\"small\").tasks(noop(Names.A)); } }");
        write("Names.java", "class Names { static final String A = \"a\"; }");
        read(COMPILES, file);
        write("Names.java", "class Names { static final String A = \"b\"; }");
        assertThat(read(CANNOT, file).dag()).isNull();
        assertThat(Objects.requireNonNull(read(COMPILES, file).dag()).tasks()).containsOnlyKeys(new TaskId("b"));
    }

    @Test
    void whatCannotBeReadBackIsAsGoodAsNone() throws IOException {
        var file = write("Small.java", "import static comporta.Dsl.*; class Small { Dag dag() { return newDag(\"small\").tasks(noop(\"a\")); } }");
        var first = read(COMPILES, file);
        try (var files = Files.list(kept)) {
            for (var each : files.toList()) {
                Files.writeString(each, "{");
            }
        }
        assertThat(read(CANNOT, file).dag()).isNull();
        assertThat(read(COMPILES, file)).isEqualTo(first);
    }

    private Reading read(JavaWorker worker, Path file) throws IOException {
        return new JavaDags(worker).keptIn(kept).read(file, "Small.java", Checking.LENIENT);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
