package comporta.aurora;

import comporta.job.HttpDoor;
import comporta.job.HttpSettings;
import comporta.job.JobLaunch;
import comporta.job.JobSpec;
import comporta.job.OutsideName;
import comporta.job.RemoteJob;
import comporta.job.RemoteLog;
import comporta.job.RemoteSystem;
import comporta.job.Sent;
import comporta.job.Sight;
import comporta.job.Unseen;
import comporta.operator.Cause;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An Aurora cluster. Each launch is a job of one instance under a key of its own, which Aurora takes only once while a task of it is alive;
 * whether one has lived and ended is asked before each start. A task that Aurora lost and runs again by itself is
 * killed: a retry is ours to decide.
 */
final class AuroraSystem implements RemoteSystem {
    private static final Logger LOG = LoggerFactory.getLogger(AuroraSystem.class);
    /** The task's folder on the agent is named after role, environment, job and 50 characters more; a file name has 255. */
    private static final OutsideName NAMES = new OutsideName(150, Pattern.compile("[^A-Za-z0-9_.-]"), false);
    /** The process whose streams are the job's. */
    private static final String PROCESS = "comporta.process";
    private static final long BETWEEN_REASONS = Duration.ofSeconds(15).toNanos();

    private final AuroraSettings settings;
    private final AuroraClient client;
    private final RollCall roll;
    private final Sandboxes sandboxes;
    private final AuroraFiles files;
    private final String pages;
    /** The task of each job as it was seen last, and where. */
    private final Map<String, AuroraTask> tasks = new ConcurrentHashMap<>();
    /** By job: what says that a task is of our launch. */
    private final Map<String, String> marks = new ConcurrentHashMap<>();
    private final Map<String, String> reasons = new ConcurrentHashMap<>();
    /** Lost tasks whose new starts by Aurora have been killed since. */
    private final Set<String> cleared = ConcurrentHashMap.newKeySet();
    private final Endings endings;
    /** Jobs whose new start by Aurora is being prevented just now. */
    private final Set<String> clearing = ConcurrentHashMap.newKeySet();
    private volatile long reasonsAsked = System.nanoTime() - BETWEEN_REASONS;

    AuroraSystem(AuroraSettings settings, HttpSettings http) {
        this.settings = settings;
        this.client = new AuroraClient(settings.url(), new HttpDoor(http));
        this.roll = new RollCall(client);
        this.sandboxes = new Sandboxes(settings.observer());
        this.endings = new Endings(sandboxes);
        this.pages = settings.url().resolve("/scheduler/").toString();
        this.files = new AuroraFiles(settings.python());
    }

    @Override
    public List<String> ignores(JobSpec job) {
        return Thermos.ignores(job);
    }

    @Override
    public String name(LaunchId launch) {
        return NAMES.of(launch);
    }

    JobKey key(RemoteJob job) {
        var own = job.spec().aurora();
        return new JobKey(
                own.role() == null ? settings.role() : own.role(),
                own.environment() == null ? settings.environment() : own.environment(),
                job.name());
    }

    @Override
    public Sent start(RemoteJob job, Map<String, String> environment) {
        var wanted = auroraJob(job, environment);
        try {
            var already = existing(job);
            if (already != null) {
                return already;
            }
        } catch (Unseen e) {
            return new Sent.Unheard(e.why());
        }
        return switch (client.call(AuroraCall.createJob(wanted))) {
            case Spoken.Answered answered when answered.answer().isOk() -> new Sent.Taken();
            case Spoken.Answered answered -> refused(job, answered.answer());
            case Spoken.Forbidden forbidden -> new Sent.TurnedDown(Cause.PLATFORM, forbidden.why());
            case Spoken.Unheard unheard -> new Sent.Unheard(unheard.why());
            case Spoken.Lost lost -> afterLoss(job, lost.why());
        };
    }

    private AuroraJob auroraJob(RemoteJob job, Map<String, String> environment) {
        var key = key(job);
        var launch = job.intent().id();
        var metadata = new LinkedHashMap<>(job.spec().labels());
        metadata.put("comporta.dag", launch.dag().value());
        metadata.put("comporta.run", launch.run());
        metadata.put("comporta.task", launch.task().value());
        metadata.put("comporta.try", Integer.toString(launch.tryNumber()));
        metadata.put(Mark.KEY, Mark.of(job.intent()));
        var thermos = job.spec().aurora().file() == null
                ? Thermos.job(key, settings.cluster(), launch.task().value(), job.spec(), environment)
                : files.job(JobLaunch.of(job.intent().spec()).dagFolder(), key, settings.cluster(), job.spec());
        metadata.put(PROCESS, Thermos.mainProcess(thermos));
        return new AuroraJob(key, settings.user(), thermos, metadata, Thermos.uris(job.spec()));
    }

    /** The launch as Aurora remembers it, ended or not; null: it does not know it. */
    private @Nullable Sent existing(RemoteJob job) throws Unseen {
        var known = client.read(AuroraCall.getTasksWithoutConfigs(List.of(key(job)))).tasks();
        if (known.isEmpty()) {
            return null;
        }
        return known.stream().anyMatch(task -> isOf(job.intent(), task))
                ? new Sent.Taken()
                : new Sent.TurnedDown(
                        Cause.PLATFORM,
                        "Aurora has a job " + key(job)
                        + " that this Comporta did not start. Give this one a role of its own, under backends in "
                                + "comporta.yaml, or delete the other");
    }

    private static boolean isOf(LaunchIntent intent, AuroraTask task) {
        return Mark.of(intent).equals(task.metadata().get(Mark.KEY));
    }

    private Sent refused(RemoteJob job, AuroraAnswer answer) {
        if (answer.code() == AuroraAnswer.Code.INVALID_REQUEST && answer.message().contains("already exists")) {
            return afterLoss(job, answer.message());   // from an earlier wish whose answer was lost, or somebody else's
        }
        return switch (answer.code()) {
            case INVALID_REQUEST -> new Sent.TurnedDown(
                    answer.message().contains("quota") ? Cause.PLATFORM : Cause.USER, "Aurora does not take the job: " + answer.message());
            case AUTH_FAILED -> new Sent.TurnedDown(
                    Cause.PLATFORM, "Aurora does not let us create " + key(job) + ": " + answer.message());
            case ERROR, WARNING, OK, JOB_UPDATING_ERROR, ERROR_TRANSIENT ->
                    new Sent.TurnedDown(Cause.PLATFORM, "Aurora cannot create the job: " + answer.message());
        };
    }

    private Sent afterLoss(RemoteJob job, String why) {
        try {
            var there = existing(job);
            return there == null ? new Sent.Unclear(why) : there;
        } catch (Unseen e) {
            return new Sent.Unclear(why + "; " + e.why());
        }
    }

    @Override
    public Map<String, Sight> look(Collection<RemoteJob> jobs) throws Unseen {
        var keys = new LinkedHashMap<JobKey, RemoteJob>();
        jobs.forEach(job -> keys.put(key(job), job));
        var generations = roll.of(keys.keySet());
        var standings = new LinkedHashMap<RemoteJob, Standing>();
        keys.forEach((key, job) -> standings.put(job, Standing.of(generations.getOrDefault(key, List.of()).stream()
                .filter(task -> marks.computeIfAbsent(job.name(), _ -> Mark.of(job.intent())).equals(task.metadata().get(Mark.KEY)))
                .toList())));
        askWhyPending(standings);
        var sights = new HashMap<String, Sight>();
        standings.forEach((job, standing) -> sights.put(job.name(), sight(job, standing)));
        return sights;
    }

    private Sight sight(RemoteJob job, Standing standing) {
        var key = key(job);
        return switch (standing) {
            case Standing.Absent _ -> new Sight.Absent();
            case Standing.Waiting waiting -> {
                tasks.put(job.name(), waiting.task());
                yield new Sight.Pending(why(waiting.task(), job), page(key));
            }
            case Standing.Running running -> {
                tasks.put(job.name(), running.task());
                yield new Sight.Running(running.task().since(ScheduleStatus.RUNNING), page(key));
            }
            case Standing.Unseen unseen -> new Sight.Dim("Aurora has lost sight of its agent " + unseen.task().host());
            case Standing.Over over -> {
                tasks.put(job.name(), over.task());
                yield endings.over(job, over.task());
            }
            case Standing.Replaced replaced -> replaced(job, key, replaced);
        };
    }

    /**
     * Aurora makes the successor together with the loss, before it takes the next wish: after a kill that it has confirmed, there is none
     * and will be none. That nothing of it is alive any more, the next look shows.
     */
    private Sight replaced(RemoteJob job, JobKey key, Standing.Replaced standing) {
        var lost = standing.task();
        tasks.put(job.name(), lost);
        if (cleared.contains(job.name()) && !standing.again()) {
            return endings.over(job, lost);
        }
        if (clearing.add(job.name())) {
            Thread.startVirtualThread(() -> clear(job, key, lost));
        }
        return lost.was(ScheduleStatus.RUNNING)
                ? new Sight.Running(lost.since(ScheduleStatus.RUNNING), page(key))
                : new Sight.Pending("lost by Aurora", page(key));
    }

    private void clear(RemoteJob job, JobKey key, AuroraTask lost) {
        try {
            var said = client.call(AuroraCall.killTasks(key, "Comporta decides on retries"));
            if (said instanceof Spoken.Answered answered && answered.answer().isOk()) {
                LOG.info("{} was lost ({}); that Aurora starts it again is prevented", key, lost.lastWords());
                cleared.add(job.name());
            }
        } finally {
            clearing.remove(job.name());
        }
    }

    private String why(AuroraTask task, RemoteJob job) {
        return switch (task.status()) {
            case ASSIGNED, STARTING -> "starts on " + task.host();
            case THROTTLED -> "Aurora holds it back: " + task.lastWords();
            default -> PendingWords.of(reasons.getOrDefault(task.id(), ""), job.spec());
        };
    }

    private void askWhyPending(Map<RemoteJob, Standing> standings) {
        var pending = standings.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Standing.Waiting waiting && waiting.task().status() == ScheduleStatus.PENDING)
                .map(entry -> key(entry.getKey()))
                .toList();
        if (pending.isEmpty() || System.nanoTime() - reasonsAsked < BETWEEN_REASONS) {
            return;
        }
        reasonsAsked = System.nanoTime();
        try {
            var told = client.read(AuroraCall.getPendingReason(pending)).pendingReasons();
            reasons.clear();
            reasons.putAll(told);
        } catch (Unseen e) {
            LOG.debug("Aurora does not say why jobs wait: {}", e.why());
        }
    }

    private String page(JobKey key) {
        return pages + key;
    }

    @Override
    public void stop(RemoteJob job, boolean force) throws Unseen {
        client.read(AuroraCall.killTasks(key(job), "stopped by Comporta"));
    }

    /** Aurora forgets ended tasks by itself. */
    @Override
    public void remove(RemoteJob job) {
        var task = tasks.remove(job.name());
        if (task != null) {
            reasons.remove(task.id());
            endings.forget(task.id());
        }
        cleared.remove(job.name());
        marks.remove(job.name());
    }

    @Override
    public Optional<RemoteLog> log(RemoteJob job) {
        var task = tasks.get(job.name());
        if (task == null || task.host().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(sandboxes.log(task, task.metadata().getOrDefault(PROCESS, "")));
    }

    @Override
    public void close() {
        client.close();
        sandboxes.close();
    }
}
