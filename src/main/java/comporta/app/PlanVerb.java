package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code comporta plan}. */
final class PlanVerb extends Action {
    static final String HELP = """
            Usage: comporta plan OLD NEW [OPTIONS]

            What a change of a DAG file means for its deadlines, before it is merged: the engine itself simulates both files, one night on
            which every task takes its usual time, and many nights as they come. A deadline is infeasible when it is missed even on the
            usual night; at risk when more than one night in ten misses it. Usual durations are those of earlier runs on this machine, else
            expected_duration.

            Options
              --nights N                  how many nights of each; default 40
              --seed S                    default 1
              --config FILE               in place of $COMPORTA_HOME/comporta.yaml
              --output text|json          json: {deadlines: [{id, due_s, old, new, became_infeasible}], critical_path: {old, new},
                                          latest_starts: [{task_id, old_s, new_s}], peak_nodes: {old, new}, idle_machine_s: {old, new},
                                          cost: null}; seconds from the tick
              --color auto|always|never

            Examples
              git show main:dags/nightly.yaml > /tmp/old.yaml && comporta plan /tmp/old.yaml dags/nightly.yaml

            Exit codes: 0 every deadline can still be met, 1 one became infeasible, 2 wrong usage, file or configuration.
            """;
    private static final int MOST = 10_000;
    private static final int FEWEST = 1;

    @Parameter
    private List<String> files = new ArrayList<>();

    @Parameter(names = "--nights")
    private String nights = "40";

    @Parameter(names = "--seed")
    private String seed = "1";

    @Parameter(names = "--config")
    private @Nullable String configuration;

    @Override
    int run(Terminal terminal) {
        if (files.size() != 2) {
            throw new UsageException("name the old file and the new one, such as comporta plan old/nightly.yaml dags/nightly.yaml.");
        }
        int many = nights.matches("[0-9]{1,5}") ? Integer.parseInt(nights) : 0;
        if (many < FEWEST || many > MOST) {
            throw new UsageException("--nights is \"" + nights + "\", and must be a number from " + FEWEST + " to " + MOST + ".");
        }
        if (!seed.matches("-?[0-9]{1,18}")) {
            throw new UsageException("--seed is \"" + seed + "\", and must be a whole number.");
        }
        var settings = Configuration.load(configuration == null ? null : Path.of(configuration), terminal.environment());
        var old = PlannedDag.of(files.getFirst(), settings, many, Long.parseLong(seed), terminal);
        var fresh = PlannedDag.of(files.getLast(), settings, many, Long.parseLong(seed), terminal);
        if (old == null || fresh == null) {
            return ExitCode.WRONG;
        }
        if (json()) {
            terminal.out().println(json(old, fresh));
        } else {
            lines(old, fresh).forEach(terminal.out()::println);
        }
        return fresh.deadlines().keySet().stream().anyMatch(name -> becameInfeasible(old, fresh, name))
                ? ExitCode.NOT_SUCCESSFUL
                : ExitCode.DONE;
    }

    /** One that nobody had before counts like one that was feasible. */
    private static boolean becameInfeasible(PlannedDag old, PlannedDag fresh, String name) {
        var before = old.deadlines().get(name);
        var now = fresh.deadlines().get(name);
        return now != null && !now.isFeasible() && (before == null || before.isFeasible());
    }

    private static List<String> lines(PlannedDag old, PlannedDag fresh) {
        var lines = new ArrayList<String>();
        for (var name : names(old, fresh)) {
            var before = old.deadlines().get(name);
            var now = fresh.deadlines().get(name);
            lines.add((becameInfeasible(old, fresh, name) ? "INFEASIBLE " : "           ") + name + ": "
                    + (before == null ? "new" : told(before)) + " → " + (now == null ? "gone" : told(now)));
        }
        lines.add("critical path  " + String.join(" → ", old.criticalPath()));
        lines.add("           now "
                + (old.criticalPath().equals(fresh.criticalPath()) ? "the same" : String.join(" → ", fresh.criticalPath())));
        for (var task : fresh.criticalPath()) {
            var latest = fresh.latestStarts().get(task);
            var before = old.latestStarts().get(task);
            if (latest != null && !latest.equals(before)) {
                lines.add("latest start   " + task + ": " + (before == null ? "-" : span(before)) + " → " + span(latest)
                        + " after the tick");
            }
        }
        lines.add("machines       at most " + old.nights().peakNodes() + " → " + fresh.nights().peakNodes());
        lines.add("a night lasts  " + Figures.span(old.nights().quantile(0.5)) + " (p50), "
                + Figures.span(old.nights().quantile(0.9)) + " (p90) → "
                + Figures.span(fresh.nights().quantile(0.5)) + " (p50), " + Figures.span(fresh.nights().quantile(0.9)) + " (p90)");
        return lines;
    }

    private static List<String> names(PlannedDag old, PlannedDag fresh) {
        var names = new LinkedHashSet<>(fresh.deadlines().keySet());
        names.addAll(old.deadlines().keySet());
        return List.copyOf(names);
    }

    private static String told(PlannedDag.Due due) {
        return due.word() + " (due " + span(due.due()) + ", usually " + span(due.usual()) + ", p90 " + span(due.p90()) + ", met on "
                + Math.round(100 * due.hits()) + " % of nights)";
    }

    private static String span(double seconds) {
        if (Double.isInfinite(seconds)) {
            return "never";
        }
        return (seconds < 0 ? "-" : "") + Figures.span(Duration.ofMillis(Math.round(1000 * Math.abs(seconds))));
    }

    private static String json(PlannedDag old, PlannedDag fresh) {
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("deadlines", names(old, fresh).stream().map(name -> {
            var row = new LinkedHashMap<String, @Nullable Object>();
            row.put("id", name);
            row.put("old", due(old.deadlines().get(name)));
            row.put("new", due(fresh.deadlines().get(name)));
            row.put("became_infeasible", becameInfeasible(old, fresh, name));
            return row;
        }).toList());
        data.put("critical_path", Map.of("old", old.criticalPath(), "new", fresh.criticalPath()));
        var tasks = new LinkedHashSet<>(fresh.latestStarts().keySet());
        tasks.addAll(old.latestStarts().keySet());
        data.put("latest_starts", tasks.stream().map(task -> {
            var row = new LinkedHashMap<String, @Nullable Object>();
            row.put("task_id", task);
            row.put("old_s", old.latestStarts().get(task));
            row.put("new_s", fresh.latestStarts().get(task));
            return row;
        }).toList());
        data.put("peak_nodes", Map.of("old", old.nights().peakNodes(), "new", fresh.nights().peakNodes()));
        data.put("idle_machine_s", Map.of("old", old.nights().idle(), "new", fresh.nights().idle()));
        data.put("cost", null);
        return PlainData.toJson(data);
    }

    private static @Nullable Map<String, @Nullable Object> due(PlannedDag.@Nullable Due due) {
        if (due == null) {
            return null;
        }
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("due_s", due.due());
        row.put("usual_s", Double.isInfinite(due.usual()) ? null : (Object) due.usual());
        row.put("p90_s", Double.isInfinite(due.p90()) ? null : (Object) due.p90());
        row.put("hit_rate", due.hits());
        row.put("verdict", due.word().replace(' ', '_'));
        return row;
    }
}
