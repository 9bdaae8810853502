package comporta.web;

import comporta.web.Shape.Arrow;
import comporta.web.Shape.Box;
import comporta.web.Shape.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Closes groups: a frame becomes one box, which has the arrows of all that is in it. */
final class Folds {
    private final Map<String, Frame> frames = new HashMap<>();
    private final Set<String> closed;

    private Folds(Shape shape, Set<String> groups) {
        shape.frames().forEach(frame -> frames.put(frame.key(), frame));
        closed = groups;
    }

    /** @param groups ids of groups; names of none are passed over */
    static Folded of(Shape shape, Set<String> groups) {
        return new Folds(shape, groups).folded(shape);
    }

    /** @param sizes how many tasks are in a box that was a frame, by its key */
    record Folded(Shape shape, Map<String, Integer> sizes) {}

    /** The id of the group that a frame stands for; what it is expanded over stands behind it. */
    static String group(Frame frame) {
        return frame.title().split(" × ", 2)[0];
    }

    private Folded folded(Shape shape) {
        var boxes = new ArrayList<Box>();
        var sizes = new LinkedHashMap<String, Integer>();
        var home = new HashMap<String, String>();
        for (var box : shape.boxes()) {
            var outer = outermost(box.frame());
            if (outer == null) {
                boxes.add(box);
                home.put(box.key(), box.key());
            } else {
                if (sizes.merge(outer.key(), 1, Integer::sum) == 1) {
                    boxes.add(new Box(outer.key(), outer.title(), "", "", Shape.Kind.WORK, Shape.Part.PLAIN, outer.parent(),
                            outer.title()));
                }
                home.put(box.key(), outer.key());
            }
        }
        var open = shape.frames().stream().filter(frame -> outermost(frame.key()) == null).toList();
        return new Folded(new Shape(shape.dag(), boxes, open, arrows(shape, home)), sizes);
    }

    private static List<Arrow> arrows(Shape shape, Map<String, String> home) {
        var arrows = new LinkedHashSet<Arrow>();
        for (var arrow : shape.arrows()) {
            var from = String.valueOf(home.get(arrow.from()));
            var to = String.valueOf(home.get(arrow.to()));
            if (!from.equals(to)) {
                arrows.add(new Arrow(from, to, arrow.giveBack()));
            }
        }
        return List.copyOf(arrows);
    }

    /** The closed frame that nothing closed is around; null: it lies open. */
    private @Nullable Frame outermost(@Nullable String key) {
        Frame outer = null;
        for (var at = key; at != null; ) {
            var frame = frames.get(at);
            if (frame == null) {
                return outer;
            }
            if (closed.contains(group(frame))) {
                outer = frame;
            }
            at = frame.parent();
        }
        return outer;
    }
}
