package comporta.elasticity;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the supervisor tells of its jobs: the metrics that there always were, by their names, and those of the decisions. */
final class Telling {
    private static final int LONGEST_REASON = 500;

    private final Measures measures;
    private final InstantSource clock;

    Telling(Measures measures, InstantSource clock) {
        this.measures = measures;
        this.clock = clock;
    }

    void remaining(SupervisedJob job) {
        tell(List.of(measure(job, "remaining_iterations", job.remaining())));
    }

    /** At the end of an iteration. */
    void decided(SupervisedJob job, Advice advice) {
        var last = job.done().getLast();
        var told = new ArrayList<Measure>();
        told.add(measure(job, "prediction_vs_deadline", (double) Math.round(advice.predictedEnd() - job.promise().deadline())));
        told.add(measure(job, "remaining_iterations", job.remaining()));
        told.add(measure(job, "current_cpu", last.cpus()));
        told.add(measure(job, "last_job_duration", last.seconds()));
        told.add(new Measure(
                "comporta.cpu_decision", dimensions(job), clock.instant(), advice.cpus(),
                Map.of("from", Figures.share(last.cpus()), "state", advice.state().name(), "reason", shortened(advice.why()))));
        var late = advice.late();
        if (late != null) {
            told.add(measure(job, "comporta.p_late", late));
        }
        tell(told);
    }

    /** In a round of a Marathon app. */
    void round(SupervisedJob job, double got, double desired) {
        tell(List.of(
                measure(job, "current_cpu", job.cpus()),
                measure(job, "current_cputime_accumulated", got),
                measure(job, "desired_cputime_accumulated", desired),
                measure(job, "marathon_ratio_progress", got / desired),
                measure(job, "marathon_cputime_current_vs_desired", desired - got)));
    }

    /** At the end of a Marathon app. */
    void over(SupervisedJob job, double finished) {
        tell(List.of(measure(job, "last_job_duration", finished - job.promise().start())));
    }

    private void tell(List<Measure> told) {
        measures.take(told);
    }

    private Measure measure(SupervisedJob job, String name, double value) {
        return new Measure(name, dimensions(job), clock.instant(), value, Map.of());
    }

    private static Map<String, String> dimensions(SupervisedJob job) {
        return Map.of("jobname", job.name(), "framework", job.framework(), "uuid", job.uuid());
    }

    private static String shortened(String words) {
        return words.length() <= LONGEST_REASON ? words : words.substring(0, LONGEST_REASON);
    }
}
