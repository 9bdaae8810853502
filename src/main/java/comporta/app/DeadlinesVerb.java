package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code comporta deadlines}. */
final class DeadlinesVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta deadlines [OPTIONS]

            What is due tonight, the likeliest to be late first: chance of being late, likely margin, and the task that must start first.

            Options
              --night DATE                the evening of another night, such as 2026-11-20
              --server URL                default http://127.0.0.1:8080
              --token TOKEN               default $COMPORTA_TOKEN
              --output text|json          json: an array of deadlines, each with run_id, owner, latest_starts, upstream
                                          (latest starts in other DAGs that it waits for), history
              --color auto|always|never

            Examples
              comporta deadlines
              comporta deadlines --output json | jq '.[] | select(.p_late > 0.4)'

            Exit codes: 0 told, 2 wrong usage, 3 no server, or it refuses.
            """;

    @Parameter
    private List<String> words = new ArrayList<>();

    @Parameter(names = "--night")
    private @Nullable String night;

    @Override
    int run(Terminal terminal, Remote remote) {
        if (!words.isEmpty()) {
            throw new UsageException("\"" + words.getFirst() + "\" is one word too many. Write comporta deadlines --night 2026-11-20.");
        }
        Map<String, String> query = new LinkedHashMap<>();
        if (night != null) {
            query.put("night", night);
        }
        var items = ForecastVerb.maps(remote.get("/deadlines", query).object(), "items");
        if (json()) {
            terminal.out().println(PlainData.toJson(items));
            return ExitCode.DONE;
        }
        if (items.isEmpty()) {
            terminal.out().println("nothing is due.");
            return ExitCode.DONE;
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("DUE", "OF", "STATUS", "LATE?", "MARGIN", "FIRST TO START", "FIRST IN OTHER DAGS", "OWNER"));
        for (var item : items) {
            var starts = ForecastVerb.maps(item, "latest_starts");
            var upstream = ForecastVerb.maps(item, "upstream");
            rows.add(List.of(
                    RunsListVerb.moment(item, "due_at"),
                    of(item), text(item, "status").replace('_', ' '), ForecastVerb.percent(item.get("p_late")), span(item.get("slack_s")),
                    starts.isEmpty() ? "" : text(starts.getFirst(), "task_id") + " by " + RunsListVerb.moment(starts.getFirst(), "at"),
                    upstream.isEmpty() ? "" : text(upstream.getFirst(), "dag_id") + "." + text(upstream.getFirst(), "task_id") + " by "
                            + RunsListVerb.moment(upstream.getFirst(), "at"),
                    text(item, "owner")));
        }
        tell(terminal, items, rows);
        return ExitCode.DONE;
    }

    /** The run, and its task where that is due; a run that has not begun has no name yet. */
    private static String of(Map<String, Object> item) {
        if (text(item, "run_id").isEmpty()) {
            return text(item, "dag_id") + ", begins " + RunsListVerb.moment(item, "begins_at");
        }
        return text(item, "dag_id") + "/" + text(item, "run_id") + (text(item, "task_id").isEmpty() ? "" : " " + text(item, "task_id"));
    }

    /** Seconds in words, with a minus where it is too late already. */
    static String span(@Nullable Object seconds) {
        if (!(seconds instanceof Number number)) {
            return "";
        }
        var span = Figures.span(Duration.ofSeconds(Math.abs(Math.round(number.doubleValue()))));
        return number.doubleValue() < 0 ? "-" + span : span;
    }
}
