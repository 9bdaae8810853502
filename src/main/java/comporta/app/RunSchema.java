package comporta.app;

import comporta.store.Schemas;
import comporta.store.Store;
import comporta.store.StoreFailed;
import comporta.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The schema of one local run in a PostgreSQL that others use too. It goes with the folder of the run: what a run leaves behind that was
 * cut off and cleared away, the next one removes. A file for each schema says which those are; it is there before
 * the schema, and goes after it.
 */
final class RunSchema {
    private final StoreSettings database;
    private final Path schemas;
    private final Path folder;
    private final String name;

    /**
     * @param schemas folder with the files of all
     * @param folder of the run
     */
    RunSchema(StoreSettings database, Path schemas, Path folder) {
        this.database = database;
        this.schemas = schemas;
        this.folder = folder;
        this.name = "comporta_run_" + digest(folder).substring(0, 24);
    }

    private static String digest(Path folder) {
        try {
            // The name of the folder has milliseconds and chance in it: no two runs share one, not even on two hosts.
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(folder.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Opens the store in it; makes it when it is not there.
     *
     * @throws UsageException when the database cannot be used
     */
    Store open() {
        try {
            Files.createDirectories(schemas);
            Files.write(schemas.resolve(name), List.of(place(), folder.toString()));
            Schemas.make(database, name);
            return Store.open(database.inSchema(name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write down which schema a run has in " + schemas, e);
        } catch (StoreFailed e) {
            throw new UsageException("the state of this run cannot be kept: " + e.getMessage() + ".");
        }
    }

    private String place() {
        return database.user() + " " + database.url();
    }

    /** The run is over: its schema goes, and those of runs whose folder is gone. What cannot go now does so next time. */
    void remove() {
        remove(name);
        try (var files = Files.list(schemas)) {
            for (var file : files.toList()) {
                var lines = Files.readAllLines(file);
                if (lines.size() == 2 && lines.getFirst().equals(place()) && !Files.exists(Path.of(lines.getLast()))) {
                    remove(String.valueOf(file.getFileName()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + schemas, e);
        }
    }

    private void remove(String schema) {
        try {
            Schemas.remove(database, schema);
            Files.deleteIfExists(schemas.resolve(schema));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + schemas.resolve(schema), e);
        } catch (StoreFailed e) {
            // The file is left, and says so to the next run.
        }
    }
}
