package comporta.app;

import java.nio.file.Path;
import java.util.Map;

/** {@code $COMPORTA_HOME}: where state, logs and durations lie. */
record Home(Path folder) {

    /** The home that the environment names, else {@code ~/.comporta}. */
    static Home of(Map<String, String> environment) {
        var named = environment.getOrDefault("COMPORTA_HOME", "");
        return new Home(named.isEmpty()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".comporta")
                : Path.of(named).toAbsolutePath().normalize());
    }

    /** Logs of every try, by DAG, run, task and try. */
    Path logs() {
        return folder.resolve("logs");
    }

    /** State of local runs in progress, a folder each. */
    Path runs() {
        return folder.resolve("local").resolve("runs");
    }

    /** How long tasks took in local runs, a file for each DAG. */
    Path durations() {
        return folder.resolve("local").resolve("durations");
    }
}
