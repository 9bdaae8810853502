package comporta.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** An H2 file in a folder of the test's. */
public record FreshH2(Path file) implements FreshDatabase {
    private static final Path TEMPLATE = made();

    /** A database with all tables and no rows, for copies. */
    public static Path template() {
        return TEMPLATE;
    }

    private static Path made() {
        try {
            var file = Files.createTempDirectory("comporta-h2").resolve("template.mv.db");
            Objects.requireNonNull(file.getParent()).toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            file.resolveSibling("template.pid").toFile().deleteOnExit();
            Store.makeTemplate(file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that has its tables. */
    static FreshH2 createWithTables(Path file) {
        Store.open(StoreSettings.h2(file, "test").from(TEMPLATE)).close();
        return new FreshH2(file);
    }

    @Override
    public StoreSettings settings() {
        return StoreSettings.h2(file, "test");
    }

    @Override
    public String url() {
        return H2Database.url(file);
    }

    @Override
    public String user() {
        return "sa";
    }

    @Override
    public String password() {
        return "";
    }

    @Override
    public void close() {
        // The file goes with its folder.
    }
}
