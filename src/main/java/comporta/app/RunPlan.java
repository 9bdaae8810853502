package comporta.app;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.PlainData;
import comporta.dag.TaskId;
import comporta.decide.RunParams;
import comporta.loop.RunKeys;
import comporta.run.RunType;
import comporta.store.NewRun;
import comporta.template.Names;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** A run that is about to begin. */
record RunPlan(String key, Instant logicalDate, Instant queuedAt, Map<String, Object> params, Set<TaskId> leftOut) {
    RunPlan {
        params = PlainData.ordered(params);
        leftOut = Set.copyOf(leftOut);
    }

    /**
     * Selection and parameters, checked.
     *
     * @param standIns values of parameters that cannot be had otherwise
     * @throws UsageException when one of them does not fit
     */
    static RunPlan of(RunOrder order, Instant now, RandomGenerator random, Map<String, Object> standIns) {
        var dag = order.dag();
        var request = order.request();
        var zone = order.zone();
        Set<TaskId> chosen;
        try {
            chosen = DagGraph.of(dag).select(request.only(), request.from(), request.until());
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage() + ".");
        }
        var logicalDate = request.logicalDate(zone, now.truncatedTo(ChronoUnit.MICROS));
        var key = RunKeys.manual(now, random);
        var names = Names.in(zone)
                .with("ds", LocalDate.ofInstant(logicalDate, zone).toString())
                .with("run", Map.of("id", key, "type", RunType.MANUAL.word(), "logical_date", logicalDate))
                .lookup("var", order.values().variables()::get)
                .ids("var", order.values().variables().keySet())
                .build();
        var params = RunParams.of(dag, request.params(), names, standIns);
        if (!params.problems().isEmpty()) {
            throw new UsageException("the parameters do not fit.\n" + String.join("\n", params.problems()));
        }
        var leftOut = dag.tasks().keySet().stream().filter(task -> !chosen.contains(task)).collect(Collectors.toUnmodifiableSet());
        return new RunPlan(key, logicalDate, now, params.values(), leftOut);
    }

    /** The same with parameters as they are to be stored. */
    RunPlan with(Map<String, Object> kept) {
        return new RunPlan(key, logicalDate, queuedAt, kept, leftOut);
    }

    /** The run as it is stored first. */
    NewRun newRun(Dag dag, long version) {
        Map<String, Object> selection =
                leftOut.isEmpty() ? Map.of() : Map.of("left_out", leftOut.stream().map(TaskId::value).sorted().toList());
        return new NewRun(dag.id(), key, version, RunType.MANUAL, logicalDate, null, null, params, selection, "", queuedAt);
    }
}
