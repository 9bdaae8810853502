package comporta.dagfile;

import comporta.dag.Dag;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a reader of the file would stumble over, though it runs. */
final class TidyChecks {
    private static final Pattern PARAM = Pattern.compile("\\bparams\\s*(?:\\.\\s*([A-Za-z_][A-Za-z0-9_]*)|\\[\\s*['\"]([^'\"]*)['\"]\\s*])?");

    private TidyChecks() {}

    static void check(String file, Dag dag, List<TemplateText> texts, Findings found) {
        if (dag.owner().isBlank()) {
            found.warning(Place.TOP, "no-owner", "the DAG has no owner, so nobody knows who is asked", "Add e.g. owner: data-infra");
        }
        fileName(file, dag, found);
        params(dag, texts, found);
        outputs(texts, found);
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
        var read = new HashSet<@Nullable String>();
        for (var text : texts) {
            if (text.text().contains("COMPORTA_PARAMS")) {
                return;
            }
            for (var match = PARAM.matcher(text.text()); match.find(); ) {
                read.add(match.group(1) != null ? match.group(1) : match.group(2));
            }
        }
        boolean allAtOnce = read.contains(null);
        boolean byScript = dag.tasks().values().stream().anyMatch(task -> task.settings().toString().contains("COMPORTA_PARAMS"));
        if (allAtOnce || byScript) {
            return;
        }
        for (var param : dag.params().keySet()) {
            if (!read.contains(param)) {
                found.warningAtKey("unused", "param \"" + param + "\" is read nowhere", "Remove it, or read it as {{ params." + param + " }}",
                        "params", param);
            }
        }
    }

    private static void outputs(List<TemplateText> texts, Findings found) {
        var declaring = found.writtenTasks().stream().filter(task -> !task.outputs().isEmpty()).toList();
        if (declaring.isEmpty()) {
            return;
        }
        var all = new StringBuilder();
        texts.stream().filter(text -> text.text().contains("outputs")).forEach(text -> all.append(text.text()).append('\n'));
        for (var task : declaring) {
            for (var output : task.outputs().keySet()) {
                if (!isRead(all, task.id().value(), output)) {
                    found.warningAtKey("unused", "output \"" + output + "\" of task \"" + task.id() + "\" is read nowhere",
                            "Remove it, or read it as {{ outputs." + task.id() + "." + output + " }}",
                            "tasks", task.id().value(), "outputs", output);
                }
            }
        }
    }

    /** {@code outputs.TASK.KEY}, or {@code outputs.TASK} as a whole. */
    private static boolean isRead(CharSequence texts, String task, String output) {
        var reads = Pattern.compile("\\boutputs\\s*(?:\\.\\s*|\\[\\s*['\"])" + Pattern.quote(task) + "(?:['\"]\\s*])?"
                + "(?:\\s*(?:\\.\\s*|\\[\\s*['\"])" + Pattern.quote(output) + "(?![A-Za-z0-9_])|(?![A-Za-z0-9_.\\[-]))");
        return reads.matcher(texts).find();
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
