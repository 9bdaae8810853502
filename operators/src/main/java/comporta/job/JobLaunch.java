package comporta.job;

import comporta.dag.PlainData;
import comporta.operator.LaunchSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One launch of a job with all that a backend needs to know, as it is stored in a {@link LaunchSpec}.
 *
 * @param job the rendered block
 * @param environment of the try; what a place adds on its own is not in it
 * @param dagFolder folder of the DAG file
 * @param logFolder where the streams of the try lie
 */
public record JobLaunch(Map<String, Object> job, Map<String, String> environment, Path dagFolder, Path logFolder) {
    public JobLaunch {
        job = PlainData.ordered(job);
        environment = PlainData.ordered(environment);
    }

    /** What was stored. */
    public static JobLaunch of(LaunchSpec stored) {
        var data = stored.data();
        var environment = new LinkedHashMap<String, String>();
        PlainData.block(data, "environment").forEach((name, value) -> environment.put(name, String.valueOf(value)));
        return new JobLaunch(
                PlainData.block(data, "job"),
                environment,
                Path.of(String.valueOf(data.get("dag_folder"))),
                Path.of(String.valueOf(data.get("log_folder"))));
    }

    /** What is to be stored. */
    public LaunchSpec stored() {
        var data = new LinkedHashMap<String, Object>();
        data.put("job", job);
        data.put("environment", environment);
        data.put("dag_folder", dagFolder.toString());
        data.put("log_folder", logFolder.toString());
        return new LaunchSpec(data);
    }

    /**
     * The job, read.
     *
     * @throws comporta.operator.Refused when the block cannot be read
     */
    public JobSpec spec() {
        return JobSpec.parse(job);
    }
}
