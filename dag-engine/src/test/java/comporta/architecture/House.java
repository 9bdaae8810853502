package comporta.architecture;

import java.util.List;
import java.util.Set;

/**
 * The rooms of the house below one root package, from top to bottom. A room imports only rooms above it.
 *
 * @param root the package that holds the rooms: {@code comporta}, or the root of a model house in a test
 */
public record House(String root) {
    /** The root package itself: what Java DAG files are written with, which may use nothing else. */
    private static final String HALL = "dsl";

    private static final List<String> ROOMS = List.of(
            HALL, "dag", "operator", "template", "dagfile", "timetable", "run", "decide", "forecast", "secret", "tasklog", "store",
            "catalogue", "loop", "simulate", "backtest",
            "basic", "notify", "job", "local", "mesos", "aurora", "chronos", "marathon", "spark", "model", "nodes", "cost", "cluster", "elasticity", "monasca",
            "web", "access", "live", "api", "page", "app");

    /** Rooms that only compute: no database, no network, no files, no threads, no clock and no dice of their own. */
    private static final Set<String> PURE = Set.of("dag", "template", "timetable", "run", "decide", "forecast");

    /** The house itself. */
    public static final House COMPORTA = new House("comporta");

    /** The room of a package, or its first word when the house has no such room; empty for a package outside the house. */
    String roomOf(String packageName) {
        if (packageName.equals(root)) {
            return HALL;
        }
        if (!packageName.startsWith(root + ".")) {
            return "";
        }
        String below = packageName.substring(root.length() + 1);
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }

    boolean has(String room) {
        return ROOMS.contains(room);
    }

    boolean isPure(String room) {
        return PURE.contains(room);
    }

    /** Whether {@code upper} stands above {@code lower}, or is the same room. */
    boolean mayBeSeenFrom(String lower, String upper) {
        return ROOMS.indexOf(upper) <= ROOMS.indexOf(lower);
    }
}
