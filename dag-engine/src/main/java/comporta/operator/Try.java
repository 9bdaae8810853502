package comporta.operator;

import comporta.dag.Dag;
import comporta.dag.PlainData;
import comporta.dag.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One try of a task instance, as an operator sees it.
 *
 * @param settings the operator's own keys, rendered
 * @param environment of the try: the author's {@code env}, rendered, and the {@code COMPORTA_} names that are known before the launch
 * @param dagFolder folder of the DAG file
 * @param logFolder where stdout, stderr and index of this try lie
 * @param leases of the set-ups that this task tears down, and for a set-up its own
 * @param launchesBefore how many launches this try already had
 */
public record Try(
        Dag dag,
        Task task,
        String run,
        int mapIndex,
        int number,
        Map<String, Object> settings,
        Map<String, String> environment,
        Path dagFolder,
        Path logFolder,
        List<Lease> leases,
        int launchesBefore) {

    public Try {
        settings = PlainData.plain(settings);
        environment = PlainData.ordered(environment);
        leases = List.copyOf(leases);
    }
}
