package comporta.app;

import comporta.dag.PlainData;
import comporta.dag.Suggestion;
import comporta.dagfile.KeyedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a table of keys cannot say of backends: keys by kind, and names that must be there. */
final class BackendChecks {
    private BackendChecks() {}

    /** @param values the file's with the environment's over them */
    static void check(Map<String, Object> values, KeyedFile file) {
        var backends = PlainData.block(values, "backends");
        backends.forEach((name, backend) -> {
            if (backend instanceof Map<?, ?> map && map.get("kind") instanceof String kind) {
                keys(name, kind, map, file);
            }
        });
        var names = new ArrayList<>(backends.keySet());
        names.add("local");
        named(PlainData.block(values, "defaults").get("backend"), names, file, "defaults", "backend");
        PlainData.block(values, "stacks").forEach((name, stack) -> {
            if (stack instanceof Map<?, ?> map) {
                named(map.get("backend"), names, file, "stacks", name, "backend");
            }
        });
    }

    private static void keys(String name, String kind, Map<?, ?> backend, KeyedFile file) {
        var known = ConfigurationKeys.keys(kind);
        for (var key : backend.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                file.error("unknown-key", "backend \"" + name + "\" of kind " + kind + " has no key \"" + key + "\"",
                        "Keys are " + String.join(", ", known), "backends", name, String.valueOf(key));
            }
        }
        for (var key : Objects.requireNonNull(ConfigurationKeys.BACKEND_NEEDS.get(kind))) {
            if (!backend.containsKey(key)) {
                file.error("missing-key", "backend \"" + name + "\" of kind " + kind + " has no \"" + key + "\"", "Add it",
                        "backends", name);
            }
        }
    }

    private static void named(@Nullable Object backend, List<String> names, KeyedFile file, String... path) {
        if (backend instanceof String name && !names.contains(name)) {
            file.error("unknown-backend", "there is no backend \"" + name + "\"",
                    Suggestion.didYouMean(name, names, "Backends are " + String.join(", ", names)), path);
        }
    }
}
