package comporta.job;

import comporta.dag.Durations;
import comporta.dag.Param;
import comporta.dag.PlainData;
import comporta.operator.Cause;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.News;
import comporta.operator.Operator;
import comporta.operator.Refused;
import comporta.operator.Submission;
import comporta.operator.Try;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An operator whose launches are jobs: every question about them goes to the backend that the job names. */
public abstract class JobOperator implements Operator {
    private static final Duration BEYOND_EXECUTION_TIMEOUT = Duration.ofMinutes(5);

    private final JobBackends backends;

    protected JobOperator(JobBackends backends) {
        this.backends = backends;
    }

    @Override
    public List<LaunchSpec> prepare(Try attempt) {
        return List.of(launch(attempt, Map.of()));
    }

    /**
     * One launch of the job of a try.
     *
     * @param more environment beside the try's
     * @throws Refused when no backend can run the job as written
     */
    protected final LaunchSpec launch(Try attempt, Map<String, String> more) {
        return launch(attempt, more, Map.of());
    }

    /**
     * One launch of the job of a try, some of which is not as it is written.
     *
     * @param instead keys of the job
     * @throws Refused when no backend can run the job so
     */
    protected final LaunchSpec launch(Try attempt, Map<String, String> more, Map<String, Object> instead) {
        var job = job(attempt);
        job.putAll(instead);
        var spec = JobSpec.parse(job);
        backends.named(backend(spec)).ignores(spec);
        var environment = new LinkedHashMap<>(attempt.environment());
        environment.putAll(more);
        refuseNul("the job", job);
        refuseNul("the environment", environment);
        return new JobLaunch(job, environment, secrets(attempt), secretParams(attempt), attempt.dagFolder(), attempt.logFolder()).stored();
    }

    private static Map<String, String> secrets(Try attempt) {
        var secrets = new LinkedHashMap<>(attempt.dag().secrets());
        secrets.putAll(attempt.task().secrets());
        return secrets;
    }

    private static List<String> secretParams(Try attempt) {
        return attempt.dag().params().values().stream().filter(Param::secret).map(Param::name).toList();
    }

    /**
     * It would end an argument or a variable early, unseen: what the shell line refuses, the other texts of a process cannot hold either.
     */
    private static void refuseNul(String what, @Nullable Object data) {
        switch (data) {
            case String text when text.indexOf('\0') >= 0 ->
                throw new Refused(Cause.USER, what + " holds a NUL character, which no process can be given. Hand it over in a file");
            case Map<?, ?> map -> map.forEach((name, value) -> {
                refuseNul(what, name);
                refuseNul(what.contains("\"") ? what : "\"" + name + "\" of " + what, value);
            });
            case Iterable<?> list -> list.forEach(item -> refuseNul(what, item));
            case null, default -> { }
        }
    }

    /**
     * What of the job has no effect on its backend, in words for people.
     *
     * @throws Refused when the backend cannot run the job as written
     */
    public final List<String> ignores(Map<String, Object> job) {
        var spec = JobSpec.parse(job);
        return backends.named(backend(spec)).ignores(spec);
    }

    @Override
    public Submission submit(LaunchIntent intent) {
        try {
            return backends.of(intent).submit(intent);
        } catch (Refused e) {
            return new Submission.NotAccepted(e.because(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<Finding> find(Collection<LaunchIntent> open) {
        var byBackend = new LinkedHashMap<JobBackend, List<LaunchIntent>>();
        var findings = new ArrayList<Finding>();
        for (var intent : open) {
            try {
                byBackend.computeIfAbsent(backends.of(intent), backend -> new ArrayList<>()).add(intent);
            } catch (Refused e) { // a backend that left the configuration: nobody can say what became of the launch
                findings.add(new Finding.OutOfSight(intent.id(), String.valueOf(e.getMessage())));
            }
        }
        byBackend.forEach((backend, intents) -> findings.addAll(backend.find(intents)));
        return findings;
    }

    @Override
    public boolean isRemote(LaunchIntent intent) {
        try {
            return backends.of(intent).isRemote();
        } catch (Refused e) {
            return false;   // a backend that left the configuration: nobody is asked
        }
    }

    @Override
    public void watch(Consumer<News> listener) {
        backends.watch(listener);
    }

    @Override
    public void stop(LaunchIntent intent, boolean force) {
        backends.of(intent).stop(intent, force);
    }

    @Override
    public void settled(LaunchIntent intent) {
        backends.settled(intent);
    }

    private String backend(JobSpec spec) {
        return spec.backend() == null ? backends.standard() : spec.backend();
    }

    /** The block as it is stored: it names its backend, since the configuration's may be another one after a restart. */
    private Map<String, Object> job(Try attempt) {
        var job = new LinkedHashMap<>(PlainData.block(attempt.settings(), "job"));
        job.putIfAbsent("backend", backends.standard());
        var timeout = attempt.task().timeouts().execution();
        if (timeout != null) {
            job.putIfAbsent("max_run_time", Durations.format(timeout.plus(BEYOND_EXECUTION_TIMEOUT)));
        }
        return job;
    }
}
