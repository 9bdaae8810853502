package comporta.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Roles of users, as command lines write them. */
final class UserRoles {
    static final List<String> ALL = List.of("viewer", "operator", "author", "admin");
    private static final String NONE = "none";

    private UserRoles() {}

    /** Puts {@code role} and {@code dags} into what a server is told; what was not said is left out, and none becomes null. */
    @SuppressWarnings("NullAway")   // null is plain data too; maps of such values do not say so
    static void into(Map<String, Object> body, @Nullable String role, List<String> dags) {
        if (role != null) {
            check("--role", role);
            body.put("role", role.equals(NONE) ? null : role);
        }
        var byDag = new LinkedHashMap<String, Object>();
        RunOptions.pairs("--dag", dags).forEach((dag, word) -> {
            check("--dag " + dag, word);
            byDag.put(dag, word.equals(NONE) ? null : word);
        });
        if (!byDag.isEmpty()) {
            body.put("dags", byDag);
        }
    }

    private static void check(String option, String role) {
        var words = new ArrayList<>(ALL);
        words.add(NONE);
        Action.oneOf(option, role, words);
    }
}
