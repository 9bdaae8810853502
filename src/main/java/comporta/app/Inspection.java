package comporta.app;

import comporta.dag.DagId;
import comporta.dag.Durations;
import comporta.job.Cluster;
import comporta.operator.Lease;
import comporta.store.KeptForecast;
import comporta.store.Problem;
import comporta.store.RunSpan;
import comporta.store.Survey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is found wrong by looking from time to time: clusters that do not answer, node pools that outlive their run,
 * forecasts that stray. For one thread.
 */
final class Inspection {
    /** One question may be lost. */
    private static final int TIMES = 2;
    /** A pool is given back within this, machines that drain for long left out. */
    private static final Duration GIVING_BACK = Duration.ofMinutes(15);
    /**
     * So many runs are judged. With true forecasts fewer than {@link #FEWEST} of them by their p90 come about three times
     * in a thousand (binomial, 0.9).
     */
    static final int JUDGED = 20;
    static final int FEWEST = 14;

    private final List<Cluster> clusters;
    private final InstantSource clock;
    private final Map<String, Integer> silent = new HashMap<>();
    private final Map<String, Instant> outlived = new HashMap<>();

    Inspection(List<Cluster> clusters, InstantSource clock) {
        this.clusters = clusters;
        this.clock = clock;
    }

    /** Clusters that have not answered for two looks. */
    List<Problem> clusters() {
        var problems = new ArrayList<Problem>();
        for (var cluster : clusters) {
            for (var finding : ClusterLook.of("backend " + cluster.name(), cluster, clock)) {
                if (finding.state() != Finding.State.FAILED) {
                    silent.remove(finding.part());
                } else if (silent.merge(finding.part(), 1, Integer::sum) >= TIMES) {
                    problems.add(new Problem(
                            Problem.Kind.BACKEND_UNREACHABLE, finding.part(), finding.part() + " does not answer: " + finding.what(), null,
                            finding.fix(),
                            new Problem.Subject("backend", cluster.name())));
                }
            }
        }
        return problems;
    }

    /** Pools that nobody has asked to keep, and whose run has been over for long. */
    List<Problem> pools(Collection<Survey.OwnedLease> open) {
        var now = clock.instant();
        var over = open.stream().filter(each -> each.isOver() && each.lease().state() != Lease.State.KEPT).toList();
        outlived.keySet().retainAll(over.stream().map(each -> each.lease().id()).toList());
        var problems = new ArrayList<Problem>();
        for (var each : over) {
            var since = outlived.computeIfAbsent(each.lease().id(), _ -> now);
            if (!now.isBefore(since.plus(GIVING_BACK))) {
                problems.add(new Problem(
                        Problem.Kind.OPEN_LEASE, each.lease().id(),
                        "the machines of lease " + each.lease().id() + " (" + each.dag() + "/" + each.key() + ", task " + each.task()
                                + ") are not given back, though the run has been over for more than " + Durations.format(GIVING_BACK),
                        null, "Run comporta nodes list; then comporta nodes release " + each.lease().id(),
                        new Problem.Subject("lease", each.lease().id())));
            }
        }
        return problems;
    }

    /**
     * Whether the forecasts of a DAG hold what they say.
     *
     * @param runs the latest that are over
     * @param kept what was forecast of them
     */
    static Optional<Problem> forecasts(DagId dag, List<RunSpan> runs, List<KeptForecast> kept) {
        var first = new HashMap<Long, KeptForecast>();
        kept.forEach(each -> first.merge(each.run(), each, (one, other) -> one.checkpoint() <= other.checkpoint() ? one : other));
        int judged = 0;
        int kepts = 0;
        for (var run : runs) {
            var said = first.get(run.id());
            var ended = run.endedAt();
            if (said != null && ended != null) {
                judged++;
                kepts += ended.isAfter(said.p90()) ? 0 : 1;
            }
        }
        return judged < JUDGED || kepts >= FEWEST ? Optional.empty() : Optional.of(new Problem(
                Problem.Kind.FORECAST_OFF, dag.value(),
                "of the last " + judged + " runs of DAG " + dag + " only " + kepts
                + " ended by the p90 of their first forecast; nine of ten should",
                null, "Its tasks take otherwise than they did: until forecasts have learned that, trust the deadline more than P(late)",
                new Problem.Subject("dag", dag.value())));
    }
}
