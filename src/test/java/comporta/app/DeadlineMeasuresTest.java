package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Dag;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.elasticity.Measure;
import comporta.loop.RunForecast;
import comporta.loop.RunPicture;
import comporta.monasca.AlarmDefinitions;
import comporta.run.RunState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DeadlineMeasuresTest {
    private static final Dag NIGHTLY = Objects.requireNonNull(DagFiles.read("nightly.yaml", """
            dag: nightly
            deadline: [{within: 1h, at_risk: 0.3}, {within: 2h, at_risk: 0}]
            tasks:
              load: {run: load, deadline: {within: 30m}}
              each: {run: x, expand: {over: {n: [1, 2]}}, deadline: {within: 30m}}
            """.getBytes(StandardCharsets.UTF_8), Checking.LENIENT).dag());

    private final List<Measure> told = new ArrayList<>();
    private final DeadlineMeasures measures = new DeadlineMeasures(told::addAll);

    @Test
    void theChanceOfEachDeadlineIsToldWhenItHasMoved() {
        for (double late : new double[] {0.10, 0.105, 0.12, 0.12}) {
            measures.tell(picture(), forecast(late));
        }
        assertThat(told).extracting(Measure::value).containsExactly(0.10, 0.12);
        assertThat(told.getFirst().name()).isEqualTo("comporta.p_late");
        assertThat(told.getFirst().dimensions()).isEqualTo(Map.of("dag_id", "nightly", "run_id", Pictures.RUN, "deadline", "run.0"));
    }

    @Test
    void eachDeadlineThatTellsWhenItIsAtRiskHasAnAlarm() {
        assertThat(DeadlineMeasures.alarms(List.of(NIGHTLY))).containsExactly(
                AlarmDefinitions.ofDeadline("nightly", "run.0", 0.3), AlarmDefinitions.ofDeadline("nightly", "load.0", 0.4));
    }

    private static RunPicture picture() {
        return new RunPicture(NIGHTLY, Pictures.run(RunState.RUNNING, null), Pictures.START, List.of(), List.of(), null, false, List.of(), null);
    }

    private static RunForecast forecast(double late) {
        var due = Pictures.second(3600);
        var deadline = new RunForecast.OfDeadline(-1, -1, 0, due, late, due, due, null);
        return new RunForecast(Pictures.START, due, due, 1, 0, 0, 400, List.of(), List.of(deadline), List.of(), List.of());
    }
}
