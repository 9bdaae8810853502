package comporta.app;

import comporta.app.Paint.Colour;
import comporta.dag.PlainData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** What {@code run --dry-run} prints: the tasks in the order in which they can start, with their rendered commands and machines. */
final class DryRun {
    private DryRun() {}

    /** For people. */
    static List<Line> lines(List<PlannedTask> plan) {
        var lines = new ArrayList<Line>();
        int width = Integer.toString(plan.size()).length();
        int number = 0;
        for (var task : plan) {
            number++;
            var line = new Line()
                    .add(Colour.DIM, " ".repeat(width - Integer.toString(number).length()) + number + "  ")
                    .add(Colour.BOLD, task.id().value())
                    .add("  " + task.operator());
            if (!task.after().isEmpty()) {
                line.add(Colour.DIM, "  after " + String.join(", ", task.after()));
            }
            lines.add(line);
            if (!task.condition().isEmpty()) {
                lines.add(below(width).add(Colour.DIM, "if ").add(task.condition()));
            }
            if (!task.machines().isEmpty()) {
                lines.add(below(width).add(Colour.DIM, "on ").add(task.machines()));
            }
            for (var command : task.commands()) {
                var sign = "$ ";
                for (var part : command.stripTrailing().lines().toList()) {
                    lines.add(below(width).add(Colour.DIM, sign).add(part));
                    sign = "  ";
                }
            }
        }
        lines.add(new Line().add(Figures.count(plan.size(), "task") + "; nothing was started."));
        return lines;
    }

    /** For programs: one array. */
    static String json(List<PlannedTask> plan) {
        var tasks = new ArrayList<Object>();
        for (var task : plan) {
            var data = new LinkedHashMap<String, Object>();
            data.put("task_id", task.id().value());
            data.put("operator", task.operator());
            data.put("upstream", task.after());
            data.put("condition", task.condition());
            data.put("commands", task.commands());
            data.put("machines", task.machines());
            tasks.add(data);
        }
        return PlainData.toJson(tasks);
    }

    private static Line below(int width) {
        return new Line().add(" ".repeat(width + 2));
    }
}
