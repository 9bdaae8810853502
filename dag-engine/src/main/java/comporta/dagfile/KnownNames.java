package comporta.dagfile;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names that DAG files use and others define: other files, the configuration, a server.
 *
 * @param byKind the names of each kind that is known completely; a kind of which nothing is known is absent
 */
public record KnownNames(Map<Kind, Set<String>> byKind) {
    /** Nothing is known but what Comporta brings along. */
    public static final KnownNames NONE = new KnownNames(Map.of());

    public KnownNames {
        byKind = Map.copyOf(byKind);
    }

    /** What a name can stand for. */
    public enum Kind {
        DAG("DAG", "unknown-dag"),
        CONNECTION("connection", "unknown-resource"),
        VARIABLE("variable", "unknown-resource"),
        CALENDAR("calendar", "unknown-resource"),
        TARGET("target", "unknown-resource"),
        POOL("pool", "unknown-pool"),
        BACKEND("backend", "unknown-backend");

        final String inWords;
        final String problem;

        Kind(String inWords, String problem) {
            this.inWords = inWords;
            this.problem = problem;
        }

        /** Names that are always there. */
        Set<String> builtIn() {
            return switch (this) {
                case POOL -> Set.of("default");
                case BACKEND -> JobKeys.BACKENDS;
                case DAG, CONNECTION, VARIABLE, CALENDAR, TARGET -> Set.of();
            };
        }
    }

    /** The same where these are all names of a kind, besides those that are always there. */
    public KnownNames with(Kind kind, Collection<String> names) {
        return and(new KnownNames(Map.of(kind, Set.copyOf(names))));
    }

    /** What is known here or there; of a kind that is known in both, what is known there. */
    public KnownNames and(KnownNames other) {
        var all = new EnumMap<Kind, Set<String>>(Kind.class);
        all.putAll(byKind);
        all.putAll(other.byKind);
        return new KnownNames(all);
    }

    /** All names of a kind in alphabetical order; empty when they are not known. */
    Optional<Set<String>> all(Kind kind) {
        return Optional.ofNullable(byKind.get(kind)).map(names -> {
            var all = new TreeSet<>(names);
            all.addAll(kind.builtIn());
            return all;
        });
    }
}
