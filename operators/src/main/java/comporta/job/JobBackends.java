package comporta.job;

import comporta.dag.PlainData;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Refused;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The job backends of the configuration, by name. */
public final class JobBackends implements AutoCloseable {
    private final Map<String, JobBackend> byName = new TreeMap<>();
    private final String standard;
    private final boolean onlyStandard;
    private final Map<LaunchId, Exit> givenUp = new ConcurrentHashMap<>();
    private boolean watched;

    /**
     * @param standard name of the backend for jobs that name none
     */
    public JobBackends(Collection<? extends JobBackend> backends, String standard) {
        this(backends, standard, false);
    }

    private JobBackends(Collection<? extends JobBackend> backends, String standard, boolean onlyStandard) {
        backends.forEach(backend -> byName.put(backend.name(), backend));
        this.standard = standard;
        this.onlyStandard = onlyStandard;
    }

    /** One backend that takes every job, whatever backend the job names. */
    public static JobBackends only(JobBackend backend) {
        return new JobBackends(List.of(backend), backend.name(), true);
    }

    /** Name of the backend for jobs that name none. */
    public String standard() {
        return standard;
    }

    /**
     * The backend of that name.
     *
     * @throws Refused when the configuration has none
     */
    public JobBackend named(String name) {
        var found = byName.get(onlyStandard ? standard : name);
        if (found == null) {
            throw new Refused(
                    Cause.USER,
                    "job.backend \"" + name + "\" is not configured. Use one of " + String.join(", ", byName.keySet())
                            + ", or add it under backends in comporta.yaml");
        }
        return found;
    }

    /** Where the news of every backend goes. Operators share backends, and one listener: the first one given is kept. */
    public synchronized void watch(Consumer<News> listener) {
        if (!watched) {
            watched = true;
            byName.values().forEach(backend -> backend.watch(news -> listener.accept(withReason(news))));
        }
    }

    private News withReason(News news) {
        var why = givenUp.get(news.launch());
        return why == null || !(news instanceof News.Ended ended) || ended.exit().isSuccess()
                ? news
                : new News.Ended(ended.launch(), ended.sequence(), ended.at(), why);
    }

    /**
     * Has a launch stopped that comes to nothing. Its end, when that is certain, is told as {@code why}, unless it succeeds after all.
     *
     * @throws Refused when its backend is not configured any more
     */
    public void giveUp(LaunchIntent intent, Exit why) {
        givenUp.put(intent.id(), why);
        of(intent).stop(intent, false);
    }

    /** The end of a launch is on record. */
    void settled(LaunchIntent intent) {
        givenUp.remove(intent.id());
        of(intent).settled(intent);
    }

    /**
     * The backend of a launch.
     *
     * @throws Refused when the configuration does not have it any more
     */
    JobBackend of(LaunchIntent intent) {
        return named(String.valueOf(PlainData.block(intent.spec().data(), "job").get("backend")));
    }

    /**
     * Takes what a launch reports of itself, wherever it runs.
     *
     * @return false when no launch of that name and secret is alive
     * @throws Refused (cause user) when it cannot be taken as it is
     */
    public boolean report(String externalId, String token, Report report) {
        return byName.values().stream().anyMatch(backend -> backend.report(externalId, token, report));
    }

    /** Lets go of what runs on remote ones; it goes on. The local one is closed by who made it. */
    @Override
    public void close() {
        byName.values().stream().filter(JobBackend::isRemote).forEach(JobBackend::close);
    }
}
