package comporta.app;

import comporta.dag.PlainData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parameters as they are typed, {@code NAME=VALUE}: what they are by the types that a server tells. */
final class ParamWords {
    private static final List<String> TEXTS = List.of("string", "date", "enum");

    private ParamWords() {}

    /**
     * What was typed for a run of a DAG.
     *
     * @throws UsageException when something is no {@code NAME=VALUE}; nobody is asked then
     */
    static Map<String, Object> ofDag(Remote remote, String dag, List<String> typed) {
        var texts = texts(typed);
        return texts.isEmpty() ? Map.of() : values(texts, remote.get("/dags/" + Remote.encode(dag), Map.of()).object().get("params"));
    }

    /**
     * What was typed for tasks of a run.
     *
     * @param run the path of the run
     * @throws UsageException when something is no {@code NAME=VALUE}; nobody is asked then
     */
    static Map<String, Object> ofRun(Remote remote, String run, List<String> typed) {
        var texts = texts(typed);
        return texts.isEmpty() ? Map.of() : values(texts, remote.whole(run + "/params"));
    }

    private static Map<String, String> texts(List<String> typed) {
        var texts = new LinkedHashMap<String, String>();
        for (var param : typed) {
            int equals = param.indexOf('=');
            if (equals < 1) {
                throw new UsageException("-p is \"" + param + "\", and must be NAME=VALUE.");
            }
            texts.put(param.substring(0, equals), param.substring(equals + 1));
        }
        return texts;
    }

    /** What does not fit its type goes as text, and the server tells what is wrong with it. */
    private static Map<String, Object> values(Map<String, String> texts, @Nullable Object known) {
        var types = new LinkedHashMap<String, String>();
        if (known instanceof List<?> params) {
            params.forEach(param -> {
                if (param instanceof Map<?, ?> map) {
                    types.put(String.valueOf(map.get("name")), String.valueOf(map.get("type")));
                }
            });
        }
        var values = new LinkedHashMap<String, Object>();
        texts.forEach((name, text) -> values.put(name, value(types.getOrDefault(name, "string"), text)));
        return values;
    }

    private static Object value(String type, String text) {
        if (TEXTS.contains(type)) {
            return text;
        }
        try {
            var value = PlainData.fromJson(text);
            return value == null ? text : value;
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
