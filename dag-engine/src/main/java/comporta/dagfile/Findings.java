package comporta.dagfile;

import comporta.dag.Dag;
import comporta.dag.GroupId;
import comporta.dag.Task;
import comporta.dag.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Puts findings at their places. */
final class Findings {
    private final Dag dag;
    private final Places places;
    private final Problems problems;
    private final List<Task> writtenTasks;

    Findings(Dag dag, Places places, Problems problems) {
        this.dag = dag;
        this.places = places;
        this.problems = problems;
        writtenTasks = dag.tasks().values().stream().filter(task -> !isGenerated(task)).toList();
    }

    Places places() {
        return places;
    }

    void error(Place place, String id, String what, String fix) {
        problems.error(place, id, what, fix);
    }

    /** @param fix is asked only if the problem is told */
    void error(Place place, String id, String what, Supplier<String> fix) {
        problems.error(place, id, what, fix);
    }

    void warning(Place place, String id, String what, String fix) {
        problems.warning(place, id, what, fix);
    }

    void errorAtKey(String id, String what, String fix, String... path) {
        error(places.key(path), id, what, fix);
    }

    void errorAtValue(String id, String what, String fix, String... path) {
        error(places.value(path), id, what, fix);
    }

    void warningAtKey(String id, String what, String fix, String... path) {
        warning(places.key(path), id, what, fix);
    }

    void warningAtValue(String id, String what, String fix, String... path) {
        warning(places.value(path), id, what, fix);
    }

    /** Whether the file itself has the key at the end of the path: it is neither implied nor taken over from defaults. */
    boolean isWritten(String... path) {
        var parent = new String[path.length - 1];
        System.arraycopy(path, 0, parent, 0, parent.length);
        return !places.key(path).equals(parent.length == 0 ? Place.TOP : places.key(parent));
    }

    /** Whether the key stands there with a mistake that was told. */
    boolean isSpoilt(String owner, String key) {
        return problems.isSpoilt(owner, key);
    }

    /** Tasks that the author wrote; those that a group's node pool brings along are not in the file. */
    List<Task> writtenTasks() {
        return writtenTasks;
    }

    private boolean isGenerated(Task task) {
        var group = task.group() == null ? null : dag.groups().get(task.group());
        return group != null && !group.nodePool().isEmpty()
                && (task.id().value().equals("scale-ec2-" + group.id()) || task.id().value().equals("downscale-ec2-" + group.id()));
    }

    /** Ids of tasks and groups, for suggestions. */
    List<String> ids() {
        var ids = new ArrayList<String>();
        dag.tasks().keySet().stream().map(TaskId::value).forEach(ids::add);
        dag.groups().keySet().stream().map(GroupId::value).forEach(ids::add);
        return ids;
    }
}
