package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code comporta dags list}. */
final class DagsListVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta dags list [WORD] [OPTIONS]

            Lists the DAGs that a server knows, or those whose id, description or owner contains a word: when each is due next, how its
            last runs ended (the newest left: s success, f failed, c cancelled, r running, q queued, p paused), and what is wrong with its file.

            Options
              --tag TAG                   only those with this tag
              --file STATE                ok|broken|gone
              --server URL                default http://127.0.0.1:8080
              --token TOKEN               default $COMPORTA_TOKEN
              --output text|json          json: one array of DAGs
              --color auto|always|never

            Examples
              comporta dags list
              comporta dags list --file broken
              comporta dags list --output json | jq -r '.[].dag_id'

            Exit codes: 0 told, 2 wrong usage, 3 no server, or it refuses.
            """;
    private static final List<String> STATES = List.of("ok", "broken", "gone");

    @Parameter
    private List<String> words = new ArrayList<>();

    @Parameter(names = "--tag")
    private @Nullable String tag;

    @Parameter(names = "--file")
    private @Nullable String file;

    @Override
    int run(Terminal terminal, Remote remote) {
        var query = new LinkedHashMap<String, String>();
        if (!words.isEmpty()) {
            query.put("q", only(words, ""));
        }
        if (tag != null) {
            query.put("tag", tag);
        }
        if (file != null) {
            oneOf("--file", file, STATES);
            query.put("file", file);
        }
        var dags = remote.list("/dags", query);
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("DAG", "FILE", "VERSION", "SCHEDULE", "NEXT", "LAST RUNS", "OWNER", "TAGS", ""));
        dags.forEach(dag -> rows.add(row(dag)));
        tell(terminal, dags, rows);
        var wrong = json() || !(query.isEmpty() || "broken".equals(file)) ? List.<String>of() : wrong(remote);
        if (dags.isEmpty() && wrong.isEmpty() && !json()) {
            terminal.err().println(query.isEmpty() ? "no DAGs: the dags folder of the server is empty." : "no such DAGs.");
        }
        wrong.forEach(terminal.err()::println);
        return ExitCode.DONE;
    }

    /** What is wrong with files now, those too that never were a DAG. */
    private static List<String> wrong(Remote remote) {
        return remote.list("/problems", Map.of()).stream()
                .filter(problem -> "dag_file".equals(problem.get("kind")) && problem.get("over_at") == null)
                .map(problem -> {
                    var where = PlainData.block(problem, "where");
                    return text(where, "file") + ":" + text(where, "line") + ":" + text(where, "column") + ": " + text(problem, "text")
                            + ". " + text(problem, "fix");
                })
                .toList();
    }

    private static List<String> row(Map<String, Object> dag) {
        var next = dag.get("next_tick") instanceof Map<?, ?> tick ? RunsListVerb.moment(PlainData.plain(tick), "at") : "";
        var tags = dag.get("tags") instanceof List<?> all ? all.stream().map(String::valueOf).collect(Collectors.joining(", ")) : "";
        return List.of(
                text(dag, "dag_id"), text(dag, "file"), text(dag, "version"), text(dag, "schedule"), next, lastRuns(dag),
                text(dag, "owner"), tags,
                "true".equals(text(dag, "paused")) ? "paused" : "");
    }

    private static String lastRuns(Map<String, Object> dag) {
        return dag.get("last_runs") instanceof List<?> runs
                ? runs.stream().map(run -> run instanceof Map<?, ?> map ? String.valueOf(map.get("state")).substring(0, 1) : "?")
                .collect(Collectors.joining())
                : "";
    }
}
