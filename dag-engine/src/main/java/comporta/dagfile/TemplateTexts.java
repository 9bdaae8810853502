package comporta.dagfile;

import comporta.dag.Dag;
import comporta.dag.Expand;
import comporta.dag.Group;
import comporta.dag.Targets;
import comporta.dag.Task;
import comporta.dagfile.TemplateText.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds every text of a DAG that holds a template. Keys in which none may stand were refused when the file was read. */
final class TemplateTexts {
    private final Dag dag;
    private final List<TemplateText> texts = new ArrayList<>();

    private TemplateTexts(Dag dag) {
        this.dag = dag;
    }

    static List<TemplateText> of(Dag dag, Findings found) {
        var all = new TemplateTexts(dag);
        all.ofDag();
        dag.groups().values().forEach(all::ofGroup);
        found.writtenTasks().forEach(all::ofTask);
        return all.texts;
    }

    private void ofDag() {
        for (var param : dag.params().values()) {
            any(param.defaultValue(), param.name(), Use.PARAM_DEFAULT, null, null, List.of("params", param.name(), "default"));
        }
        any(dag.env(), "env", Use.TEXT, null, null, List.of("env"));
        targets(dag.targets(), null, event -> List.of(event));
    }

    private void ofGroup(Group group) {
        var path = List.of("groups", group.id().value());
        any(group.nodePool(), "node_pool", Use.TEXT, null, group, under(path, "node_pool"));
        if (group.expand() != null) {
            expand(group.expand(), null, group, under(path, "expand"));
        }
    }

    private void ofTask(Task task) {
        any(task.when(), "when", Use.CONDITION, task, null, at(task, "when"));
        any(task.doneWhen(), "done_when", Use.TEXT, task, null, at(task, "done_when"));
        any(task.env(), "env", Use.TEXT, task, null, at(task, "env"));
        if (task.expand() != null) {
            expand(task.expand(), task, null, at(task, "expand"));
        }
        targets(task.targets(), task, event -> at(task, event));
        task.settings().forEach((key, value) -> {
            switch (key) {
                case "choose" -> any(value, key, Use.CHOICE, task, null, at(task, key));
                case "condition" -> any(value, key, Use.CONDITION, task, null, at(task, key));
                case "query" -> any(value, key, Use.QUERY, task, null, at(task, key));
                case "headers", "body" -> any(value, key, Use.SECRET_TEXT, task, null, at(task, key));
                case "fields" -> fields(value, task);
                case "job" -> job(value, task);
                default -> any(value, key, Use.TEXT, task, null, at(task, key));
            }
        });
    }

    private void job(@Nullable Object job, Task task) {
        if (!(job instanceof Map<?, ?> fields)) {
            return;
        }
        fields.forEach((name, value) -> {
            var key = String.valueOf(name);
            boolean shell = value instanceof String && (key.equals("command") || key.equals("finally"));
            any(value, key, shell ? Use.SHELL_LINE : Use.TEXT, task, null, at(task, "job", key));
        });
    }

    private void fields(@Nullable Object fields, Task task) {
        if (fields instanceof Map<?, ?> byName) {
            byName.forEach((name, field) -> {
                if (field instanceof Map<?, ?> param) {
                    any(param.get("default"), String.valueOf(name), Use.TEXT, task, null,
                            at(task, "fields", String.valueOf(name), "default"));
                }
            });
        }
    }

    private void expand(Expand expand, @Nullable Task task, @Nullable Group group, List<String> path) {
        expand.over().forEach((name, over) -> any(over, "over." + name, over instanceof String ? Use.LIST : Use.TEXT, task, group,
                under(path, "over", name)));
        any(expand.label(), "label", Use.TEXT, task, group, under(path, "label"));
    }

    private void targets(Targets targets, @Nullable Task task, Function<String, List<String>> path) {
        targets.byEvent().forEach((event, heard) -> any(heard, "message", Use.MESSAGE, task, null, path.apply("on_" + event)));
    }

    private void any(
            @Nullable Object value, String key, Use use, @Nullable Task task, @Nullable Group group, List<String> path) {
        switch (value) {
            case String text when text.contains("{{") || use == Use.CONDITION || use == Use.CHOICE ->
                    texts.add(new TemplateText(text, path, key, use, task, group));
            case Map<?, ?> map -> map.forEach((name, inner) ->
                    any(inner, String.valueOf(name), inner(use, name), task, group, under(path, String.valueOf(name))));
            case List<?> list -> {
                for (int n = 0; n < list.size(); n++) {
                    any(list.get(n), key, use, task, group, under(path, Integer.toString(n)));
                }
            }
            case null, default -> {}
        }
    }

    /** The query of a sensor and of {@code done_when} is a query, too. */
    private static Use inner(Use use, @Nullable Object name) {
        return use == Use.TEXT && "query".equals(name) ? Use.QUERY : use;
    }

    private static List<String> at(Task task, String... keys) {
        return under(List.of("tasks", task.id().value()), keys);
    }

    private static List<String> under(List<String> path, String... more) {
        return Stream.concat(path.stream(), Stream.of(more)).toList();
    }
}
