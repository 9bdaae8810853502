package comporta.store;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a person may do, each what the one before may, and more. */
public enum Role {
    /** Looks. */
    VIEWER,
    /** Triggers, cancels, clears, marks, pauses. */
    OPERATOR,
    /** Changes DAGs and variables. */
    AUTHOR,
    /** Changes people, connections and what all share. */
    ADMIN;

    /** Whether whoever has this role may do what {@code needed} may. */
    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** The higher of two; null: none. */
    public static @Nullable Role higher(@Nullable Role one, @Nullable Role other) {
        return one == null || (other != null && other.covers(one)) ? other : one;
    }

    /** The word that users see. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role that users call so. */
    public static Optional<Role> named(String word) {
        for (var role : values()) {
            if (role.word().equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
