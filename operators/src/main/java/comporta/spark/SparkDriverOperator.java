package comporta.spark;

import comporta.dag.PlainData;
import comporta.job.JobBackends;
import comporta.job.JobOperator;
import comporta.operator.LaunchId;
import comporta.operator.LaunchSpec;
import comporta.operator.Try;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code spark-driver}: the driver is a job like any other, and learns from a properties file where its executors are to run. */
public final class SparkDriverOperator extends JobOperator {
    private final JobBackends backends;

    public SparkDriverOperator(JobBackends backends) {
        super(backends);
        this.backends = backends;
    }

    @Override
    public String name() {
        return "spark-driver";
    }

    @Override
    public List<LaunchSpec> prepare(Try attempt) {
        var spark = SparkBlock.of(attempt.settings());
        var job = PlainData.block(attempt.settings(), "job");
        var backend = backends.named(String.valueOf(job.getOrDefault("backend", backends.standard())));
        var image = job.get("image");
        var properties = SparkProperties.of(
                spark, next(attempt), attempt.dag(), image == null ? "" : image.toString(), backend.name().equals("local"));
        var settings = new LinkedHashMap<>(attempt.settings());
        settings.put("job", DriverCommand.in(job, spark));
        return List.of(launch(with(settings, attempt), Map.of(DriverCommand.PROPERTIES, SparkProperties.asFile(properties))));
    }

    private static LaunchId next(Try attempt) {
        return new LaunchId(
                attempt.dag().id(), attempt.run(), attempt.task().id(), attempt.mapIndex(), attempt.number(), attempt.launchesBefore() + 1);
    }

    private static Try with(Map<String, Object> settings, Try attempt) {
        return new Try(
                attempt.dag(), attempt.task(), attempt.run(), attempt.mapIndex(), attempt.number(), settings, attempt.environment(),
                attempt.dagFolder(), attempt.logFolder(), attempt.leases(), attempt.launchesBefore());
    }
}
