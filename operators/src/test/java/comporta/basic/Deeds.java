package comporta.basic;

import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.Operator;
import comporta.operator.Try;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes tries and launches of tasks that are written as in a DAG file. */
record Deeds(Path folder) {

    /** A DAG with the one task {@code it}, which has these keys; each line of {@code yaml} is one. */
    static Dag dag(String operator, String yaml) {
        var text = "dag: deeds\ntasks:\n  it:\n    operator: " + operator + "\n" + yaml.indent(4);
        var reading = DagFiles.read("deeds.yaml", text.getBytes(StandardCharsets.UTF_8), Checking.LENIENT);
        return Objects.requireNonNull(reading.dag(), () -> String.valueOf(reading.problems()));
    }

    /** Its first try; templates stay as they are. */
    Try attempt(Operator operator, String yaml) {
        var dag = dag(operator.name(), yaml);
        var task = dag.task(new TaskId("it"));
        return new Try(dag, task, "manual-1", -1, 1, operator.complete(task.settings(), folder), Map.of(), folder, folder.resolve("log"), List.of(), 0);
    }

    /** The only launch of its first try. */
    LaunchIntent intent(Operator operator, String yaml) {
        return intent(operator, 1, operator.prepare(attempt(operator, yaml)).getFirst());
    }

    LaunchIntent intent(Operator operator, int tryNumber, LaunchSpec spec) {
        var id = new LaunchId(new DagId("deeds"), "manual-1", new TaskId("it"), -1, tryNumber, 1);
        return new LaunchIntent(id, operator.name(), spec, "token");
    }
}
