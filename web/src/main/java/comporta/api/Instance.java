package comporta.api;

import comporta.dag.Ids;
import comporta.dag.TaskId;
import java.util.List;

/**
 * A task instance as addresses name it: {@code score}, or {@code score~3} for an instance of an expanded task.
 *
 * @param mapIndex -1 for what is no such instance
 */
record Instance(TaskId task, int mapIndex) {
    static Instance of(Call call) {
        var name = call.variable("task");
        int tilde = name.lastIndexOf('~');
        var id = tilde < 0 ? name : name.substring(0, tilde);
        var index = tilde < 0 ? "" : name.substring(tilde + 1);
        if (!Ids.isId(id) || (tilde >= 0 && !index.matches("\\d{1,6}"))) {
            throw Refusal.notFound("task", name, List.of());
        }
        return new Instance(new TaskId(id), tilde < 0 ? -1 : Integer.parseInt(index));
    }

    /** As addresses name it. */
    static String segment(String task, int mapIndex) {
        return mapIndex < 0 ? task : task + "~" + mapIndex;
    }

    /** As wishes name it. */
    String inWish() {
        return mapIndex < 0 ? task.value() : task + "[" + mapIndex + "]";
    }

    /** The name of its log folder. */
    String folder() {
        return mapIndex < 0 ? task.value() : task + "." + mapIndex;
    }
}
