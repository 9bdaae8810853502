package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.List;

/** {@code comporta runs watch}. */
final class RunsWatchVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta runs watch RUN [OPTIONS]

            Follows a run to its end: a line for each state that a task comes to, and when its likely end or its chance to be late has
            moved. Ctrl-C ends the looking, not the run.

            Options
              --server URL                default http://127.0.0.1:8080
              --token TOKEN               default $COMPORTA_TOKEN
              --output text|json          json: one object a line {at, event, run_id, task_id, map_index, try_number, state, reason};
                                          event is task_state or run_ended; or {at, event, run_id, p50, p90, p_late} where event is
                                          forecast_changed
              --color auto|always|never

            Examples
              comporta runs watch nightly/latest

            Exit codes: 0 it succeeded, 1 it ended otherwise, 2 wrong usage or no such run, 3 no server, or it refuses.
            """;

    @Parameter
    private List<String> runs = new ArrayList<>();

    @Override
    int run(Terminal terminal, Remote remote) {
        var path = RunAddress.path(remote, only(runs, "which run? Write e.g. comporta runs watch nightly/latest."));
        return new RunWatch(remote, path, json()).follow(terminal, paint(terminal));
    }
}
