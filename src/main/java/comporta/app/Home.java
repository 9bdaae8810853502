package comporta.app;

import java.nio.file.Path;

/** {@code $COMPORTA_HOME}: where state, logs and durations lie. */
record Home(Path folder) {

    /** Logs of every try, by DAG, run, task and try. */
    Path logs() {
        return folder.resolve("logs");
    }

    /** What local processes of a server leave behind until they are over; schedulers of one machine share it. */
    Path server() {
        return folder.resolve("server");
    }

    /** H2's file, without its ending, of a supervisor that runs alone and listens on that port. */
    Path supervisor(int port) {
        return folder.resolve("supervisor").resolve(Integer.toString(port));
    }

    /** State of local runs in progress, a folder each. */
    Path runs() {
        return folder.resolve("local").resolve("runs");
    }

    /** Schemas that local runs have in a PostgreSQL, a file each. */
    Path schemas() {
        return folder.resolve("local").resolve("schemas");
    }

    /** How long tasks took in local runs, a file for each DAG. */
    Path durations() {
        return folder.resolve("local").resolve("durations");
    }

    /** What tasks handed on in local runs, a file for each DAG. */
    Path outputs() {
        return folder.resolve("local").resolve("outputs");
    }

    /** What Java DAG files answered, a file each; may be removed at any time. */
    Path javaAnswers() {
        return folder.resolve("cache").resolve("java");
    }

    /** The key of this installation, for its owner alone; made when it is first needed. */
    Path key() {
        return folder.resolve("key");
    }
}
