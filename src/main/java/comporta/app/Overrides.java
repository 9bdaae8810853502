package comporta.app;

import comporta.dag.PlainData;
import comporta.dagfile.DagProblem;
import comporta.dagfile.KeyedFile;
import comporta.dagfile.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Values of the configuration that the environment gives: {@code http.port} is {@code COMPORTA_HTTP_PORT}. Names that an author chooses,
 * such as those of backends, are overridden where the file has them; the backend {@code local} is always there.
 */
final class Overrides {
    private final Map<String, String> environment;
    private final Type.Block table;
    private final List<DagProblem> problems = new ArrayList<>();

    Overrides(Map<String, String> environment, Type.Block table) {
        this.environment = environment;
        this.table = table;
    }

    /** The values of the file with those of the environment over them. */
    Map<String, Object> over(Map<String, Object> file) {
        return block("COMPORTA", "", table, file);
    }

    /** What does not fit. */
    List<DagProblem> problems() {
        return List.copyOf(problems);
    }

    private Map<String, Object> block(String prefix, String path, Type.Block block, Map<String, Object> file) {
        var values = new LinkedHashMap<>(file);
        for (var key : block.keys()) {
            override(prefix, path, key.name(), key.type(), values);
        }
        return values;
    }

    private void override(String prefix, String path, String name, Type type, Map<String, Object> values) {
        var variable = prefix + "_" + name.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
        var text = environment.get(variable);
        if (text != null) {
            var value = KeyedFile.readValue("$" + variable, path + name, text, type, problems);
            if (value != null) {
                values.put(name, value);
            }
            return;
        }
        if (type instanceof Type.Block inner) {
            putUnlessEmpty(values, name, block(variable, path + name + ".", inner, PlainData.block(values, name)));
        } else if (type instanceof Type.MapOf map && map.value() instanceof Type.Block each) {
            var entries = new LinkedHashMap<>(PlainData.block(values, name));
            var names = new LinkedHashSet<>(entries.keySet());
            if (name.equals("backends")) {
                names.add("local");
            }
            for (var entry : names) {
                override(variable, path + name + ".", entry, each, entries);
            }
            putUnlessEmpty(values, name, entries);
        }
    }

    private static void putUnlessEmpty(Map<String, Object> values, String name, Map<String, Object> block) {
        if (!block.isEmpty()) {
            values.put(name, block);
        }
    }
}
