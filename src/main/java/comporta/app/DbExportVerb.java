package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.store.StoreSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** {@code comporta db export}. */
final class DbExportVerb extends DatabaseAction {
    static final String HELP = """
            Usage: comporta db export [FILE] [OPTIONS]

            Writes every row of every table as a line of JSON, {"table": …, "row": {…}}, after a line {"comporta_export": 1, "schema": …,
            "at": …}: all of one moment, for other programs. Secrets stay sealed; what lets somebody sign in is left out. It is no backup,
            docs/operations.md tells how to make one.

            Arguments
              FILE                        - or none: standard output; a file that is there is replaced when all is written

            Options
              --config FILE               in place of $COMPORTA_HOME/comporta.yaml
              --output text|json          no difference
              --color auto|always|never

            Examples
              comporta db export | gzip > night.jsonl.gz
              comporta db export night.jsonl

            Exit codes: 0 done, 2 wrong usage, or a database or file that cannot be used.
            """;

    @Parameter
    private List<String> files = new ArrayList<>();

    private final InstantSource clock;

    DbExportVerb(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    int run(Terminal terminal, StoreSettings database) {
        if (files.size() > 1) {
            throw new UsageException("one file, and these are " + files.size() + ": " + String.join(", ", files) + ".");
        }
        try (var store = open(database)) {
            if (files.isEmpty() || files.getFirst().equals("-")) {
                store.upkeep().export(clock.instant(), terminal.out()::println);
            } else {
                var file = Path.of(files.getFirst());
                var fresh = Path.of(file + ".part");
                long rows;
                try (var out = new PrintStream(Files.newOutputStream(fresh), false, StandardCharsets.UTF_8)) {
                    rows = store.upkeep().export(clock.instant(), out::println);
                    if (out.checkError()) {
                        throw new IOException("not all of it could be written");
                    }
                }
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
                terminal.err().println(rows + " rows written to " + file);
            }
        } catch (IOException e) {
            throw new UsageException("cannot write " + files.getFirst() + ": " + e.getMessage() + ".");
        }
        return ExitCode.DONE;
    }
}
