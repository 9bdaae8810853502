package comporta.app;

import comporta.dag.PlainData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A DAG as a server knows it. */
final class ShownDag {
    private ShownDag() {}

    static int show(Map<String, Object> answer, boolean json, Terminal terminal) {
        if (json) {
            terminal.out().println(PlainData.toJson(answer));
            return ExitCode.DONE;
        }
        var dag = new LinkedHashMap<>(answer);
        if (answer.get("dag") instanceof Map<?, ?> same) {
            dag.putAll(PlainData.plain(same));
        }
        var out = terminal.out();
        out.println(text(dag, "dag_id") + (text(dag, "description").isEmpty() ? "" : ": " + text(dag, "description")));
        fact(terminal, "version", text(dag, "version") + ("true".equals(text(dag, "paused")) ? ", paused" : ""));
        fact(terminal, "file", text(dag, "path") + ", " + text(dag, "file"));
        fact(terminal, "schedule", text(dag, "schedule"));
        fact(terminal, "next", dag.get("next_tick") instanceof Map<?, ?> tick ? RunsListVerb.moment(PlainData.plain(tick), "at") : "");
        fact(terminal, "owner", text(dag, "owner"));
        fact(terminal, "last runs", maps(dag, "last_runs").stream().map(run -> text(run, "state")).collect(Collectors.joining(", ")));
        table(terminal, List.of("PARAM", "TYPE", "DEFAULT", ""), maps(dag, "params").stream()
                .map(param ->
                        List.of(text(param, "name"), text(param, "type"), text(param, "otherwise"), text(param, "description"))).toList());
        table(terminal, List.of("TASK", "OPERATOR", "GROUP", "AFTER", ""), maps(dag, "tasks").stream()
                .map(task ->
                        List.of(text(task, "task_id"), text(task, "operator"), text(task, "group"), words(task, "depends_on"),
                                text(task, "description")))
                .toList());
        for (var problem : maps(dag, "file_problems")) {
            terminal.err()
                    .println(text(problem, "file") + ":" + text(problem, "line") + ":" + text(problem, "column") + ": "
                            + text(problem, "what")
                    + ". " + text(problem, "fix") + " [" + text(problem, "id") + "]");
        }
        return ExitCode.DONE;
    }

    private static void fact(Terminal terminal, String name, String value) {
        if (!value.isEmpty()) {
            terminal.out().println("  " + name + " ".repeat(11 - name.length()) + value);
        }
    }

    private static void table(Terminal terminal, List<String> head, List<List<String>> rows) {
        if (!rows.isEmpty()) {
            var all = new ArrayList<List<String>>();
            all.add(head);
            all.addAll(rows);
            terminal.out().println();
            TextTable.lines(all).forEach(line -> terminal.out().println(line.render(Integer.MAX_VALUE, Paint.NONE)));
        }
    }

    private static String text(Map<String, Object> object, String name) {
        return ServerAction.text(object, name);
    }

    private static String words(Map<String, Object> object, String name) {
        return object.get(name) instanceof List<?> list ? list.stream().map(String::valueOf).collect(Collectors.joining(", ")) : "";
    }

    private static List<Map<String, Object>> maps(Map<String, Object> object, String name) {
        return object.get(name) instanceof List<?> list
                ? list.stream().filter(Map.class::isInstance).map(item -> PlainData.plain((Map<?, ?>) item)).toList()
                : List.of();
    }
}
