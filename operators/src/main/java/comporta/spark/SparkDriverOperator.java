package comporta.spark;

import comporta.dag.Durations;
import comporta.dag.PlainData;
import comporta.job.JobBackends;
import comporta.job.JobOperator;
import comporta.operator.Allotment;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.News;
import comporta.operator.Prospect;
import comporta.operator.Submission;
import comporta.operator.Try;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** {@code spark-driver}: the driver is a job like any other, and learns from a properties file where its executors are to run. */
public final class SparkDriverOperator extends JobOperator implements AutoCloseable {
    private final JobBackends backends;
    private final SparkSettings settings;
    private final DriverWatch watch;
    private final Allotment allotment;

    /** @param logLimit bytes of disk that the log of one executor may hold */
    public SparkDriverOperator(JobBackends backends, SparkSettings settings, long logLimit, InstantSource clock) {
        this(backends, settings, DriverWatch.APART, logLimit, clock, Allotment.AS_WRITTEN);
    }

    /** @param allotment how many cores executors have, where a task leaves a range */
    public SparkDriverOperator(JobBackends backends, SparkSettings settings, long logLimit, InstantSource clock, Allotment allotment) {
        this(backends, settings, DriverWatch.APART, logLimit, clock, allotment);
    }

    SparkDriverOperator(
            JobBackends backends, SparkSettings settings, Duration apart, long logLimit, InstantSource clock, Allotment allotment) {
        super(backends);
        this.allotment = allotment;
        this.backends = backends;
        this.settings = settings;
        this.watch = new DriverWatch(settings, apart, logLimit, clock, backends::giveUp);
    }

    @Override
    public String name() {
        return "spark-driver";
    }

    @Override
    public Optional<Allotment.Allotted> allot(Try attempt, Prospect prospect) {
        return allotment.of(attempt, prospect);
    }

    @Override
    public List<LaunchSpec> prepare(Try attempt) {
        var spark = SparkBlock.of(attempt.settings());
        var job = PlainData.block(attempt.settings(), "job");
        var backend = backends.named(String.valueOf(job.getOrDefault("backend", backends.standard())));
        var image = job.get("image");
        var elastic = !PlainData.block(attempt.settings(), "elasticity").isEmpty();
        var master = backend.name().equals("local")
                ? "local[" + (elastic ? spark.totalCores() : "*") + "]"
                : settings.master(backend.name());
        var properties = SparkProperties.of(spark, next(attempt), attempt.dag(), image == null ? "" : image.toString(), master);
        var with = new LinkedHashMap<>(attempt.settings());
        with.put("job", DriverCommand.in(job, spark));
        var launch = launch(with(with, attempt), Map.of(DriverCommand.PROPERTIES, SparkProperties.asFile(properties)));
        var data = new LinkedHashMap<>(launch.data());
        data.put(Driver.PATIENCE, Durations.format(spark.noExecutors()));
        return List.of(new LaunchSpec(data));
    }

    @Override
    public void watch(Consumer<News> listener) {
        watch.tellTo(listener);
        super.watch(listener);
    }

    @Override
    public Submission submit(LaunchIntent intent) {
        allotment.submitted(intent);
        var answer = super.submit(intent);
        if (answer instanceof Submission.Accepted) {
            watch.follow(intent);
        }
        return answer;
    }

    @Override
    public List<Finding> find(Collection<LaunchIntent> open) {
        var findings = super.find(open);
        var intents = open.stream().collect(Collectors.toMap(LaunchIntent::id, intent -> intent, (one, _) -> one));
        for (var finding : findings) {
            var intent = intents.get(finding.launch());
            if (finding instanceof Finding.Alive && intent != null) {
                watch.follow(intent);
            }
        }
        return findings;
    }

    @Override
    public void settled(LaunchIntent intent) {
        watch.end(intent);
        super.settled(intent);
    }

    /** Lets go of all drivers; they run on. */
    @Override
    public void close() {
        watch.close();
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
