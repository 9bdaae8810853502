package comporta.dags;

import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a process said. */
record Told(int exitCode, List<String> out, String err) {
    String all() {
        return String.join("\n", out) + "\n" + err;
    }

    /** Seconds that the run took. */
    double elapsed() {
        return JsonMapper.shared().readTree(out.getLast()).path("elapsed_s").asDouble();
    }

    /** The last state of each task that was told. */
    TreeMap<String, String> ends() {
        var ends = new TreeMap<String, String>();
        for (var line : out) {
            JsonNode event = JsonMapper.shared().readTree(line);
            if (event.path("event").asString("").equals("task_state")) {
                ends.put(event.path("task_id").asString(), event.path("state").asString());
            }
        }
        return ends;
    }
}
