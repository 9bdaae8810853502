package comporta.job;

import comporta.dag.DagSketch;
import comporta.dag.TaskId;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Submission;
import comporta.operator.Try;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A backend that starts nothing, for operators that are asked only what they would launch. */
public final class PaperBackend implements JobBackend {
    private final String name;
    private volatile Consumer<News> listener = news -> {};

    public PaperBackend(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    /** Backends {@code local} and {@code aurora}; the first is the standard one. */
    public static JobBackends backends() {
        return new JobBackends(List.of(new PaperBackend("local"), new PaperBackend("aurora")), "local");
    }

    /** The first try of that task of a {@link DagSketch}. */
    public static Try attempt(String sketch, String task, Map<String, Object> settings) {
        var dag = DagSketch.of(sketch);
        return new Try(
                dag, dag.task(new TaskId(task)), "scheduled-20261121T040000Z", -1, 1, settings, Map.of("COMPORTA_TRY_NUMBER", "1"),
                Path.of("dags"), Path.of("logs"), List.of(), 0);
    }

    @Override
    public List<String> ignores(JobSpec job) {
        return List.of();
    }

    @Override
    public Submission submit(LaunchIntent intent) {
        return new Submission.Accepted(intent.id().externalId(), null);
    }

    @Override
    public List<Finding> find(Collection<LaunchIntent> open) {
        return List.of();
    }

    @Override
    public void watch(Consumer<News> wanted) {
        listener = wanted;
    }

    /** Ends it as a cluster does. */
    @Override
    public void stop(LaunchIntent intent, boolean force) {
        listener.accept(new News.Ended(intent.id(), 1, Instant.EPOCH, Exit.failure(Cause.OPERATOR, 143, "stopped")));
    }
}
