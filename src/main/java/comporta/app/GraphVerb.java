package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.Dag;
import comporta.dag.PlainData;
import comporta.dagfile.Checking;
import comporta.web.DagPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code comporta dags graph}. */
final class GraphVerb extends Action {
    static final String HELP = """
            Usage: comporta dags graph DAG|FILE [OPTIONS]

            Draws a DAG: tasks from left to right in the order in which they can start, groups as frames around them, set-ups marked with
            a triangle upwards and teardowns with one downwards, trigger rules and conditions in italics. Dashed arrows lead from a set-up
            to its teardown. DAG is looked up in the dags folder of the configuration.

            Options
              --format svg|mermaid|dot    svg: one file that loads nothing, for light and dark pages; mermaid: for Markdown pages of code
                                          hosts; dot: for Graphviz. Default: by the ending of -o (.svg .mmd .dot), else svg
              -o, --to FILE               write to FILE; default stdout
              --config FILE               in place of $COMPORTA_HOME/comporta.yaml
              --output text|json          json: one object {dag_id, groups, nodes, edges} in place of a picture
              --color auto|always|never

            Examples
              comporta dags graph dags/nightly.yaml -o nightly.svg
              comporta dags graph nightly --format mermaid
              comporta dags graph dags/nightly.yaml --format dot | dot -Tpng > nightly.png

            Exit codes: 0 drawn, 2 the file has errors, or there is no such DAG.
            """;

    @Parameter
    private List<String> files = new ArrayList<>();

    @Parameter(names = "--format")
    private @Nullable String format;

    @Parameter(names = {"-o", "--to"})
    private @Nullable String to;

    @Parameter(names = "--config")
    private @Nullable String configuration;

    @Override
    int run(Terminal terminal) {
        if (files.size() != 1) {
            throw new UsageException(files.isEmpty()
                    ? "which DAG? Write e.g. comporta dags graph dags/nightly.yaml."
                    : "one DAG at a time, and these are " + files.size() + ".");
        }
        var form = form();
        var settings = Configuration.load(configuration == null ? null : Path.of(configuration), terminal.environment());
        var reading = DagSources.named(files.getFirst(), settings).read(Checking.LENIENT);
        reading.problems().forEach(terminal.err()::println);
        var dag = reading.dag();
        if (dag == null) {
            return ExitCode.WRONG;
        }
        var picture = json() ? PlainData.toJson(DagPictures.data(dag)) + "\n" : drawn(dag, form);
        if (to == null) {
            terminal.out().print(picture);
            terminal.out().flush();
        } else {
            write(Path.of(to), picture);
        }
        return ExitCode.DONE;
    }

    private String form() {
        var form = format != null
                ? format
                : to != null && to.endsWith(".mmd")
                ? "mermaid"
                : to != null && to.endsWith(".dot")
                ? "dot"
                : "svg";
        oneOf("--format", form, List.of("svg", "mermaid", "dot"));
        return form;
    }

    private static String drawn(Dag dag, String form) {
        return switch (form) {
            case "mermaid" -> DagPictures.mermaid(dag);
            case "dot" -> DagPictures.dot(dag);
            default -> DagPictures.svg(dag);
        };
    }

    private static void write(Path file, String picture) {
        try {
            Files.writeString(file, picture);
        } catch (IOException e) {
            throw new UsageException("cannot write " + file + ": " + e + ".");
        }
    }
}
