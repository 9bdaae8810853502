package comporta.dagfile;

import comporta.dag.Task;
import java.util.List;
import java.util.Map;

/** Jobs say nothing that their backend ignores, and name the version that they run. */
final class BackendChecks {
    private BackendChecks() {}

    static void check(Findings found) {
        for (var task : found.writtenTasks()) {
            fields(task, found);
            for (var path : List.of(List.of("job", "image"), List.of("spark", "executor_image"))) {
                version(task, path.getFirst(), path.getLast(), found);
            }
        }
    }

    /** Fields whose loss would change the result were refused when the file was read. */
    private static void fields(Task task, Findings found) {
        var id = task.id().value();
        var job = task.block("job");
        if (!(job.get("backend") instanceof String backend)) {
            return;
        }
        for (var field : job.keySet()) {
            if (JobKeys.understands(backend, field) || !found.isWritten("tasks", id, "job", field)) {
                continue;
            }
            if (!JobKeys.MUST_HOLD.contains(field)) {
                found.warningAtKey("field-ignored", backend + " ignores \"" + field + "\"",
                        "Use backend " + JobKeys.understanding(field) + ", or remove it", "tasks", id, "job", field);
            }
        }
    }

    private static void version(Task task, String block, String field, Findings found) {
        if (!(task.settings().get(block) instanceof Map<?, ?> map && map.get(field) instanceof String image)) {
            return;
        }
        int name = image.lastIndexOf('/') + 1;
        int template = image.indexOf("{{", name);
        int colon = image.indexOf(':', name);
        boolean tagged = colon >= 0 && (template < 0 || colon < template);
        boolean open = template >= 0 && !tagged;
        boolean latest = image.endsWith(":latest");
        if (latest || (!tagged && !open && image.indexOf('@') < 0)) {
            found.warningAtValue("latest-tag",
                    "image \"" + image + "\" " + (latest ? "is another one from night to night" : "has no version"),
                    "Write e.g. " + (latest ? image.substring(0, image.length() - 7) : image) + ":1.0",
                    "tasks", task.id().value(), block, field);
        }
    }
}
