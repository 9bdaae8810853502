package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.Ids;
import comporta.dag.PlainData;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code comporta dags new}. */
final class NewVerb extends Action {
    static final String HELP = """
            Usage: comporta dags new NAME [OPTIONS]

            Writes a DAG file to begin with: small, whole, with a comment where one is needed. It runs as it is. Nothing is overwritten.

            Options
              --java                      a Java file in place of YAML, for DAGs that are made in loops
              --dir DIR                   folder to write to; default the dags folder of the configuration, else the working directory
              --owner NAME                who is asked; default the user's name
              --config FILE               in place of $COMPORTA_HOME/comporta.yaml
              --output text|json          json: one object {file}
              --color auto|always|never

            Examples
              comporta dags new prices
              comporta dags new prices --dir dags/finance --owner data-infra
              comporta dags new scoring --java

            Exit codes: 0 written, 2 the file is there, or cannot be written.
            """;
    static final String SCHEMA = "dag.schema.json";

    @Parameter
    private List<String> names = new ArrayList<>();

    @Parameter(names = "--java")
    private boolean java;

    @Parameter(names = "--dir")
    private @Nullable String dir;

    @Parameter(names = "--owner")
    private @Nullable String owner;

    @Parameter(names = "--config")
    private @Nullable String configuration;

    private final InstantSource clock;

    NewVerb(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    int run(Terminal terminal) {
        if (names.size() != 1) {
            throw new UsageException(names.isEmpty()
                    ? "which name? Write e.g. comporta dags new prices."
                    : "one DAG at a time, and these are " + names.size() + ".");
        }
        var name = names.getFirst();
        var fault = Ids.faultOfId(name);
        if (fault != null) {
            throw new UsageException("\"" + name + "\" is not an id: " + fault + ". Use letters, digits, _ . -, e.g. my-dag.");
        }
        var folder = folder(terminal);
        var file = folder.resolve(java ? Starter.className(name) + ".java" : name + ".yaml");
        var start = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
        var asked = owner(terminal);
        write(file, java ? Starter.java(name, asked, start)
                : Starter.yaml(name, asked, start, file.toString(), Files.exists(folder.resolve(SCHEMA))));
        terminal.out().println(json() ? PlainData.toJson(Map.of("file", file.toString())) : file.toString());
        terminal.err().println("Run it with: comporta run " + ShellWord.quoted(file.toString()));
        return ExitCode.DONE;
    }

    private Path folder(Terminal terminal) {
        if (dir != null) {
            return Path.of(dir);
        }
        var dags = Configuration.load(configuration == null ? null : Path.of(configuration), terminal.environment()).dags();
        return Files.isDirectory(dags) ? dags : Path.of("");
    }

    /** Owners are plain words here, so that the file needs no quotes. */
    private String owner(Terminal terminal) {
        var user = owner != null ? owner : terminal.environment().getOrDefault("USER", "");
        if (owner != null && !Ids.isId(owner)) {
            throw new UsageException("--owner is \"" + owner + "\", and must be one word.");
        }
        return Ids.isId(user) ? user : "me";
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new UsageException(file + " is there already. Choose another name, or remove it.");
        } catch (IOException e) {
            throw new UsageException("cannot write " + file + ": " + e + ".");
        }
    }
}
