package comporta.app;

import comporta.decide.Surroundings;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/** Variables of a local run: {@code --var}, then {@code COMPORTA_VAR_X}. */
final class Variables {
    private static final String PREFIX = "COMPORTA_VAR_";

    private Variables() {}

    static Surroundings surroundings(RunRequest request, Map<String, String> environment) {
        var variables = new LinkedHashMap<String, Object>();
        environment.forEach((name, text) -> {
            if (name.startsWith(PREFIX) && name.length() > PREFIX.length()) {
                variables.put(name.substring(PREFIX.length()), text);
            }
        });
        variables.putAll(request.variables());
        return new Surroundings(ZoneOffset.UTC, variables, Map.of());
    }
}
