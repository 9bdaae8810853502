package comporta.app;

import java.util.List;
import java.util.Map;

/** What verbs about runs and their tasks have in common. */
final class RunWords {
    /** Options of every deed, as help texts have them. */
    static final String COMMON = """
              --reason TEXT               why, for the history
              --dry-run                   only say what would be done
              --server URL                default http://127.0.0.1:8080
              --token TOKEN               default $COMPORTA_TOKEN
              --output text|json
              --color auto|always|never
            """;

    private RunWords() {}

    /**
     * The run, which stands first; the tasks behind it are added to {@code tasks}.
     *
     * @throws UsageException when there is no run or no task
     */
    static String runAndTasks(List<String> words, String verb, List<String> tasks) {
        if (words.size() < 2) {
            throw new UsageException("which " + (words.isEmpty() ? "run and " : "") + "task? Write e.g. comporta " + verb
                    + " nightly/latest itaipu.");
        }
        tasks.addAll(words.subList(1, words.size()));
        return words.getFirst();
    }

    /** The path of a task instance, as a person names it, below the path of its run. */
    static String task(Remote remote, String run, String name) {
        int bracket = name.indexOf('[');
        if (bracket < 0 || !name.endsWith("]")) {
            return run + "/tasks/" + Remote.encode(name);
        }
        var id = name.substring(0, bracket);
        var within = name.substring(bracket + 1, name.length() - 1);
        var index = within.matches("[0-9]{1,6}") ? within : remote.list(run + "/tasks", Map.of()).stream()
                .filter(task -> TasksListVerb.name(task).equals(name))
                .map(task -> ServerAction.text(task, "map_index"))
                .findFirst()
                .orElseThrow(() -> new UsageException("the run has no task \"" + name + "\". comporta tasks list shows what it has."));
        return run + "/tasks/" + Remote.encode(id) + "~" + index;
    }

    /** Asks for a deed, or for what it would do, and tells the answer. */
    static int deed(Terminal terminal, Remote remote, boolean json, String path, boolean dryRun, Map<String, Object> body) {
        return DeedAnswer.tell(terminal, json, remote.post(path, dryRun ? Map.of("dry_run", "true") : Map.of(), body).object());
    }
}
