package comporta.access;

import comporta.dag.DagId;
import comporta.store.Role;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param everywhere role in everything; null: only that of single DAGs
 * @param session hash of the session that the request came with; empty: none
 */
public record Caller(String name, @Nullable Role everywhere, SortedMap<DagId, Role> onDags, Means means, String session) {
    /** Who asks while nobody was made known yet. */
    public static final Caller ANYBODY = new Caller("anybody", Role.ADMIN, new TreeMap<>(), Means.OPEN, "");

    /** Who is not known, and may nothing. */
    public static final Caller NOBODY = new Caller("nobody", null, new TreeMap<>(), Means.OPEN, "");

    public Caller {
        onDags = Collections.unmodifiableSortedMap(new TreeMap<>(onDags));
    }

    /** How somebody is known. */
    public enum Means {
        /** Not at all: there are no users, and only this machine is served. */
        OPEN,
        SESSION,
        TOKEN
    }

    /** The role on a DAG; null: none. */
    public @Nullable Role on(DagId dag) {
        return Role.higher(everywhere, onDags.get(dag));
    }

    /** Whether they may do what {@code needed} may: on a DAG, or for null on what all share. */
    public boolean may(Role needed, @Nullable DagId dag) {
        var role = dag == null ? everywhere : on(dag);
        return role != null && role.covers(needed);
    }

    /** Whether they may do what {@code needed} may on any DAG at all. */
    public boolean maySomewhere(Role needed) {
        return may(needed, null) || onDags.values().stream().anyMatch(role -> role.covers(needed));
    }

    /** Roles as users see them: those of single DAGs by the DAG, that of everything as {@code *}. */
    public Map<String, String> roles() {
        Map<String, String> roles = new TreeMap<>();
        if (everywhere != null) {
            roles.put("*", everywhere.word());
        }
        onDags.forEach((dag, role) -> roles.put(dag.value(), role.word()));
        return roles;
    }
}
