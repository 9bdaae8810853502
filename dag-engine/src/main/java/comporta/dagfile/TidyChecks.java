package comporta.dagfile;

import comporta.dag.Dag;
import comporta.dag.TaskId;
import comporta.template.Templates;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a reader of the file would stumble over, though it runs. */
final class TidyChecks {
    private static final Pattern PARAM =
            Pattern.compile("\\bparams\\s*(?:\\.\\s*([A-Za-z_][A-Za-z0-9_]*)|\\[\\s*['\"]([^'\"]*)['\"]\\s*])?");

    /** Behind a name: the value is read as a whole. */
    private static final String WHOLE = ".*";

    private TidyChecks() {}

    static void check(String file, Dag dag, List<TemplateText> texts, Findings found) {
        if (dag.owner().isBlank() && !found.isSpoilt("the DAG", "owner")) {
            found.warning(Place.TOP, "no-owner", "the DAG has no owner, so nobody knows who is asked", "Add e.g. owner: data-infra");
        }
        fileName(file, dag, found);
        params(dag, texts, found);
        outputs(dag, texts, found);
        groups(dag, found);
    }

    private static void fileName(String file, Dag dag, Findings found) {
        var name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        int dot = name.lastIndexOf('.');
        var ending = dot < 0 ? "" : name.substring(dot);
        boolean yaml = ending.equals(".yaml") || ending.equals(".yml");
        if (yaml && !name.substring(0, dot).equals(dag.id().value())) {
            found.warningAtValue("file-name", "the file is called " + name + ", and the DAG \"" + dag.id() + "\"",
                    "Rename the file to " + dag.id() + ending, "dag");
        }
    }

    private static void params(Dag dag, List<TemplateText> texts, Findings found) {
        if (dag.params().isEmpty()) {
            return;
        }
        var read = new HashSet<String>();
        for (var text : texts) {
            if (text.text().contains("params")) {
                for (var match = PARAM.matcher(text.text()); match.find(); ) {
                    read.add(match.group(1) != null ? match.group(1) : match.group(2) != null ? match.group(2) : WHOLE);
                }
            }
        }
        if (read.contains(WHOLE) || read.containsAll(dag.params().keySet()) || isReadByAScript(dag)) {
            return;
        }
        for (var param : dag.params().keySet()) {
            if (!read.contains(param)) {
                found.warningAtKey("unused", "param \"" + param + "\" is read nowhere",
                        "Remove it, or read it as {{ params." + param + " }}", "params", param);
            }
        }
    }

    /** All parameters are in the environment of each try. */
    private static boolean isReadByAScript(Dag dag) {
        return dag.tasks().values().stream().anyMatch(task -> task.settings().toString().contains("COMPORTA_PARAMS"));
    }

    private static void outputs(Dag dag, List<TemplateText> texts, Findings found) {
        if (dag.tasks().values().stream().allMatch(task -> task.outputs().isEmpty())) {
            return;
        }
        var ids = dag.tasks().keySet().stream().map(TaskId::value).collect(Collectors.toUnmodifiableSet());
        var read = new HashSet<String>();
        for (var text : texts) {
            if (text.text().contains("outputs")) {
                Templates.namesIn(text.text(), ids).forEach(name -> addWithStarts(name, read));
            }
        }
        for (var task : found.writtenTasks()) {
            var name = "outputs." + task.id();
            for (var output : task.outputs().keySet()) {
                if (!read.contains(name + "." + output) && !read.contains(name + WHOLE)) {
                    found.warningAtKey("unused", "output \"" + output + "\" of task \"" + task.id() + "\" is read nowhere",
                            "Remove it, or read it as {{ " + name + "." + output + " }}", "tasks", task.id().value(), "outputs", output);
                }
            }
        }
    }

    /** {@code outputs.a.b.c} reads {@code outputs.a.b}, too; the mark tells a map that is read as a whole. */
    private static void addWithStarts(String name, Set<String> read) {
        read.add(name + WHOLE);
        for (int end = name.length(); end > 0; end = name.lastIndexOf('.', end - 1)) {
            read.add(name.substring(0, end));
        }
    }

    private static void groups(Dag dag, Findings found) {
        Set<Object> used = new HashSet<>();
        found.writtenTasks().stream().map(task -> task.group()).filter(Objects::nonNull).forEach(used::add);
        dag.groups().values().stream().map(group -> group.parent()).filter(Objects::nonNull).forEach(used::add);
        for (var group : dag.groups().keySet()) {
            if (!used.contains(group)) {
                found.warningAtKey("unused", "no task is in group \"" + group + "\"", "Remove it, or add group: " + group + " to its tasks",
                        "groups", group.value());
            }
        }
    }
}
