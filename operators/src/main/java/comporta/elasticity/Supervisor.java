package comporta.elasticity;

import comporta.elasticity.Message.Malformed;
import comporta.elasticity.SupervisedJob.Phase;
import comporta.job.Unseen;
import comporta.operator.Alarm;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service to which jobs report each iteration, and which gives them CPU. A message is kept and answered at once; what follows from it
 * is done afterwards and again after a restart, until it is seen to be done.
 */
public final class Supervisor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);
    private static final Duration WATCH = Duration.ofSeconds(30);
    private static final int MOST_FAILURES = 3;

    private final SupervisorMemory memory;
    private final Map<String, Platform> platforms;
    private final SupervisorTerms terms;
    private final Marathons marathons;
    private final Telling telling;
    private final InstantSource clock;
    private final Alarm alarm;
    private final Map<String, SupervisedJob> jobs = new ConcurrentHashMap<>();
    private final Map<String, Object> turns = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("supervisor-", 0).factory());

    /**
     * @param platforms by name of the framework
     * @param used what Marathon apps have used; answers null where it is not known
     * @param measures where what is known of jobs goes
     */
    public Supervisor(
            SupervisorMemory memory, Map<String, Platform> platforms, SupervisorTerms terms, CpuUsed used, Measures measures,
            InstantSource clock,
            Alarm alarm) {
        this.memory = memory;
        this.platforms = Map.copyOf(platforms);
        this.terms = terms;
        this.telling = new Telling(measures, clock);
        this.marathons = new Marathons(terms, used);
        this.clock = clock;
        this.alarm = alarm;
    }

    /** Goes on with the jobs that are on record. */
    public void start() {
        for (var kept : memory.open()) {
            var job = SupervisedJob.of(kept);
            jobs.put(job.uuid(), job);
            wake(job.uuid());
        }
    }

    /** What {@code GET /} says. */
    public static String welcome() {
        return "Welcome to the supervisor: jobs are registered at /initTask and report at /updateTask, Marathon apps at /initMarathonApp and "
                + "/endMarathonApp.";
    }

    /**
     * Takes a message.
     *
     * @param what {@code initTask}, {@code updateTask}, {@code initMarathonApp} or {@code endMarathonApp}
     * @param body names to plain data
     */
    public Told take(String what, Map<String, Object> body) {
        var message = new Message(body);
        try {
            var uuid = message.text("uuid");
            synchronized (turn(uuid)) {
                return switch (what) {
                    case "initTask" -> register(uuid, message);
                    case "updateTask" -> report(uuid, message);
                    case "initMarathonApp" -> begun(uuid, message);
                    case "endMarathonApp" -> over(uuid, message);
                    default -> Told.UNKNOWN;
                };
            }
        } catch (Malformed e) {
            LOG.warn("a message to /{} cannot be used: {}", what, e.getMessage());
            return Told.MALFORMED;
        }
    }

    private Object turn(String uuid) {
        return turns.computeIfAbsent(uuid, _ -> new Object());
    }

    private Told register(String uuid, Message message) throws Malformed {
        if (jobs.containsKey(uuid)) {
            return Told.TAKEN;   // doubled
        }
        var framework = message.text("framework");
        if (!platforms.containsKey(framework)) {
            throw new Malformed("\"framework\" is \"" + framework + "\", and this supervisor has " + String.join(", ", platforms.keySet()));
        }
        double now = now();
        boolean isMarathon = framework.equals("marathon");
        double deadline = message.number("deadline") + (isMarathon ? now : 0);   // there it is the length of the window
        double iterations = isMarathon ? 1 : message.number("iterations");
        double deviation = message.number("desv_deadline");
        double declared = message.number("job_duration");
        if (iterations < 1 || deviation < 0 || deviation > 1 || declared < 0) {
            throw new Malformed("iterations must be 1 or more, desv_deadline from 0 to 1, and job_duration not below 0");
        }
        var promise = new Promise(now, deadline, (int) iterations, declared, terms.min(), terms.min(), terms.max());
        keep(new SupervisedJob(
                uuid, framework, message.text("name"), promise, deviation, message.anyText("token"), List.of(), List.of(), 0,
                isMarathon ? Phase.RUNNING : Phase.STARTING, now, 0, 0, 0, "it is to start"));
        telling.remaining(Objects.requireNonNull(jobs.get(uuid)));
        wake(uuid);
        return Told.TAKEN;
    }

    private Told report(String uuid, Message message) throws Malformed {
        var job = jobs.get(uuid);
        if (job == null) {
            return Told.UNKNOWN;
        }
        if (job.token() != null && !job.token().equals(message.anyText("token"))) {
            return Told.FORBIDDEN;
        }
        double started = message.number("started_at");
        double finished = message.number("finished_at");
        var launch = message.anyText("launch");
        var key = launch != null ? launch : started + " " + finished + " " + message.anyText("hostname");
        if (job.heard().contains(key) || job.phase() == Phase.DELETING || job.phase() == Phase.ENDED) {
            return Told.TAKEN;   // doubled, or of a job whose last iteration has ended
        }
        boolean isGood = message.number("exit", 0) == 0;
        keep(job.heard(key, isGood ? new Iteration(started, Math.max(started, finished), job.cpus()) : null, now()));
        if (isGood) {
            decide(uuid);
        } else {
            again(uuid, "an iteration ended with exit code " + message.anyText("exit"));
        }
        wake(uuid);
        return Told.TAKEN;
    }

    /** What the law says goes with the report into the same state, so that a restart does not decide twice. */
    private void decide(String uuid) {
        var job = Objects.requireNonNull(jobs.get(uuid));
        var advice = terms.law(job.deviation()).advise(new Sight(job.promise(), job.done()));
        double next = job.remaining() == 0 ? job.cpus() : advice.cpus();
        telling.decided(job, advice);
        LOG.info("{} ({}): {} of {} iterations done, {} CPUs, then {}: {}", job.name(), uuid, job.done().size(), job.promise().iterations(),
                Figures.share(job.cpus()), Figures.share(next), advice.why());
        keep(job.with(next, advice.why(), 0).in(job.remaining() == 0 ? Phase.DELETING : Phase.STARTING, now()));
    }

    private void again(String uuid, String why) {
        var job = Objects.requireNonNull(jobs.get(uuid));
        if (job.failures() >= MOST_FAILURES) {
            LOG.error("{} ({}) is given up: {}, {} times in a row", job.name(), uuid, why, job.failures());
            keep(job.with(job.cpus(), "given up: " + why, 0).in(Phase.ENDED, now()));
        } else {
            LOG.warn("{} ({}): {}; it is started again", job.name(), uuid, why);
            keep(job.with(job.cpus(), why, 0).in(Phase.STARTING, now()));
        }
    }

    private Told begun(String uuid, Message message) throws Malformed {
        var job = jobs.get(uuid);
        if (job == null) {
            return Told.UNKNOWN;
        }
        keep(job.begun(message.number("started_at")));
        wake(uuid);
        return Told.TAKEN;
    }

    private Told over(String uuid, Message message) throws Malformed {
        var job = jobs.get(uuid);
        if (job == null) {
            return Told.UNKNOWN;
        }
        telling.over(job, message.number("finished_at"));
        keep(job.in(Phase.DELETING, now()));
        wake(uuid);
        return Told.TAKEN;
    }

    private void keep(SupervisedJob job) {
        boolean isOpen = job.phase() != Phase.ENDED;
        memory.keep(job.uuid(), job.data(), isOpen);
        jobs.put(job.uuid(), job);
    }

    private double now() {
        return clock.instant().toEpochMilli() / 1000.0;
    }

    private void wake(String uuid) {
        try {
            threads.execute(() -> step(uuid));
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: {} is gone on with after the next start", uuid);
        }
    }

    private void step(String uuid) {
        synchronized (turn(uuid)) {
            var job = jobs.get(uuid);
            if (job == null || job.phase() == Phase.ENDED) {
                return;
            }
            var platform = Objects.requireNonNull(platforms.get(job.framework()));
            try {
                later(uuid, stepped(job, platform));
            } catch (Unseen e) {
                LOG.warn("{} ({}) has to wait: {}", job.name(), uuid, e.why());
                later(uuid, AFTER_TROUBLE);
            }
        }
    }

    private void later(String uuid, @Nullable Duration wait) {
        if (wait != null) {
            alarm.ring(clock.instant().plus(wait), () -> wake(uuid));
        }
    }

    /** One step of a job; gives when to look again, null: when somebody says something. */
    private @Nullable Duration stepped(SupervisedJob job, Platform platform) throws Unseen {
        var standing = platform.find(job.name()).orElse(null);
        if (standing == null) {
            LOG.warn("{} ({}) is over: {} has no such job any more", job.name(), job.uuid(), job.framework());
            keep(job.in(Phase.ENDED, now()));
            return null;
        }
        return switch (job.phase()) {
            case STARTING -> starting(job, platform, standing);
            case CHECKING -> checking(job, standing);
            case RUNNING -> running(job, platform, standing);
            case DELETING -> deleting(job, platform, standing);
            case ENDED -> null;
        };
    }

    /** The report comes from inside the iteration: a start while that still runs would be thrown away. */
    private @Nullable Duration starting(SupervisedJob job, Platform platform, Platform.Standing standing) throws Unseen {
        double pause = terms.pause().toMillis() / 1000.0;
        if (!standing.isAtRest() || (!job.done().isEmpty() && now() < job.since() + pause)) {
            return terms.look();
        }
        var ready = job.cpus() == 0 ? job.from(standing.cpus()) : job;
        if (ready.cpus() != standing.cpus()) {
            platform.give(ready.name(), ready.cpus());
        }
        keep(ready.started(standing.ended(), now()));
        platform.start(ready.name());
        return terms.look();
    }

    /** A start may have been lost: it is sent again only when it is seen that nothing runs, waits or has run. */
    private @Nullable Duration checking(SupervisedJob job, Platform.Standing standing) {
        boolean isGone = standing.isAtRest() && standing.ended() == job.ended();
        keep(job.in(isGone ? Phase.STARTING : Phase.RUNNING, now()));
        return isGone ? terms.look() : WATCH;
    }

    private @Nullable Duration running(SupervisedJob job, Platform platform, Platform.Standing standing) throws Unseen {
        if (platform.takes() == Platform.Takes.RESTART) {
            return round(job, platform, standing);
        }
        if (standing.isAtRest() && now() - job.since() >= WATCH.toSeconds()) {
            keep(job.heard("no report " + now(), null, now()));
            again(job.uuid(), standing.ended() > job.ended() ? "an iteration ended without a report" : "an iteration was killed");
            return terms.look();
        }
        return WATCH;
    }

    /** Restarts it where its share changes; what it had until then is gone with its counters. */
    private @Nullable Duration round(SupervisedJob job, Platform platform, Platform.Standing standing) throws Unseen {
        var known = job.cpus() == 0 ? job.from(standing.cpus()) : job;
        var moved = marathons.round(known, Instant.ofEpochMilli((long) (now() * 1000)), telling);
        if (moved.cpus() != standing.cpus()) {
            platform.give(job.name(), moved.cpus());
        }
        keep(moved);
        return terms.round();
    }

    /** Removed from inside its last iteration it would be killed: the end is waited for. */
    private @Nullable Duration deleting(SupervisedJob job, Platform platform, Platform.Standing standing) throws Unseen {
        if (!standing.isAtRest() && platform.takes() == Platform.Takes.NEXT_ITERATION) {
            return terms.look();
        }
        platform.delete(job.name());
        keep(job.in(Phase.ENDED, now()));
        return null;
    }

    /** How every job stands, for people; by uuid. */
    public Map<String, Map<String, Object>> standing() {
        var all = new LinkedHashMap<String, Map<String, Object>>();
        jobs.forEach((uuid, job) -> {
            var data = new LinkedHashMap<>(job.data());
            data.remove("token");
            all.put(uuid, data);
        });
        return all;
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
