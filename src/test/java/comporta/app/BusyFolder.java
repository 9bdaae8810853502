package comporta.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A folder of DAGs for a server under load: some come due at every second or so, the others are for whoever asks. Their jobs write into a
 * ledger when they start and when they end.
 */
final class BusyFolder {
    /** Each comes due once a minute, at a second of its own. */
    private static final int TICKING = 24;

    /** What becomes of ticks that come while nobody is there, or while the DAG is busy. */
    private static final List<String> WAYS = List.of(
            "catchup: all", "catchup: latest, late_limit: 1s", "catchup: none, late_limit: 1s", "catchup: all, jitter: 30s",
            "catchup: all, overlap: skip", "catchup: all, overlap: queue_latest", "catchup: all, overlap: replace",
            "catchup: all, skip_if_success: true");

    /** Begun by request; {@code child} by another of them. */
    static final List<String> ASKED = List.of("chain", "fan", "flaky", "parent", "machines");
    static final String CHILD = "child";
    static final String PARENT = "parent";
    static final String FOLLOWED = "chain";
    static final String FOLLOWER = "follower";

    private static final String LOAD = """
            dag: chain
            tasks:
              one: {run: "WORK 0.02 && echo left=7 >$COMPORTA_OUTPUT", outputs: {left: integer}}
              two: {run: "WORK 0.02 && test {{ outputs.one.left }} = 7", depends_on: one}
              three: {run: "WORK 0.02", depends_on: two}
            ---
            dag: fan
            max_active_tasks: 3
            tasks:
              root: {run: "WORK 0.02"}
              short: {run: "WORK 0.05", depends_on: root}
              long: {run: "WORK 1.2", depends_on: root}
              other: {run: "WORK 0.4", depends_on: root}
              all: {operator: noop, depends_on: [short, long, other]}
              last: {run: "WORK 0.02", depends_on: all}
            ---
            dag: flaky
            tasks:
              flaky: {run: "WORK 0.1 && test $COMPORTA_TRY_NUMBER = 2", retries: 1, retry_delay: 300ms}
            ---
            dag: parent
            tasks:
              begins: {operator: trigger-dag, dag: child}
              last: {run: "WORK 0.02", depends_on: begins}
            ---
            dag: child
            tasks:
              only: {run: "WORK 0.2"}
            ---
            dag: follower
            schedule: {after: {any: [{dag: chain, match: latest}]}}
            tasks:
              only: {run: "WORK 0.02"}
            ---
            dag: machines
            tasks:
              scale-ec2-few: {operator: scale-ec2, node_pool: {name: few, nodes: 2, instance_types: m5.large}}
              on-machines: {run: "WORK 0.3", depends_on: scale-ec2-few}
              some-model: {operator: model, depends_on: scale-ec2-few, job: {command: "WORK 0.1"}, iterations: 3}
              downscale-ec2-few: {operator: downscale-ec2, teardown_of: scale-ec2-few, depends_on: [on-machines, some-model]}
            """;

    /** Tells the ledger and takes its time; a scratch folder that somebody else has too is an error. */
    private static final String WORK = """
            #!/bin/sh
            tell() { echo "$COMPORTA_DAG_ID/$COMPORTA_RUN_ID $COMPORTA_TASK_ID $COMPORTA_TRY_NUMBER ${COMPORTA_ITERATION:-1} $$ $1" >>'LEDGER'; }
            tell start
            mkdir "$COMPORTA_SCRATCH/own" || exit 9
            sleep "$1"
            tell end
            """;

    private final Path folder;
    private final Map<String, Integer> seconds = new LinkedHashMap<>();

    /** Writes all files below {@code folder}. */
    BusyFolder(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(dags());
        var work = Files.writeString(folder.resolve("work"), WORK.replace("LEDGER", ledger().file().toString()));
        if (!work.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + work + " executable");
        }
        for (var text : LOAD.split("---\n", -1)) {
            write(text.replaceFirst("\n", "\nmax_active_runs: 8\nparams: {mark: {type: string, default: \"\"}}\n"));
        }
        for (int n = 0; n < TICKING; n++) {
            seconds.put("tick-" + n, n * 60 / TICKING);
            tick(n, "schedule: {every: 1m, anchor: \"2026-01-01T00:00:%02d\", %s}\n".formatted(n * 60 / TICKING, way(n)));
        }
    }

    private static String way(int n) {
        return WAYS.get(n % WAYS.size());
    }

    private void tick(int n, String schedule) throws IOException {
        write("dag: tick-" + n + "\n" + schedule + """
                params: {mark: {type: string, default: ""}}
                tasks:
                  first: {run: "WORK 0.02"}
                  second: {run: "WORK SECONDS", depends_on: first}
                """.replace("SECONDS", way(n).contains("overlap") ? "2" : "0.1"));
    }

    private void write(String text) throws IOException {
        var name = text.lines().findFirst().orElseThrow().substring("dag: ".length());
        Files.writeString(dags().resolve(name + ".yaml"), text.replace("WORK", "'" + folder.resolve("work") + "'"));
    }

    Path dags() {
        return folder.resolve("dags");
    }

    Ledger ledger() {
        return new Ledger(folder.resolve("ledger"));
    }

    /** Those with a schedule of their own, and the second of each minute at which they are due. */
    Map<String, Integer> seconds() {
        return seconds;
    }

    /** All that anybody may ask for. */
    List<String> asked() {
        var all = new ArrayList<>(ASKED);
        all.addAll(seconds.keySet());
        return all;
    }

    /** Whether a run of it may end otherwise than well: a newer one takes its place. */
    static boolean isReplaced(String dag) {
        return dag.startsWith("tick-") && List.of("queue_latest", "replace").contains(overlap(Integer.parseInt(dag.substring("tick-".length()))));
    }

    private static String overlap(int n) {
        return way(n).replaceFirst(".*overlap: ", "");
    }

    /** From now on nothing comes due by itself. */
    void retire() throws IOException {
        for (int n = 0; n < TICKING; n++) {
            tick(n, "");
        }
    }
}
