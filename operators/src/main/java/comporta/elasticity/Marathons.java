package comporta.elasticity;

import java.time.Instant;

/**
 * The classic law for Marathon apps, which have no iterations: CPU-seconds that are promised within a window are to come evenly, and a
 * share follows in steps. A number that is missing decides nothing.
 */
final class Marathons {
    private static final double BEHIND = 0.95;

    private final SupervisorTerms terms;
    private final CpuUsed used;

    Marathons(SupervisorTerms terms, CpuUsed used) {
        this.terms = terms;
        this.used = used;
    }

    /** The app after a round, with its next share. */
    SupervisedJob round(SupervisedJob job, Instant at, Telling telling) {
        double now = at.toEpochMilli() / 1000.0;
        var promise = job.promise();
        var since = used.seconds(job.uuid(), Instant.ofEpochMilli((long) (job.since() * 1000)));
        double desired = promise.declared() * Math.min(1, (now - promise.start()) / promise.window());
        if (since == null || desired <= 0) {
            return job;
        }
        double got = job.got() + since;
        double rate = got / desired;
        telling.round(job, got, desired);
        double share = share(job, rate);
        if (share == job.cpus()) {
            return job;
        }
        return job.with(share,
                rate < BEHIND ? "it got " + Figures.percent(rate) + " of what it should have" : "it got more than it should have", got)
                .in(SupervisedJob.Phase.RUNNING, now);
    }

    double share(SupervisedJob job, double rate) {
        double behind = terms.classic().variant() == 1 ? 1 - job.deviation() : BEHIND;
        if (rate < behind) {
            return Math.min(job.promise().max(), Figures.decimal(job.cpus() + terms.classic().increment()));
        }
        if (rate > 1 + job.deviation()) {
            return Math.max(job.promise().min(), Figures.decimal(job.cpus() - terms.classic().decrement()));
        }
        return job.cpus();
    }
}
