package comporta.job;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Refused;
import comporta.operator.Submission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs on a cluster that is asked how they stand. What became of a wish whose answer was lost is found out by asking for the name, never by
 * guessing. Launches that this process does not know are looked up there before anything is said of them.
 */
public final class RemoteBackend implements JobBackend {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteBackend.class);

    private final String name;
    private final RemoteSystem system;
    private final Ground ground;
    private final Map<LaunchId, RemoteLaunch> known = new ConcurrentHashMap<>();
    private final RemoteWatch watch;

    /** @param name that {@code job.backend} names it by */
    public RemoteBackend(String name, RemoteSystem system, Ground ground) {
        this.name = name;
        this.system = system;
        this.ground = ground;
        this.watch = new RemoteWatch(name, system, ground, known);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> ignores(JobSpec job) {
        return system.ignores(job);
    }

    @Override
    public void watch(Consumer<News> listener) {
        watch.tellTo(listener);
    }

    @Override
    public Submission submit(LaunchIntent intent) {
        RemoteLaunch launch;
        try {
            launch = launch(intent);
        } catch (Refused e) {
            return new Submission.NotAccepted(e.because(), String.valueOf(e.getMessage()));
        }
        launch.lock.lock();
        try {
            if (launch.answer == null || launch.answer instanceof Submission.Unknown) {
                launch.answer = started(launch);
            }
            return launch.answer;
        } finally {
            launch.lock.unlock();
        }
    }

    private Submission started(RemoteLaunch launch) {
        if (launch.stage == RemoteLaunch.Stage.OVER) {
            return new Submission.NotAccepted(Cause.PLATFORM, "it was withdrawn before it began");
        }
        try {
            return switch (system.start(launch.job, ground.environment(launch.job.intent()))) {
                case Sent.Taken _ -> {
                    watch.follow(launch);
                    yield new Submission.Accepted(launch.job.name(), null);
                }
                case Sent.TurnedDown down -> never(launch, down.cause(), down.why());
                case Sent.Unheard unheard when launch.stage == RemoteLaunch.Stage.NEW -> never(launch, Cause.PLATFORM, unheard.why());
                case Sent.Unheard unheard -> new Submission.Unknown(unheard.why());
                case Sent.Unclear unclear -> {
                    launch.stage = RemoteLaunch.Stage.UNCLEAR;
                    watch.want();
                    yield new Submission.Unknown(unclear.why());
                }
            };
        } catch (Refused e) {
            return never(launch, e.because(), String.valueOf(e.getMessage()));
        }
    }

    private static Submission never(RemoteLaunch launch, Cause cause, String why) {
        launch.stage = RemoteLaunch.Stage.OVER;
        return new Submission.NotAccepted(cause, why);
    }

    @Override
    public List<Finding> find(Collection<LaunchIntent> open) {
        var launches = open.stream().map(this::launch).toList();
        Map<String, Sight> sights;
        try {
            sights = system.look(launches.stream().map(launch -> launch.job).toList());
        } catch (Unseen e) {
            return launches.stream().<Finding>map(launch -> new Finding.OutOfSight(launch.job.intent().id(), e.why())).toList();
        }
        return launches.stream().map(launch -> finding(launch, sights.getOrDefault(launch.job.name(), new Sight.Absent()))).toList();
    }

    private Finding finding(RemoteLaunch launch, Sight sight) {
        var id = launch.job.intent().id();
        launch.lock.lock();
        try {
            if (launch.end != null) {
                return new Finding.AlreadyEnded(launch.end);
            }
            return switch (sight) {
                case Sight.Running running -> {
                    launch.startTold = true;
                    watch.follow(launch);
                    yield new Finding.Alive(id, running.since(), launch.job.name(), running.url());
                }
                case Sight.Pending pending -> {
                    watch.follow(launch);
                    launch.whyTold = pending.why();
                    yield new Finding.Alive(id, ground.clock().instant(), launch.job.name(), pending.url(), pending.why());
                }
                case Sight.Over over -> new Finding.AlreadyEnded(watch.ended(launch, over.exit()));
                case Sight.Dim dim -> new Finding.OutOfSight(id, dim.why());
                case Sight.Absent _ -> absent(launch);
            };
        } catch (CancellationException e) {
            return new Finding.OutOfSight(id, "how it ended was not waited for");
        } finally {
            launch.lock.unlock();
        }
    }

    private Finding absent(RemoteLaunch launch) {
        var id = launch.job.intent().id();
        if (launch.stage == RemoteLaunch.Stage.UNCLEAR && launch.stopAsked) {
            return new Finding.OutOfSight(id, name + " does not show it, and its end is waited for");
        }
        return switch (launch.stage) {
            // our wish may still be on its way; the same wish again, by the same name, settles it
            case UNCLEAR -> {
                launch.answer = started(launch);
                yield switch (launch.answer) {
                    case Submission.Accepted taken -> new Finding.Alive(id, ground.clock().instant(), taken.externalId(), null);
                    case Submission.NotAccepted not ->
                        new Finding.AlreadyEnded(launch.news.ended(Exit.failure(not.cause(), null, not.why()), ground.clock().instant()));
                    case Submission.Unknown unknown -> new Finding.OutOfSight(id, unknown.why());
                };
            }
            case LIVE -> new Finding.OutOfSight(id, name + " does not show it now");
            case NEW, OVER -> {
                watch.withdraw(launch);
                yield new Finding.NeverStarted(id);
            }
        };
    }

    @Override
    public void stop(LaunchIntent intent, boolean force) {
        var launch = launch(intent);
        launch.lock.lock();
        try {
            launch.force |= force;
            if (launch.stage == RemoteLaunch.Stage.NEW) {
                takeUp(launch);
            }
            switch (launch.stage) {
                case LIVE, UNCLEAR -> {
                    launch.stopAsked = true;
                    watch.stop(launch);
                }
                case OVER -> {
                    if (launch.end == null) {
                        launch.end = launch.news.ended(Exit.failure(Cause.OPERATOR, null, "stopped before it began"),
                                ground.clock().instant());
                    }
                    watch.tell(launch.end);
                }
                case NEW -> throw new IllegalStateException("found out about above");
            }
        } finally {
            launch.lock.unlock();
        }
    }

    /** Finds out about a launch of an earlier life, or of none, that is to be stopped. */
    private void takeUp(RemoteLaunch launch) {
        try {
            switch (system.look(List.of(launch.job)).getOrDefault(launch.job.name(), new Sight.Absent())) {
                case Sight.Running _, Sight.Pending _, Sight.Dim _ -> watch.follow(launch);
                case Sight.Over over -> watch.ended(launch, over.exit());
                case Sight.Absent _ -> watch.withdraw(launch);
            }
        } catch (Unseen e) {
            LOG.warn("{} cannot be stopped now: {}", launch.job.name(), e.why());
            launch.stage = RemoteLaunch.Stage.UNCLEAR;   // looks go on, and end it on sight
        }
    }

    @Override
    public void settled(LaunchIntent intent) {
        watch.remove(launch(intent));
    }

    @Override
    public boolean report(String externalId, String token, Report report) {
        for (var launch : known.values()) {
            var intent = launch.job.intent();
            if (intent.id().externalId().equals(externalId)) {
                return launch.stage != RemoteLaunch.Stage.OVER && isSame(intent.token(), token) && take(launch, report);
            }
        }
        return false;
    }

    /** In a time that tells nothing of where they differ. */
    private static boolean isSame(String secret, String given) {
        return MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private boolean take(RemoteLaunch launch, Report report) {
        launch.lock.lock();
        try {
            if (launch.end != null) {
                return false;
            }
            launch.take(report, ground.clock().instant()).forEach(watch::tell);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("what " + launch.job.name() + " hands on cannot be kept", e);
        } finally {
            launch.lock.unlock();
        }
    }

    @Override
    public void close() {
        watch.close();
        system.close();
    }

    private RemoteLaunch launch(LaunchIntent intent) {
        return known.computeIfAbsent(intent.id(), id ->
                new RemoteLaunch(new RemoteJob(system.name(id), intent, JobLaunch.of(intent.spec()).spec()), ground.logLimit()));
    }
}
