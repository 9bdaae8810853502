package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code comporta tasks why}. */
final class TasksWhyVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta tasks why RUN [TASK] [OPTIONS]

            Tells why a task waits: every condition that is not met, until when, and what would free it; of one task also when it would
            start then, and the chance that the run is late all the same. Without a task: of every task that waits.

            Options
              --server URL                default http://127.0.0.1:8080
              --token TOKEN               default $COMPORTA_TOKEN
              --output text|json          json: {summary, reasons, chain, what_if}; without a task an array of these, each with task_id
              --color auto|always|never

            Examples
              comporta tasks why nightly/latest churn-model
              comporta tasks why nightly/latest --output json

            Exit codes: 0 told, 2 wrong usage, no such run or task, 3 no server, or it refuses.
            """;

    @Parameter
    private List<String> words = new ArrayList<>();

    @Override
    int run(Terminal terminal, Remote remote) {
        if (words.isEmpty() || words.size() > 2) {
            throw new UsageException("of which run and task? Write e.g. comporta tasks why nightly/latest churn-model.");
        }
        var run = RunAddress.path(remote, words.getFirst());
        var path = words.size() == 1 ? run + "/why" : RunWords.task(remote, run, words.get(1)) + "/why";
        var told = remote.get(path, Map.of()).object();
        var whys = told.get("items") instanceof List<?> items ? items : List.of(told);
        var isOne = words.size() == 2;
        if (json()) {
            terminal.out().println(PlainData.toJson(words.size() == 1 ? whys : told));
            return ExitCode.DONE;
        }
        for (var each : whys) {
            if (each instanceof Map<?, ?> map) {
                var why = PlainData.plain(map);
                tell(terminal, why, !isOne || ForecastVerb.maps(why, "what_if").isEmpty());
                if (isOne) {
                    ForecastVerb.maps(why, "what_if").forEach(row -> suppose(terminal, row));
                }
            }
        }
        if (whys.isEmpty()) {
            terminal.out().println("no task of this run waits.");
        }
        return ExitCode.DONE;
    }

    private static void suppose(Terminal terminal, Map<String, Object> row) {
        var change = row.get("change") instanceof Map<?, ?> phrase ? String.valueOf(phrase.get("text")) : "";
        terminal.out().println("  what if: " + change + ForecastVerb.chance(row));
    }

    private void tell(Terminal terminal, Map<String, Object> why, boolean withDeeds) {
        terminal.out().println(text(why, "summary"));   // which begins with the name of the task
        if (why.get("reasons") instanceof List<?> reasons) {
            for (var each : reasons) {
                if (each instanceof Map<?, ?> map) {
                    var reason = PlainData.plain(map);
                    var until = RunsListVerb.moment(reason, "until");
                    var late = RunsListVerb.moment(reason, "until_p90");
                    terminal.out().println("  " + text(reason, "text")
                            + (until.isEmpty() ? "" : (text(reason, "until_is").equals("exact") ? ", until " : ", likely until ") + until)
                            + (late.isEmpty() ? "" : ", nine in ten by " + late));
                    if (withDeeds && reason.get("unblock") instanceof Map<?, ?> unblock) {
                        terminal.out().println("    to free it: " + unblock.get("text"));
                    }
                }
            }
        }
    }
}
