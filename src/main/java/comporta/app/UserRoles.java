package comporta.app;

import comporta.dag.PlainData;
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

    /**
     * Puts {@code role} and {@code dags} into what a server is told, if anything of it was said.
     *
     * @param known what the user has: the server takes both together, and what is not named stays
     */
    static void into(Map<String, Object> body, @Nullable String role, List<String> dags, Map<String, Object> known) {
        if (role == null && dags.isEmpty()) {
            return;
        }
        var everywhere = role == null ? known.get("role") : role;
        if (everywhere != null) {
            body.put("role", everywhere);
        }
        var byDag = new LinkedHashMap<>(PlainData.block(known, "dags"));
        RunOptions.pairs("--dag", dags).forEach((dag, word) -> {
            if (word.equals(NONE)) {
                byDag.remove(dag);
            } else {
                byDag.put(dag, word);
            }
        });
        if (!byDag.isEmpty()) {
            body.put("dags", byDag);
        }
    }

    /** @throws UsageException when one of them is none */
    static void check(@Nullable String role, List<String> dags) {
        if (role != null) {
            Action.oneOf("--role", role, ALL);
        }
        var words = new ArrayList<>(ALL);
        words.add(NONE);
        RunOptions.pairs("--dag", dags).forEach((dag, word) -> Action.oneOf("--dag " + dag, word, words));
    }
}
