package comporta.loop;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.PlainData;
import comporta.dag.TaskId;
import comporta.decide.RunParams;
import comporta.decide.Surroundings;
import comporta.run.RunType;
import comporta.run.TaskInstance;
import comporta.secret.SecretMissing;
import comporta.secret.Vault;
import comporta.store.FreshRun;
import comporta.store.NewRun;
import comporta.template.Names;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes runs of DAGs: parameters checked, secret ones sealed, each task in its first state. */
final class FreshRuns {
    private final Surroundings surroundings;
    private final Vault vault;

    FreshRuns(Surroundings surroundings, Vault vault) {
        this.surroundings = surroundings;
        this.vault = vault;
    }

    /** It cannot be made; the message says why and what to do. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * What is known of a run before its parameters are.
     *
     * @param leftOut tasks that are not part of it
     */
    record Outline(
            String key, RunType type, Instant logicalDate, @Nullable Instant intervalStart, @Nullable Instant intervalEnd, String note,
            Set<TaskId> leftOut) {}

    /**
     * A run of the present version of a DAG.
     *
     * @param params as given, plain data
     * @param sealed secret ones as given, sealed
     */
    FreshRun make(ScheduledDag scheduled, Outline outline, Map<String, Object> params, Map<String, Object> sealed, Instant now)
            throws Refused {
        var dag = scheduled.dag();
        Map<String, Object> selection = outline.leftOut().isEmpty()
                ? Map.of()
                : Map.of("left_out", outline.leftOut().stream().map(TaskId::value).sorted().toList());
        var run = new NewRun(
                dag.id(), outline.key(), scheduled.version(), outline.type(), outline.logicalDate(), outline.intervalStart(),
                outline.intervalEnd(), params(scheduled, outline, params, sealed), selection, outline.note(), now);
        var graph = DagGraph.of(dag);
        return new FreshRun(run, instances(graph, outline.leftOut()), ids(graph), dag.runRetries());
    }

    static List<TaskInstance> instances(DagGraph graph, Set<TaskId> leftOut) {
        var instances = new ArrayList<TaskInstance>(graph.size());
        for (int i = 0; i < graph.size(); i++) {
            instances.add(leftOut.contains(graph.task(i)) ? TaskInstance.leftOut(i) : TaskInstance.fresh(i));
        }
        return instances;
    }

    static List<TaskId> ids(DagGraph graph) {
        var ids = new ArrayList<TaskId>(graph.size());
        for (int i = 0; i < graph.size(); i++) {
            ids.add(graph.task(i));
        }
        return ids;
    }

    private Map<String, Object> params(ScheduledDag scheduled, Outline outline, Map<String, Object> given, Map<String, Object> sealed)
            throws Refused {
        var dag = scheduled.dag();
        if (dag.params().isEmpty() && given.isEmpty() && sealed.isEmpty()) {
            return Map.of();
        }
        try {
            var opened = new LinkedHashMap<>(given);
            for (var secret : sealed.entrySet()) {
                opened.put(secret.getKey(), PlainData.fromJson(vault.opened(String.valueOf(secret.getValue()), secret.getKey())));
            }
            refuseOpenSecrets(dag, given);
            var params = RunParams.ofData(dag, opened, names(scheduled, outline));
            if (!params.problems().isEmpty()) {
                throw new Refused(String.join("\n", params.problems()));
            }
            var kept = new LinkedHashMap<>(params.values());
            kept.replaceAll((name, value) -> isSecret(dag, name)
                    ? sealed.containsKey(name) ? sealed.get(name) : vault.sealed(PlainData.toJson(value), name)
                    : value);
            return kept;
        } catch (SecretMissing e) {
            throw new Refused(e.getMessage() + " [param-value]");
        }
    }

    /** A wish lies in the store as it is: what is secret in it must have been sealed before. */
    private static void refuseOpenSecrets(Dag dag, Map<String, Object> given) throws Refused {
        for (var name : given.keySet()) {
            if (isSecret(dag, name)) {
                throw new Refused("param \"" + name
                        + "\" is secret, and was not sealed. Trigger the run again by this version's own door. [param-value]");
            }
        }
    }

    private static boolean isSecret(Dag dag, String name) {
        var param = dag.params().get(name);
        return param != null && param.secret();
    }

    private Names names(ScheduledDag scheduled, Outline outline) {
        var zone = scheduled.timetable().zone();
        return Names.in(zone)
                .with("ds", LocalDate.ofInstant(outline.logicalDate(), zone).toString())
                .with("run", Map.of("id", outline.key(), "type", outline.type().word(), "logical_date", outline.logicalDate()))
                .lookup("var", surroundings.variables()::get)
                .ids("var", surroundings.variables().keySet())
                .build();
    }
}
