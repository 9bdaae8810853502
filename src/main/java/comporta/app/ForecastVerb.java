package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code comporta forecast}. */
final class ForecastVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta forecast RUN [OPTIONS]
                   comporta forecast backtest [OPTIONS]

            Tells when a run is likely over: as likely earlier as later (p50), and by when in nine of ten outcomes (p90); the chance of
            missing each deadline; and for each task when it likely ends, in how many outcomes the end hangs on it, its slack, and when it
            may start at the latest. comporta forecast backtest --help tells how far such numbers can be trusted.

            Options
              --set TASK=DURATION         as if the task took so long, such as itaipu=1h30m; may be repeated; nothing is kept
              --server URL                default http://127.0.0.1:8080
              --token TOKEN               default $COMPORTA_TOKEN
              --output text|json          json: {forecast, by_task, critical_path, history, moved_by, calibration}
              --color auto|always|never

            Examples
              comporta forecast nightly/latest
              comporta forecast nightly/latest --set scale-ec2-itaipu=20m
              comporta forecast nightly/latest --output json | jq .forecast.deadlines

            Exit codes: 0 told, 1 nothing is known of how long its tasks take, or it is over, 2 wrong usage or no such run, 3 no server, or
            it refuses.
            """;

    @Parameter
    private List<String> runs = new ArrayList<>();

    @Parameter(names = "--set", splitter = NoSplit.class)
    private List<String> set = new ArrayList<>();

    @Override
    int run(Terminal terminal, Remote remote) {
        var path = RunAddress.path(remote, only(runs, "which run? Write e.g. comporta forecast nightly/latest.")) + "/forecast";
        var supposed = new LinkedHashMap<String, Object>(RunOptions.pairs("--set", set));
        var told = (supposed.isEmpty()
                ? remote.get(path, Map.of())
                : remote.post(path + "/what_if", Map.of(), Map.of("set", supposed))).object();
        var forecast = told.get("forecast") instanceof Map<?, ?> map ? PlainData.plain(map) : null;
        if (json()) {
            terminal.out().println(PlainData.toJson(told));
        } else if (forecast == null) {
            terminal.err().println("comporta: there is no forecast: the run is over, or nothing is known of how long its tasks take. "
                    + "expected_duration in the DAG file, or a first run, makes one.");
        } else {
            tell(terminal, told, forecast);
        }
        return forecast == null ? ExitCode.NOT_SUCCESSFUL : ExitCode.DONE;
    }

    private void tell(Terminal terminal, Map<String, Object> told, Map<String, Object> forecast) {
        var nineInTen = RunsListVerb.moment(forecast, "p90");
        terminal.out()
                .println("likely over at " + RunsListVerb.moment(forecast, "p50")
                        + (nineInTen.isEmpty() ? "" : ", nine in ten by " + nineInTen)
                + ", " + switch (text(forecast, "basis")) {
                    case "declared" -> "by declared durations alone";
                    case "mixed" -> "by " + text(forecast, "samples") + " past nights, and declared durations";
                    default -> "by " + (text(forecast, "samples").isEmpty() ? "" : text(forecast, "samples") + " ") + "past nights";
                });
        for (var deadline : maps(forecast, "deadlines")) {
            terminal.out().println("  " + (text(deadline, "scope").equals("run") ? "the run" : text(deadline, "task_id")) + " is due at "
                    + RunsListVerb.moment(deadline, "due_at") + ": " + text(deadline, "status").replace('_', ' ') + chance(deadline));
        }
        if (told.get("critical_path") instanceof List<?> path && !path.isEmpty()) {
            terminal.out().println("it hangs on " + String.join(" → ", path.stream().map(String::valueOf).toList()));
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("TASK", "LIKELY", "9 IN 10", "HANGS ON IT", "SLACK", "START BY"));
        for (var task : maps(told, "by_task")) {
            rows.add(List.of(
                    text(task, "task_id"), RunsListVerb.moment(task, "p50"), RunsListVerb.moment(task, "p90"),
                    percent(task.get("criticality")),
                    DeadlinesVerb.span(task.get("slack_s")), RunsListVerb.moment(task, "latest_safe_start")));
        }
        tell(terminal, List.of(), rows);
    }

    static List<Map<String, Object>> maps(Map<String, Object> of, String name) {
        return of.get(name) instanceof List<?> list
                ? list.stream().filter(Map.class::isInstance).map(each -> PlainData.plain((Map<?, ?>) each)).toList()
                : List.of();
    }

    static String chance(Map<String, Object> deadline) {
        return deadline.get("p_late") instanceof Number late ? ", " + percent(late) + " chance of being late" : "";
    }

    /** Never 0 or 100: nobody is that sure. */
    static String percent(@Nullable Object share) {
        if (!(share instanceof Number number)) {
            return "";
        }
        double percent = 100 * number.doubleValue();
        return percent < 1 ? "<1 %" : percent > 99 ? ">99 %" : String.format(Locale.ROOT, "%.0f %%", percent);
    }
}
