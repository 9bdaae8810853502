package comporta.app;

import comporta.app.Paint.Colour;
import comporta.dag.PlainData;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Follows a run of a server to its end, a line for each state that a task comes to. */
final class RunWatch {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final List<String> ENDS = List.of("success", "failed", "cancelled");
    /** They mostly pass at once. */
    private static final List<String> PASSING = List.of("waiting", "queued", "launching");
    private static final int STATE_AT = 10;
    private static final int NAME_AT = 26;

    private final Remote remote;
    private final String path;
    private final boolean json;
    private final Map<String, String> told = new HashMap<>();

    /** @param path of the run below {@code /api/v1} */
    RunWatch(Remote remote, String path, boolean json) {
        this.remote = remote;
        this.path = path;
        this.json = json;
    }

    /** Until it is over; gives the exit code. */
    int follow(Terminal terminal, Paint paint) {
        while (true) {
            var run = remote.get(path, Map.of()).object();      // before its tasks: of a run that is over nothing moves any more
            for (var task : remote.list(path + "/tasks", Map.of())) {
                var state = ServerAction.text(task, "state") + " " + ServerAction.text(task, "try_number");
                if (!state.equals(told.put(TasksListVerb.name(task), state)) && !PASSING.contains(ServerAction.text(task, "state"))) {
                    tell(terminal, paint, run, task);
                }
            }
            terminal.out().flush();
            if (ENDS.contains(ServerAction.text(run, "state"))) {
                return ended(terminal, paint, run);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private void tell(Terminal terminal, Paint paint, Map<String, Object> run, Map<String, Object> task) {
        var at = ServerAction.text(task, "ended_at").isEmpty() ? ServerAction.text(task, "started_at") : ServerAction.text(task, "ended_at");
        if (json) {
            var line = new LinkedHashMap<String, @Nullable Object>();
            line.put("at", at.isEmpty() ? null : at);
            line.put("event", "task_state");
            line.put("run_id", run.get("run_id"));
            for (var name : List.of("task_id", "map_index", "try_number", "state", "reason")) {
                line.put(name, task.get(name));
            }
            terminal.out().println(PlainData.toJson(line));
            return;
        }
        var state = ServerAction.text(task, "state");
        terminal.out().println(new Line()
                .add(Colour.DIM, clock(at))
                .to(STATE_AT).add(colour(state), state)
                .to(NAME_AT).add(TasksListVerb.name(task))
                .add(Colour.DIM, ServerAction.text(task, "reason").isEmpty() ? "" : "  " + ServerAction.text(task, "reason"))
                .render(Integer.MAX_VALUE, paint));
    }

    private int ended(Terminal terminal, Paint paint, Map<String, Object> run) {
        var state = ServerAction.text(run, "state");
        if (json) {
            var line = new LinkedHashMap<String, @Nullable Object>();
            line.put("at", run.get("ended_at"));
            line.put("event", "run_ended");
            for (var name : List.of("run_id", "state", "reason")) {
                line.put(name, run.get(name));
            }
            line.put("tasks", run.get("counts"));
            terminal.out().println(PlainData.toJson(line));
        } else {
            terminal.out().println(new Line()
                    .add(Colour.DIM, clock(ServerAction.text(run, "ended_at")))
                    .to(STATE_AT).add(colour(state), state)
                    .to(NAME_AT).add(ServerAction.text(run, "dag_id") + "/" + ServerAction.text(run, "run_id"))
                    .add(ServerAction.text(run, "reason").isEmpty() ? "" : "  " + ServerAction.text(run, "reason"))
                    .render(Integer.MAX_VALUE, paint));
        }
        return state.equals("success") ? ExitCode.DONE : ExitCode.NOT_SUCCESSFUL;
    }

    /** The time of day of an instant, as the server tells it. */
    private static String clock(String instant) {
        int at = instant.indexOf('T');
        return at < 0 ? "" : instant.substring(at + 1, Math.min(instant.length(), at + 9));
    }

    private static @Nullable Colour colour(String state) {
        return switch (state) {
            case "success" -> Colour.GREEN;
            case "failed", "upstream_failed" -> Colour.RED;
            case "up_for_retry", "unreachable", "stopping", "cancelled" -> Colour.YELLOW;
            case "running" -> Colour.CYAN;
            default -> null;
        };
    }
}
