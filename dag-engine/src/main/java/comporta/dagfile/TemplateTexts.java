package comporta.dagfile;

import comporta.dag.Dag;
import comporta.dag.Expand;
import comporta.dag.Group;
import comporta.dag.Targets;
import comporta.dag.Task;
import comporta.dagfile.TemplateText.Path;
import comporta.dagfile.TemplateText.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds every text of a DAG that holds a template. Keys in which none may stand were refused when the file was read. */
final class TemplateTexts {
    private static final Path TASKS = Path.of("tasks");
    private static final Path GROUPS = Path.of("groups");

    private final List<TemplateText> texts = new ArrayList<>();

    private TemplateTexts() {}

    static List<TemplateText> of(Dag dag, Findings found) {
        var all = new TemplateTexts();
        all.ofDag(dag);
        dag.groups().values().forEach(all::ofGroup);
        found.writtenTasks().forEach(all::ofTask);
        return all.texts;
    }

    private void ofDag(Dag dag) {
        for (var param : dag.params().values()) {
            any(param.defaultValue(), param.name(), Use.PARAM_DEFAULT, null, null, Path.of("params").then(param.name()).then("default"));
        }
        any(dag.env(), "env", Use.TEXT, null, null, Path.of("env"));
        targets(dag.targets(), null, null);
    }

    private void ofGroup(Group group) {
        var path = GROUPS.then(group.id().value());
        any(group.nodePool(), "node_pool", Use.TEXT, null, group, path.then("node_pool"));
        if (group.expand() != null) {
            expand(group.expand(), null, group, path.then("expand"));
        }
    }

    private void ofTask(Task task) {
        var path = TASKS.then(task.id().value());
        any(task.when(), "when", Use.CONDITION, task, null, path.then("when"));
        any(task.doneWhen(), "done_when", Use.TEXT, task, null, path.then("done_when"));
        any(task.env(), "env", Use.TEXT, task, null, path.then("env"));
        if (task.expand() != null) {
            expand(task.expand(), task, null, path.then("expand"));
        }
        targets(task.targets(), task, path);
        task.settings().forEach((key, value) -> {
            var here = path.then(key);
            switch (key) {
                case "choose" -> any(value, key, Use.CHOICE, task, null, here);
                case "condition" -> any(value, key, Use.CONDITION, task, null, here);
                case "query" -> any(value, key, Use.QUERY, task, null, here);
                case "headers", "body" -> any(value, key, Use.SECRET_TEXT, task, null, here);
                case "fields" -> fields(value, task, here);
                case "job" -> job(value, task, here);
                default -> any(value, key, Use.TEXT, task, null, here);
            }
        });
    }

    private void job(@Nullable Object job, Task task, Path path) {
        if (job instanceof Map<?, ?> fields) {
            fields.forEach((name, value) -> {
                var key = String.valueOf(name);
                boolean shell = value instanceof String && (key.equals("command") || key.equals("finally"));
                any(value, key, shell ? Use.SHELL_LINE : Use.TEXT, task, null, path.then(key));
            });
        }
    }

    private void fields(@Nullable Object fields, Task task, Path path) {
        if (fields instanceof Map<?, ?> byName) {
            byName.forEach((name, field) -> {
                if (field instanceof Map<?, ?> param) {
                    var key = String.valueOf(name);
                    any(param.get("default"), key, Use.TEXT, task, null, path.then(key).then("default"));
                }
            });
        }
    }

    private void expand(Expand expand, @Nullable Task task, @Nullable Group group, Path path) {
        expand.over().forEach((name, over) ->
                any(over, "over." + name, over instanceof String ? Use.LIST : Use.TEXT, task, group, path.then("over").then(name)));
        any(expand.label(), "label", Use.TEXT, task, group, path.then("label"));
    }

    private void targets(Targets targets, @Nullable Task task, @Nullable Path path) {
        targets.byEvent().forEach((event, heard) ->
                any(heard, "message", Use.MESSAGE, task, null, path == null ? Path.of("on_" + event) : path.then("on_" + event)));
    }

    /** A command of a target is a shell line like any other, and knows what messages know. */
    private static Use useOf(String key, @Nullable Object value, Use use) {
        if (use == Use.MESSAGE && key.equals("command") && value instanceof String) {
            return Use.MESSAGE_LINE;
        }
        // The query of a sensor and of done_when is a query, too.
        return use == Use.TEXT && key.equals("query") ? Use.QUERY : use;
    }

    private void any(@Nullable Object value, String key, Use use, @Nullable Task task, @Nullable Group group, Path path) {
        switch (value) {
            case String text -> {
                if (use == Use.CONDITION || use == Use.CHOICE || text.contains("{{")) {
                    texts.add(new TemplateText(text, path, key, use, task, group));
                }
            }
            case Map<?, ?> map -> map.forEach((name, inner) -> {
                var innerKey = String.valueOf(name);
                any(inner, innerKey, useOf(innerKey, inner, use), task, group, path.then(innerKey));
            });
            case List<?> list -> {
                for (int n = 0; n < list.size(); n++) {
                    any(list.get(n), key, use, task, group, path.then(Integer.toString(n)));
                }
            }
            case null, default -> {}
        }
    }
}
