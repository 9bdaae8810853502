package comporta.dagfile;

import comporta.dag.Group;
import comporta.dag.Task;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A text of a DAG that is rendered when a try starts, or once per run.
 *
 * @param path where the file has it
 * @param key the key that holds it, for messages: {@code when}, {@code over.model}
 * @param task the task that reads; null: outside of tasks
 * @param group the group that reads; null: none
 */
record TemplateText(String text, Path path, String key, Use use, @Nullable Task task, @Nullable Group group) {

    /** What becomes of the text. */
    enum Use {
        /** One line for a shell: what is filled in becomes one quoted word. */
        SHELL_LINE,
        /** Any other text. */
        TEXT,
        /** True or false: {@code when}, {@code condition}. */
        CONDITION,
        /** Ids of tasks: {@code choose}. */
        CHOICE,
        /** A list: {@code over}. */
        LIST,
        /** Text, and secrets may be read: {@code headers} and {@code body} of {@code http}. */
        SECRET_TEXT,
        /** A query, whose values belong into {@code bind}. */
        QUERY,
        /** A notification, which knows its event. */
        MESSAGE,
        /** One line for a shell that knows the event of a notification. */
        MESSAGE_LINE,
        /** Default of a parameter. */
        PARAM_DEFAULT
    }

    /** A path of keys and positions, from its end: most are walked and never asked for. */
    record Path(@Nullable Path parent, String last) {
        static Path of(String first) {
            return new Path(null, first);
        }

        Path then(String next) {
            return new Path(this, next);
        }

        String[] toArray() {
            var parts = new ArrayList<String>();
            for (@Nullable Path path = this; path != null; path = path.parent) {
                parts.addFirst(path.last);
            }
            return parts.toArray(String[]::new);
        }
    }
}
