package comporta.decide;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Progress;
import comporta.operator.Submission;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Jobs outside, with all that goes wrong there: refusals, answers that get lost, news that is late, doubled, out of order or missing. */
final class Outside {
    private final World world;
    private final RandomGenerator random;
    private final Map<LaunchId, Job> jobs = new LinkedHashMap<>();

    /** One launch as it really is. */
    private static final class Job {
        private final LaunchIntent intent;
        private boolean alive;
        private boolean silent;
        private @Nullable Exit exit;
        private long sequence;

        private Job(LaunchIntent intent) {
            this.intent = intent;
        }
    }

    Outside(World world, RandomGenerator random) {
        this.world = world;
        this.random = random;
    }

    long alive() {
        return jobs.values().stream().filter(job -> job.alive).count();
    }

    void submit(LaunchIntent intent) {
        var id = intent.id();
        if (jobs.containsKey(id)) {
            throw new AssertionError(id + " is submitted twice");
        }
        for (var job : jobs.values()) {
            var other = job.intent.id();
            if (job.alive && other.task().equals(id.task()) && other.mapIndex() == id.mapIndex()
                    && (other.tryNumber() != id.tryNumber() || world.isSingle(id)) && !job.silent) {
                throw new AssertionError(id + " is launched while " + other + " is alive");
            }
        }
        var job = new Job(intent);
        jobs.put(id, job);
        int fate = random.nextInt(100);
        if (fate < 5) {
            job.exit = Exit.failure(chance(50) ? Cause.PLATFORM : Cause.USER, null, "no such image");
            answer(id, new Submission.NotAccepted(chance(50) ? Cause.PLATFORM : Cause.USER, "no such image"));
        } else if (fate < 15) {
            if (chance(50)) {
                live(job);
            }
            answer(id, new Submission.Unknown("no answer"));
        } else {
            live(job);
            answer(id, new Submission.Accepted(id.externalId(), null));
        }
    }

    private void answer(LaunchId id, Submission submission) {
        world.later(seconds(3), () -> world.answered(id, submission));
    }

    private void live(Job job) {
        job.alive = true;
        boolean waits = isSensor(job.intent.id());
        if (chance(80)) {
            tell(seconds(5), job, waits ? Outside::deferred : Outside::started);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            var share = random.nextDouble();
            tell(seconds(300), job, (id, sequence) -> new News.Progressed(id, sequence, world.now(), new Progress(share, 0, 0, "")));
        }
        if (chance(8)) {
            boolean forGood = chance(50);
            world.later(seconds(200), () -> {
                hear(job, (id, sequence) -> new News.Unreachable(id, sequence, world.now(), "agent gone"));
                job.silent = forGood && job.alive;
            });
        }
        world.later(seconds(chance(3) ? 40_000 : 1_800), () -> end(job, chance(75)
                ? Exit.success(world.outputs())
                : Exit.failure(chance(60) ? Cause.USER : Cause.PLATFORM, 1, "exit code 1")));
    }

    /** Tasks that wait for something outside. */
    private static boolean isSensor(LaunchId id) {
        return id.task().value().endsWith("4");
    }

    private static News deferred(LaunchId id, long sequence) {
        return new News.Deferred(id, sequence, World.START, id.externalId());
    }

    private static News started(LaunchId id, long sequence) {
        return new News.Started(id, sequence, World.START, id.externalId(), null);
    }

    private void end(Job job, Exit exit) {
        if (job.alive) {
            job.alive = false;
            job.exit = exit;
            tell(seconds(2), job, ended(exit));
        }
    }

    private BiFunction<LaunchId, Long, News> ended(Exit exit) {
        return (id, sequence) -> new News.Ended(id, sequence, world.now(), exit);
    }

    private void tell(Duration after, Job job, BiFunction<LaunchId, Long, News> news) {
        world.later(after, () -> hear(job, news));
        if (chance(15)) {
            world.later(after.plus(seconds(4000)), () -> hear(job, news));
        }
    }

    private void hear(Job job, BiFunction<LaunchId, Long, News> news) {
        if (!job.silent) {
            world.hears(news.apply(job.intent.id(), ++job.sequence));
        }
    }

    /** News of what this run has never launched. */
    void tellForeign() {
        var of = jobs.keySet().stream().skip(jobs.isEmpty() ? 0 : random.nextInt(jobs.size())).findFirst();
        of.ifPresent(id -> {
            var foreign = switch (random.nextInt(3)) {
                case 0 -> new LaunchId(id.dag(), id.run(), id.task(), id.mapIndex(), id.tryNumber() + 7, 1);
                case 1 -> new LaunchId(id.dag(), id.run(), id.task(), id.mapIndex() + 2_000, id.tryNumber(), id.number());
                default -> new LaunchId(id.dag(), id.run(), World.NOBODY, -1, 1, 1);
            };
            world.hears(chance(50) ? ended(Exit.success(Map.of())).apply(foreign, 99L) : started(foreign, 99L));
        });
    }

    void find(LaunchIntent intent) {
        var job = jobs.computeIfAbsent(intent.id(), _ -> new Job(intent));
        var exit = job.exit;
        Finding finding;
        if (chance(20)) {
            finding = new Finding.OutOfSight(intent.id(), "no answer");
        } else if (job.alive) {
            finding = new Finding.Alive(intent.id(), world.now(), intent.id().externalId(), null);
            job.silent = false;
        } else if (exit != null) {
            finding = new Finding.AlreadyEnded(new News.Ended(intent.id(), ++job.sequence, world.now(), exit));
        } else {
            job.exit = Exit.failure(Cause.PLATFORM, null, "never started");
            finding = new Finding.NeverStarted(intent.id());
        }
        // Sight of it may be lost in between: then the answer is older than that news.
        var asked = world.now();
        world.later(seconds(5), () -> world.found(finding, asked));
    }

    void settled(LaunchIntent intent) {
        var job = jobs.get(intent.id());
        if (job == null || job.alive || job.exit == null) {
            throw new AssertionError(intent.id() + " is settled before its end was told");
        }
    }

    void stop(LaunchIntent intent, boolean force) {
        var job = jobs.computeIfAbsent(intent.id(), _ -> new Job(intent));
        if (chance(30) && !force) {
            return;   // it got lost on the way
        }
        job.silent = false;
        var exit = job.exit;
        if (job.alive) {
            world.later(seconds(20), () -> end(job, Exit.failure(Cause.USER, 143, "TERM")));
        } else if (exit != null) {
            tell(seconds(2), job, ended(exit));
        } else {
            var never = Exit.failure(Cause.OPERATOR, null, "stopped before it began");
            job.exit = never;
            tell(seconds(2), job, ended(never));
        }
    }

    private Duration seconds(int most) {
        return Duration.ofMillis(random.nextInt(most * 1000));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
