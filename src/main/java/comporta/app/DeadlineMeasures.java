package comporta.app;

import comporta.dag.Dag;
import comporta.dag.Deadline;
import comporta.decide.TimeLimit;
import comporta.elasticity.Measure;
import comporta.elasticity.Measures;
import comporta.loop.RunForecast;
import comporta.loop.RunPicture;
import comporta.monasca.AlarmDefinitions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The chance to miss each deadline as a metric, told when it has moved by a point, and the alarms that belong to it. For one thread. */
final class DeadlineMeasures {
    private static final double POINT = 0.01 - 1e-9;
    private static final int MOST = 10_000;

    private final Measures measures;
    private final Map<String, Double> told = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Double> eldest) {
            return size() > MOST;
        }
    };

    DeadlineMeasures(Measures measures) {
        this.measures = measures;
    }

    void tell(RunPicture picture, RunForecast forecast) {
        var moved = new ArrayList<Measure>();
        for (var each : forecast.deadlines()) {
            var task = each.task() == TimeLimit.RUN ? "run" : picture.tasks().get(each.task()).task().id().value();
            var name = name(each.mapIndex() < 0 ? task : task + "~" + each.mapIndex(), each.number());
            var before = told.get(picture.run().id() + " " + name);
            if (before == null || Math.abs(before - each.late()) >= POINT) {
                told.put(picture.run().id() + " " + name, each.late());
                moved.add(new Measure(
                        "comporta.p_late", Map.of("dag_id", picture.dag().id().value(), "run_id", picture.run().key(), "deadline", name),
                        forecast.madeAt(),
                        each.late(), Map.of()));
            }
        }
        if (!moved.isEmpty()) {
            measures.take(moved);
        }
    }

    private static String name(String of, int number) {
        return of + "." + number;
    }

    /** One alarm for each deadline of these DAGs that tells when it is at risk; instances of expanded tasks have none of their own. */
    static List<AlarmDefinitions.Wanted> alarms(Collection<Dag> dags) {
        var wanted = new ArrayList<AlarmDefinitions.Wanted>();
        for (var dag : dags) {
            add(wanted, dag, "run", dag.deadlines());
            dag.tasks().values().stream().filter(task -> task.expand() == null)
                    .forEach(task -> add(wanted, dag, task.id().value(), task.deadlines()));
        }
        return wanted;
    }

    private static void add(List<AlarmDefinitions.Wanted> wanted, Dag dag, String of, List<Deadline> deadlines) {
        for (int number = 0; number < deadlines.size(); number++) {
            double line = deadlines.get(number).atRisk();
            if (line > 0) {
                wanted.add(AlarmDefinitions.ofDeadline(dag.id().value(), name(of, number), line));
            }
        }
    }
}
