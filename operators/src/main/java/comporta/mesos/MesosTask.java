package comporta.mesos;

import comporta.job.JobLaunch;
import comporta.job.JobSpec;
import comporta.job.LaunchNews;
import comporta.job.Reported;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One launch as this process sees it. Only the thread of the framework touches it; its log has a lock of its own. */
final class MesosTask {
    /** Where it stands. */
    enum Stage {
        /** Waits for an offer; Mesos has not heard of it. */
        WAITING,
        /** Its acceptance is under way, or nobody knows what became of that. */
        SENT,
        /** A master has taken it, or may have: what became of it is asked for. */
        SOUGHT,
        RUNNING,
        /** Its agent is out of reach. */
        LOST,
        /** It is over; what its log still holds is being taken over. */
        ENDING,
        /** Its end was told. */
        OVER
    }

    /** What an acknowledgement repeats. */
    record Receipt(String agent, String uuid) {}

    /** Most are placed before anybody could read why they waited. */
    private static final long WHY_AFTER = TimeUnit.SECONDS.toNanos(1);

    final String id;
    final LaunchIntent intent;
    final JobLaunch launch;
    final JobSpec spec;
    final Demand demand;
    final LaunchNews news;
    final TaskLogs.Copy log;
    /** With secrets; empty for a launch of an earlier life, which is not launched again. */
    final Map<String, String> environment;

    Stage stage = Stage.WAITING;
    volatile String agent = "";
    volatile String agentUrl = "";
    boolean startTold;
    /** Why it waits, as it was told last. */
    String whyTold = "";
    /** On the clock of {@link System#nanoTime}: when other words may be told. */
    long whyDue = System.nanoTime() + WHY_AFTER;
    boolean stopAsked;
    boolean force;
    /** Nobody knows whether the master got its acceptance. */
    boolean unclear;
    /** A master said that it used no valid offer. */
    boolean dropped;
    Instant since = Instant.EPOCH;
    /** Of its end, until that is settled. */
    @Nullable Receipt receipt;
    News.@Nullable Ended end;
    /** On the clock of {@link System#nanoTime}: when a master first did not know it; 0: it does. */
    long unknownSince;
    /** The same: when it was launched without a report so far; 0: one came. */
    long silentSince;
    /** The same: when an answer said that it is over, which the agent will tell with more words; 0: none did. */
    long overSince;
    /** How it ended by that answer. */
    @Nullable Exit hint;
    final List<CompletableFuture<Finding>> asked = new ArrayList<>();

    MesosTask(String id, LaunchIntent intent, Demand demand, JobSpec spec, Map<String, String> environment, long logLimit) {
        this.id = id;
        this.intent = intent;
        this.launch = JobLaunch.of(intent.spec());
        this.spec = spec;
        this.demand = demand;
        this.environment = environment;
        this.news = new LaunchNews(intent.id());
        this.log = new TaskLogs.Copy(this, logLimit);
    }

    Reported reported() {
        return new Reported(launch.logFolder(), launchId().number());
    }

    LaunchId launchId() {
        return intent.id();
    }

    /** Whether a master may know it as alive. */
    boolean isOut() {
        return switch (stage) {
            case SENT, SOUGHT, RUNNING, LOST -> true;
            case WAITING, ENDING, OVER -> false;
        };
    }

    void answer(Finding finding) {
        asked.forEach(future -> future.complete(finding));
        asked.clear();
    }
}
