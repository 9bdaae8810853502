package comporta.web;

import comporta.web.Layout.Point;
import comporta.web.Layout.Rectangle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Places for more boxes than a layout with care has time for: columns by how far a box is from the first, in the order of the file. */
final class Columns {
    private static final double ACROSS = 60;
    private static final double DOWN = 16;
    private static final double MARGIN = 20;

    private final Map<String, Rectangle> places = new LinkedHashMap<>();
    private double width;
    private double height;

    private Columns(Shape shape) {
        var depths = depths(shape);
        var columns = new ArrayList<List<Shape.Box>>();
        for (var box : shape.boxes()) {
            int depth = Objects.requireNonNull(depths.get(box.key()));
            while (columns.size() <= depth) {
                columns.add(new ArrayList<>());
            }
            columns.get(depth).add(box);
        }
        double x = MARGIN;
        for (var column : columns) {
            double wide = 0;
            double y = MARGIN;
            for (var box : column) {
                places.put(box.key(), new Rectangle(x, y, BoxText.width(box), BoxText.height(box)));
                wide = Math.max(wide, BoxText.width(box));
                y += BoxText.height(box) + DOWN;
            }
            height = Math.max(height, y);
            x += wide + ACROSS;
        }
        width = x;
    }

    static Columns of(Shape shape) {
        return new Columns(shape);
    }

    private static Map<String, Integer> depths(Shape shape) {
        var below = new HashMap<String, List<String>>();
        var open = new HashMap<String, Integer>();
        var depths = new HashMap<String, Integer>();
        shape.boxes().forEach(box -> depths.put(box.key(), 0));
        for (var arrow : shape.arrows()) {
            below.computeIfAbsent(arrow.from(), _ -> new ArrayList<>()).add(arrow.to());
            open.merge(arrow.to(), 1, Integer::sum);
        }
        var next = new ArrayDeque<String>();
        shape.boxes().stream().map(Shape.Box::key).filter(key -> !open.containsKey(key)).forEach(next::add);
        while (!next.isEmpty()) {
            var key = next.remove();
            for (var under : below.getOrDefault(key, List.of())) {
                depths.merge(under, Objects.requireNonNull(depths.get(key)) + 1, Math::max);
                if (open.merge(under, -1, Integer::sum) == 0) {
                    next.add(under);
                }
            }
        }
        return depths;
    }

    double width() {
        return width;
    }

    double height() {
        return height;
    }

    Rectangle place(String key) {
        return Objects.requireNonNull(places.get(key), key);
    }

    /** From the right side of one to the left side of the other. */
    List<Point> way(Shape.Arrow arrow) {
        var from = place(arrow.from());
        var to = place(arrow.to());
        return List.of(new Point(from.x() + from.width(), from.y() + from.height() / 2), new Point(to.x(), to.y() + to.height() / 2));
    }
}
