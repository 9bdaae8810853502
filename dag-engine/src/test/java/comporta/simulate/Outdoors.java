package comporta.simulate;

import comporta.decide.PlantedFault;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Progress;
import comporta.operator.Submission;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Jobs and machines as they really are, which outlive every scheduler; and all that goes wrong on the way to it: refusals, answers that get
 * lost, news that is late, doubled, out of order, foreign or missing.
 */
final class Outdoors {
    private final VirtualTime time;
    private final RandomGenerator random;
    private final Story story;
    private final @Nullable PlantedFault fault;
    private final Map<LaunchId, Job> jobs = new LinkedHashMap<>();
    private final Map<String, Set<Job>> alive = new HashMap<>();
    private final Set<String> machines = new HashSet<>();
    private Consumer<News> listener = _ -> { };
    private int faults;

    /** What a launch is. */
    enum Kind {
        WORK,
        /** It waits for something, which it tells first of all. */
        WAIT,
        /** One of several that a try launches side by side. */
        MACHINE
    }

    /** One launch as it really is. */
    static final class Job {
        private final LaunchId id;
        private boolean submitted;
        private boolean lived;
        private boolean alive;
        private boolean silent;
        private boolean givenUp;
        private boolean forgotten;
        private @Nullable Exit exit;
        private long sequence;

        private Job(LaunchId id) {
            this.id = id;
        }

        /** Whether it ever ran. */
        boolean lived() {
            return lived;
        }

        boolean isAlive() {
            return alive;
        }

        /** How it ended; null while it has not. */
        @Nullable Exit exit() {
            return exit;
        }
    }

    /** News in the making: what it will be when it is told, by its number. */
    private interface Telling {
        News of(LaunchId launch, long sequence);
    }

    Outdoors(VirtualTime time, RandomGenerator random, Story story, @Nullable PlantedFault fault) {
        this.time = time;
        this.random = random;
        this.story = story;
        this.fault = fault;
    }

    /** How often something went wrong. */
    int faults() {
        return faults;
    }

    /** Who hears the news from here on. */
    void watch(Consumer<News> by) {
        listener = by;
    }

    /** Nobody listens any more. */
    void unwatch() {
        listener = _ -> { };
    }

    long alive() {
        return jobs.values().stream().filter(job -> job.alive).count();
    }

    Set<String> machines() {
        return machines;
    }

    Job job(LaunchId id) {
        return jobs.computeIfAbsent(id, Job::new);
    }

    /** The engine, after it lost sight of it for too long, does not wait for its end. */
    void givenUp(LaunchId id) {
        job(id).givenUp = true;
    }

    /** @param lease what is brought up with it */
    Submission submit(LaunchIntent intent, Kind kind, @Nullable String lease) {
        var job = job(intent.id());
        Broken.unless(!job.submitted, "I1: %s is submitted twice", job.id);
        Broken.unless(!job.forgotten, "I1: %s is submitted after it was settled", job.id);
        job.submitted = true;
        if (job.exit != null) {
            return new Submission.Accepted(job.id.externalId(), null);   // it was stopped, or found missing, before it came here
        }
        for (var other : alive.getOrDefault(taskOf(job.id), Set.of())) {
            boolean sameTry = other.id.tryNumber() == job.id.tryNumber();
            Broken.unless(sameTry ? kind == Kind.MACHINE : other.givenUp, "%s: %s is launched while %s is alive", sameTry ? "I1" : "I2", job.id, other.id);
        }
        int fate = random.nextInt(100);
        if (fate < 4) {
            fault("%s is refused", job.id);
            var cause = chance(50) ? Cause.PLATFORM : Cause.USER;
            job.exit = Exit.failure(cause, null, "no such image");
            return new Submission.NotAccepted(cause, "no such image");
        }
        if (fate < 12) {
            fault("the answer to %s is lost", job.id);
            if (chance(50)) {
                live(job, intent, kind, lease);
            }
            return new Submission.Unknown("no answer");
        }
        live(job, intent, kind, lease);
        return new Submission.Accepted(job.id.externalId(), null);
    }

    private static String taskOf(LaunchId id) {
        return id.run() + "/" + id.task() + "/" + id.mapIndex();
    }

    private void live(Job job, LaunchIntent intent, Kind kind, @Nullable String lease) {
        job.lived = true;
        job.alive = true;
        alive.computeIfAbsent(taskOf(job.id), _ -> new HashSet<>()).add(job);
        if (lease != null) {
            machines.add(lease);
        }
        if (kind == Kind.WAIT) {
            tell(seconds(5), job, (id, sequence) -> new News.Deferred(id, sequence, time.instant(), id.externalId()));
        } else if (chance(85)) {
            tell(seconds(5), job, (id, sequence) -> new News.Started(id, sequence, time.instant(), id.externalId(), null));
        }
        for (int i = chance(70) ? 0 : random.nextInt(3); i > 0; i--) {
            var share = random.nextDouble();
            tell(seconds(300), job, (id, sequence) -> new News.Progressed(id, sequence, time.instant(), new Progress(share, 0, 0, "")));
        }
        if (chance(6)) {
            boolean forGood = chance(50);
            time.later(seconds(200), () -> {
                if (job.alive) {
                    fault("sight of %s is lost", job.id);
                    hear(job, (id, sequence) -> new News.Unreachable(id, sequence, time.instant(), "agent gone"));
                    job.silent = forGood;
                }
            });
        }
        time.later(seconds(chance(3) ? 20_000 : 900), () -> end(job, ending(), intent));
    }

    private Exit ending() {
        if (chance(80)) {
            return Exit.success(chance(50) ? Map.of() : Map.of("models", IntStream.range(0, random.nextInt(5)).mapToObj(Long::valueOf).toList()));
        }
        faults++;
        return Exit.failure(chance(60) ? Cause.USER : Cause.PLATFORM, 1, "exit code 1");
    }

    /** What a teardown was to give back is gone when it succeeds. */
    private void end(Job job, Exit exit, LaunchIntent intent) {
        if (job.alive && exit.isSuccess() && intent.spec().data().get(RoughOperator.LEASES) instanceof List<?> leases) {
            leases.forEach(machines::remove);
        }
        end(job, exit);
    }

    private void end(Job job, Exit exit) {
        if (job.alive) {
            story.add("outdoors: %s ends, %s", job.id, exit);
            job.alive = false;
            job.exit = exit;
            alive.getOrDefault(taskOf(job.id), Set.of()).remove(job);
            tellEnd(job, exit);
        }
    }

    private void tellEnd(Job job, Exit exit) {
        tell(seconds(2), job, (id, sequence) -> new News.Ended(id, sequence, time.instant(), exit));
    }

    private void tell(Duration after, Job job, Telling news) {
        time.later(after, () -> hear(job, news));
        if (chance(12)) {
            time.later(after.plus(seconds(3000)), () -> {
                fault("old news of %s", job.id);
                hear(job, news);
            });
        }
    }

    private void hear(Job job, Telling telling) {
        if (!job.silent) {
            var news = telling.of(job.id, ++job.sequence);
            story.add("news: %s", news);
            if (fault != null && fault.acknowledgesAtOnce() && news instanceof News.Ended) {
                job.forgotten = true;
            }
            listener.accept(news);
            if (job.exit != null && !job.forgotten && !(news instanceof News.Ended)) {
                var exit = job.exit;   // whoever tells late that it was alive tells its end again, until that has been taken
                time.later(Duration.ofSeconds(30), () -> hearAgain(job, exit));
            }
        }
    }

    private void hearAgain(Job job, Exit exit) {
        if (!job.forgotten) {
            hear(job, (id, sequence) -> new News.Ended(id, sequence, time.instant(), exit));
        }
    }

    /** News of what was never launched. */
    void tellForeign() {
        jobs.keySet().stream().skip(jobs.isEmpty() ? 0 : random.nextInt(jobs.size())).findFirst().ifPresent(id -> {
            var foreign = chance(50)
                    ? new LaunchId(id.dag(), id.run(), id.task(), id.mapIndex(), id.tryNumber() + 7, 1)
                    : new LaunchId(id.dag(), "manual-none", id.task(), id.mapIndex(), id.tryNumber(), id.number());
            fault("news of %s, which nobody launched", foreign);
            listener.accept(new News.Ended(foreign, 99, time.instant(), Exit.success(Map.of())));
        });
    }

    Finding find(LaunchId id) {
        var job = job(id);
        var exit = job.exit;
        if (chance(15)) {
            fault("no answer about %s", id);
            return new Finding.OutOfSight(id, "no answer");
        }
        if (job.alive) {
            job.silent = false;
            return new Finding.Alive(id, time.instant(), id.externalId(), null);
        }
        if (exit != null && !job.forgotten) {
            return new Finding.AlreadyEnded(new News.Ended(id, ++job.sequence, time.instant(), exit));
        }
        job.exit = exit == null ? Exit.failure(Cause.PLATFORM, null, "never started") : exit;
        return new Finding.NeverStarted(id);
    }

    void settled(LaunchId id) {
        var job = job(id);
        Broken.unless(!job.alive && job.exit != null, "%s is settled before its end", id);
        job.forgotten = true;
    }

    void stop(LaunchId id, boolean force) {
        if (chance(25) && !force) {
            fault("the stop of %s gets lost", id);
            return;
        }
        var job = job(id);
        job.silent = false;
        var exit = job.exit;
        if (job.alive) {
            time.later(seconds(20), () -> end(job, Exit.failure(Cause.USER, 143, "TERM")));
        } else if (exit != null) {
            tellEnd(job, exit);
        } else {
            job.exit = Exit.failure(Cause.OPERATOR, null, "stopped before it began");
            tellEnd(job, job.exit);
        }
    }

    boolean release(String lease) {
        if (chance(30)) {
            fault("lease %s is not given back yet", lease);
            return false;
        }
        machines.remove(lease);
        return true;
    }

    private void fault(String what, Object of) {
        faults++;
        story.add(what, of);
    }

    private Duration seconds(int most) {
        return Duration.ofMillis(random.nextInt(most * 1000));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
