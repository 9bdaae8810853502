package comporta.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The diagram in {@code docs/states.md} is the machine's. {@code ./test -pl dag-engine -Dtest=StatesDocumentTest -Dcomporta.draw=true} draws it anew. */
class StatesDocumentTest {
    private static final Path REPOSITORY = Files.exists(Path.of("docs")) ? Path.of("") : Path.of("..");

    @Test
    void theDiagramIsTheMachines() throws IOException {
        var file = REPOSITORY.resolve("docs/states.md");
        if (Boolean.getBoolean("comporta.draw")) {
            Files.writeString(file, StatesDocument.text());
        }
        assertThat(Files.readString(file))
                .as("docs/states.md; draw it anew: ./test -pl dag-engine -Dtest=StatesDocumentTest -Dcomporta.draw=true")
                .isEqualTo(StatesDocument.text());
    }
}
