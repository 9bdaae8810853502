package comporta.app;

import comporta.app.Paint.Colour;
import comporta.dag.PlainData;
import java.time.Duration;
import java.time.Instant;
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
    private static final Duration MOVED = Duration.ofMinutes(1);
    private static final double MOVED_BY = 0.05;
    private static final int STATE_AT = 10;
    private static final int NAME_AT = 26;

    private final Remote remote;
    private final String path;
    private final boolean json;
    private final Map<String, String> told = new HashMap<>();
    private @Nullable Instant foreseen;
    private double lateThen;

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
            foresee(terminal, paint, run);
            terminal.out().flush();
            if (ENDS.contains(ServerAction.text(run, "state"))) {
                return ended(terminal, paint, run);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private void tell(Terminal terminal, Paint paint, Map<String, Object> run, Map<String, Object> task) {
        var at = ServerAction.text(task, "ended_at").isEmpty()
                ? ServerAction.text(task, "started_at")
                : ServerAction.text(task, "ended_at");
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

    /** A line when the likely end has moved by a minute, or the chance to be late by five points. */
    private void foresee(Terminal terminal, Paint paint, Map<String, Object> run) {
        var forecast = run.get("forecast") instanceof Map<?, ?> map ? PlainData.plain(map) : Map.<String, Object>of();
        var end = instant(forecast, "p50");
        if (end == null || ENDS.contains(ServerAction.text(run, "state"))) {
            return;
        }
        double late = run.get("p_late") instanceof Number chance ? chance.doubleValue() : -1;
        var before = foreseen;
        if (before != null && Duration.between(before, end).abs().compareTo(MOVED) < 0 && Math.abs(late - lateThen) < MOVED_BY) {
            return;
        }
        foreseen = end;
        lateThen = late;
        if (json) {
            var line = new LinkedHashMap<String, @Nullable Object>();
            line.put("at", forecast.get("made_at"));
            line.put("event", "forecast_changed");
            line.put("run_id", run.get("run_id"));
            line.put("p50", forecast.get("p50"));
            line.put("p90", forecast.get("p90"));
            line.put("p_late", run.get("p_late"));
            terminal.out().println(PlainData.toJson(line));
            return;
        }
        var nineInTen = clock(ServerAction.text(forecast, "p90"));
        terminal.out().println(new Line()
                .add(Colour.DIM, clock(ServerAction.text(forecast, "made_at")))
                .to(STATE_AT).add(Colour.DIM, "forecast")
                .to(NAME_AT).add("likely over at " + clock(ServerAction.text(forecast, "p50"))
                        + (nineInTen.isEmpty() ? "" : ", nine in ten by " + nineInTen)
                        + ForecastVerb.chance(run))
                .render(Integer.MAX_VALUE, paint));
    }

    private static @Nullable Instant instant(Map<String, Object> forecast, String name) {
        var text = ServerAction.text(forecast, name);
        return text.isEmpty() ? null : Instant.parse(text);
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
