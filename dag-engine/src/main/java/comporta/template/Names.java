package comporta.template;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values that templates of one try can read. */
public interface Names {

    /** A root whose parts are asked one by one, each only when a template reads it ({@code var}, {@code conn}, {@code outputs}). */
    @FunctionalInterface
    interface Lookup {
        /** Plain data, or null: there is none of this name. */
        @Nullable Object get(String name);
    }

    /**
     * What stands behind {@code ds}, {@code run}, {@code params} …: plain data (in which instants may stand as
     * {@link java.time.Instant}, {@link java.time.OffsetDateTime} or {@link java.time.ZonedDateTime}), a {@link Lookup}, or null
     * when there is no such root here.
     */
    @Nullable Object value(String root);

    /** The DAG's zone: instants are printed and counted in it. */
    ZoneId zone();

    /** The ids that may follow {@code outputs}, {@code tasks}, {@code var} or {@code conn}; empty when unknown. */
    default Set<String> ids(String root) {
        return Set.of();
    }

    /** Roots that somebody later fills in: {@code thermos} and {@code mesos} with backend {@code aurora}. */
    default Set<String> passThrough() {
        return Set.of();
    }

    /** Whether a template that cannot be rendered with these names stays as it is written, in place of failing. */
    default boolean keepsUnknown() {
        return false;
    }

    /** Starts a set of names in the DAG's zone. */
    static Builder in(ZoneId zone) {
        return new Builder(zone);
    }

    /** Collects names; what is put twice is replaced. */
    final class Builder {
        private final ZoneId zone;
        private final Map<String, Object> roots = new HashMap<>();
        private final Map<String, Set<String>> ids = new HashMap<>();
        private Set<String> passThrough = Set.of();
        private boolean keepsUnknown;

        private Builder(ZoneId zone) {
            this.zone = zone;
        }

        /** A root with its value: plain data or a {@link Lookup}. */
        public Builder with(String root, Object value) {
            roots.put(root, value);
            return this;
        }

        /** A root whose parts are asked when they are read. */
        public Builder lookup(String root, Lookup lookup) {
            return with(root, lookup);
        }

        /** All task ids of the DAG. */
        public Builder tasks(Set<String> taskIds) {
            ids.put("outputs", taskIds);
            ids.put("tasks", taskIds);
            return this;
        }

        /** The names of all variables or connections ({@code var}, {@code conn}). */
        public Builder ids(String root, Set<String> names) {
            ids.put(root, names);
            return this;
        }

        /** Roots that stay as they are written. */
        public Builder passThrough(String... names) {
            passThrough = Set.of(names);
            return this;
        }

        /** A template that cannot be rendered with these names stays as it is written. */
        public Builder keepUnknown() {
            keepsUnknown = true;
            return this;
        }

        /** The finished names, unaffected by later changes of this builder. */
        public Names build() {
            var values = Map.copyOf(roots);
            var known = Map.copyOf(ids);
            var later = passThrough;
            var keeps = keepsUnknown;
            return new Names() {
                @Override
                public @Nullable Object value(String root) {
                    return values.get(root);
                }

                @Override
                public ZoneId zone() {
                    return zone;
                }

                @Override
                public Set<String> ids(String root) {
                    return known.getOrDefault(root, Set.of());
                }

                @Override
                public Set<String> passThrough() {
                    return later;
                }

                @Override
                public boolean keepsUnknown() {
                    return keeps;
                }
            };
        }
    }
}
