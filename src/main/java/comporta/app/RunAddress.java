package comporta.app;

import java.util.List;
import java.util.Map;

/** Which run a person means: {@code DAG/RUN}, {@code DAG/latest}, or a run id that only one DAG has. */
final class RunAddress {
    static final String LATEST = "latest";
    private static final int MOST_NAMED = 5;

    private RunAddress() {}

    /**
     * The path of the run below {@code /api/v1}.
     *
     * @throws UsageException when there is no such run, or there are several
     */
    static String path(Remote remote, String word) {
        int slash = word.indexOf('/');
        if (slash < 0) {
            return found(remote, word);
        }
        var dag = word.substring(0, slash);
        var run = word.substring(slash + 1);
        if (dag.isEmpty() || run.isEmpty() || run.indexOf('/') >= 0) {
            throw new UsageException("\"" + word + "\" names no run. Write DAG/RUN, such as nightly/latest.");
        }
        return path(dag, run.equals(LATEST) ? latest(remote, dag) : run);
    }

    /**
     * The same run as DAG/RUN, for who asks for it by that.
     *
     * @throws UsageException when there is no latest one
     */
    static String named(Remote remote, String word) {
        var end = "/" + LATEST;
        return word.endsWith(end) ? word.replace(end, "/" + latest(remote, word.replace(end, ""))) : word;
    }

    static String path(String dag, String run) {
        return "/dags/" + Remote.encode(dag) + "/runs/" + Remote.encode(run);
    }

    private static String latest(Remote remote, String dag) {
        var runs = remote.list("/dags/" + Remote.encode(dag) + "/runs", Map.of(), 1);
        if (runs.isEmpty()) {
            throw new UsageException("DAG " + dag + " has had no run yet. comporta runs trigger " + dag + " begins one.");
        }
        return String.valueOf(runs.getFirst().get("run_id"));
    }

    private static String found(Remote remote, String run) {
        var items = remote.get("/find", Map.of("q", run)).object().get("items") instanceof List<?> list ? list : List.of();
        var fits = items.stream()
                .filter(item -> item instanceof Map<?, ?> map && "run".equals(map.get("kind")) && run.equals(map.get("run_id")))
                .map(item -> String.valueOf(((Map<?, ?>) item).get("dag_id")))
                .toList();
        if (fits.size() == 1) {
            return path(fits.getFirst(), run);
        }
        throw new UsageException(fits.isEmpty()
                ? "there is no run \"" + run + "\". Name it with its DAG, such as nightly/" + LATEST + "; comporta runs list shows them."
                : "several DAGs have a run \"" + run + "\". Name one: "
                        + String.join(", ", fits.stream().limit(MOST_NAMED).map(dag -> dag + "/" + run).toList()) + ".");
    }
}
