package comporta.loop;

import comporta.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Fresh databases for tests: copies of one that has its tables. */
final class Databases {
    private static final Path TEMPLATE = template();

    private Databases() {}

    private static Path template() {
        try {
            var file = Files.createTempDirectory("comporta-loop").resolve("template.mv.db");
            Objects.requireNonNull(file.getParent()).toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            Store.makeTemplate(file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Store fresh(Path file) {
        return Store.openFresh(file, TEMPLATE, "test");
    }
}
