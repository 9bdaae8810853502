package comporta.simulate;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.News;
import comporta.operator.Operator;
import comporta.operator.Submission;
import comporta.operator.Try;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An operator whose launches do nothing but last. It keeps the promises of the SPI: a launch starts once however often it is submitted, is
 * found again by the next life of the engine, and can be stopped.
 */
public class StandIn implements Operator {
    /** How long a job takes to end once it is asked to. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final String name;
    private final VirtualTime time;
    private final Behaviour behaviour;
    private final Map<LaunchId, Job> jobs = new HashMap<>();
    private Consumer<News> listener = _ -> { };

    private static final class Job {
        private final LaunchId id;
        private @Nullable Instant since;
        private @Nullable Exit exit;
        private boolean asked;
        private long sequence;

        private Job(LaunchId id) {
            this.id = id;
        }
    }

    /** @param name the word of the DAG file */
    public StandIn(String name, VirtualTime time, Behaviour behaviour) {
        this.name = name;
        this.time = time;
        this.behaviour = behaviour;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final List<LaunchSpec> prepare(Try attempt) {
        return Collections.nCopies(launches(attempt), behaviour.of(attempt).toSpec());
    }

    /** How many launches a try has, side by side. */
    int launches(Try attempt) {
        return 1;
    }

    @Override
    public final int expectedLaunches(Try attempt) {
        return launches(attempt);
    }

    @Override
    public final Submission submit(LaunchIntent intent) {
        if (!jobs.containsKey(intent.id())) {
            var job = new Job(intent.id());
            jobs.put(intent.id(), job);
            begin(job, Conduct.of(intent.spec()));
        }
        return new Submission.Accepted(intent.id().externalId(), null);
    }

    private void begin(Job job, Conduct conduct) {
        time.later(conduct.boots(), () -> {
            if (job.exit == null) {
                job.since = time.instant();
                listener.accept(new News.Started(job.id, ++job.sequence, time.instant(), job.id.externalId(), null));
            }
        });
        time.later(conduct.boots().plus(conduct.lasts()), () -> end(job, conduct.exit()));
    }

    private void end(Job job, Exit exit) {
        if (job.exit == null) {
            job.exit = exit;
            listener.accept(ended(job, exit));
        }
    }

    private News.Ended ended(Job job, Exit exit) {
        return new News.Ended(job.id, ++job.sequence, time.instant(), exit);
    }

    @Override
    public final List<Finding> find(Collection<LaunchIntent> open) {
        return open.stream().map(intent -> found(intent.id())).toList();
    }

    private Finding found(LaunchId id) {
        var job = jobs.get(id);
        if (job == null) {
            var never = new Job(id);
            never.exit = Exit.failure(Cause.PLATFORM, null, "it never started");
            jobs.put(id, never);   // whoever submits it from now on comes too late
            return new Finding.NeverStarted(id);
        }
        var exit = job.exit;
        if (exit != null) {
            return new Finding.AlreadyEnded(ended(job, exit));
        }
        var since = job.since;
        return new Finding.Alive(id, since == null ? time.instant() : since, id.externalId(), null);
    }

    @Override
    public final void watch(Consumer<News> news) {
        listener = news;
    }

    @Override
    public final void stop(LaunchIntent intent, boolean force) {
        var job = jobs.get(intent.id());
        if (job != null && !job.asked) {
            job.asked = true;
            time.later(force ? Duration.ZERO : GRACE, () -> end(job, Exit.failure(Cause.USER, 143, "stopped")));
        }
    }

    @Override
    public final void settled(LaunchIntent intent) {
        jobs.remove(intent.id());
    }

    /** How many launches are alive. */
    public final long alive() {
        return jobs.values().stream().filter(job -> job.exit == null).count();
    }
}
