package comporta.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A DAG with a place for everything; lengths are pixels at the usual size. */
public record Picture(double width, double height, List<Node> nodes, List<Edge> edges) {
    public Picture {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /** What a node is. */
    public enum Kind {
        TASK,
        /** A task that is expanded. */
        MAP,
        GROUP,
        /** A task of another DAG, or all of it. */
        OUTSIDE
    }

    /**
     * Something with a place.
     *
     * @param operator of a task
     * @param parent id of the group around it
     * @param folded how many tasks are in a group that is closed; null: it is open, or no group
     */
    public record Node(
            String id, Kind kind, String label, @Nullable String operator, double x, double y, double width, double height,
            @Nullable String parent, @Nullable Integer folded) {}

    /** What an edge says. */
    public enum Tie {
        DATA,
        TEARDOWN,
        CROSS_DAG
    }

    /** @param points its corners, from the first to the last */
    public record Edge(String from, String to, List<Point> points, Tie kind) {
        public Edge {
            points = List.copyOf(points);
        }
    }

    /** A place. */
    public record Point(double x, double y) {}
}
