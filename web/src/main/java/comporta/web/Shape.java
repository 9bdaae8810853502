package comporta.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a picture of a DAG shows, before anything has a place.
 *
 * @param boxes tasks in the order of the file, then what other DAGs must have done
 * @param frames groups, outer ones before inner ones
 */
record Shape(String dag, List<Box> boxes, List<Frame> frames, List<Arrow> arrows) {
    Shape {
        boxes = List.copyOf(boxes);
        frames = List.copyOf(frames);
        arrows = List.copyOf(arrows);
    }

    /** What a task does, and so its colour. */
    enum Kind {
        WORK,
        DATA,
        CONTROL,
        WAIT,
        MACHINES,
        OUTSIDE
    }

    /** Whether a task prepares something for others, or gives it back. */
    enum Part {
        PLAIN,
        SETUP,
        TEARDOWN
    }

    /**
     * A task, or a task of another DAG.
     *
     * @param key unique in the picture, letters and digits
     * @param rule how what is above must have ended, a condition; empty: in success, as usual
     * @param frame key of the group that it is in
     * @param about more, for whoever points at it
     */
    record Box(String key, String title, String caption, String rule, Kind kind, Part part, @Nullable String frame, String about) {}

    /** @param parent key of the group around it */
    record Frame(String key, String title, @Nullable String parent) {}

    /** @param giveBack from a set-up to the teardown that undoes it */
    record Arrow(String from, String to, boolean giveBack) {}
}
