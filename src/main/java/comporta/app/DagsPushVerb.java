package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import comporta.dagfile.FolderList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** {@code comporta dags push}. */
final class DagsPushVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta dags push DIR [OPTIONS]

            Sends the YAML files of a folder, with its calendars, to the dags folder of a server: checked there first, then taken as one
            set, all or none. A file of the same path is replaced; others stay. Java files are not sent: nothing that comes over the
            network is ever compiled.

            Options
              --dry-run                   only check them there
              --server URL                default http://127.0.0.1:8080
              --token TOKEN               of somebody with the role author; default $COMPORTA_TOKEN
              --output text|json          json: {dags: [{path, dag, version, changed}], warnings}
              --color auto|always|never

            Examples
              comporta dags push dags --server https://comporta.example.org
              comporta dags push dags --dry-run

            Exit codes: 0 taken, 2 wrong usage, or files with errors, of which none was taken, 3 no server, or it refuses.
            """;

    @Parameter
    private List<String> folders = new ArrayList<>();

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    @Override
    int run(Terminal terminal, Remote remote) {
        var folder = Path.of(only(folders, "which folder? Write e.g. comporta dags push dags."));
        if (!Files.isDirectory(folder)) {
            throw new UsageException(folder + " is no folder.");
        }
        var files = files(folder, terminal);
        if (files.isEmpty()) {
            throw new UsageException("there is no YAML file in " + folder + ".");
        }
        var answer = remote.post("/dags/push", dryRun ? Map.of("dry_run", "true") : Map.of(), Map.of("files", files)).object();
        if (json()) {
            terminal.out().println(PlainData.toJson(answer));
            return ExitCode.DONE;
        }
        if (answer.get("dags") instanceof List<?> dags) {
            dags.forEach(item -> {
                var dag = item instanceof Map<?, ?> map ? PlainData.plain(map) : Map.<String, Object>of();
                terminal.out().println(text(dag, "dag") + (dryRun ? " is right"
                        : " version " + text(dag, "version") + ("true".equals(text(dag, "changed")) ? "" : ", as before")) + " ("
                        + text(dag, "path") + ")");
            });
        }
        terminal.err().println(Figures.count(files.size(), "file") + (dryRun ? " checked, none sent" : " sent"));
        return ExitCode.DONE;
    }

    private static Map<String, Object> files(Path folder, Terminal terminal) {
        var files = new TreeMap<String, Object>();
        try {
            var list = FolderList.of(folder);
            var left = list.java().size();
            for (var file : list.yaml()) {
                files.put(below(folder, file), Files.readString(file, StandardCharsets.UTF_8));
            }
            for (var file : list.others().keySet()) {
                if (String.valueOf(Objects.requireNonNull(file.getParent()).getFileName()).equals("_calendars")
                        && file.toString().endsWith(".yaml")) {
                    files.put(below(folder, file), Files.readString(file, StandardCharsets.UTF_8));
                }
            }
            if (left > 0) {
                terminal.err().println("comporta: " + Figures.count(left, "Java file") + (left == 1 ? " is" : " are")
                        + " not sent: put Java files into the dags folder of the server itself");
            }
        } catch (IOException e) {
            throw UsageException.unreadable(folder, e);
        }
        return files;
    }

    private static String below(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }
}
