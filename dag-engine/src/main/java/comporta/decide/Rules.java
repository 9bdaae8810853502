package comporta.decide;

import comporta.dag.TriggerRule;

/**
 * The trigger rules on counters: a verdict as early as it is certain. Semantics as in Apache Airflow 3, but for the teardown's rule, which
 * the decider handles itself.
 */
public final class Rules {
    private Rules() {}

    /** What a rule says. */
    public enum Verdict {
        WAIT,
        RUN,
        SKIP,
        UPSTREAM_FAILED
    }

    /**
     * The verdict of {@code rule}.
     *
     * @param upstream how many tasks there are above
     * @param success of them ended in success
     * @param failed of them failed or were cancelled
     * @param broken of them could not run because something above failed
     * @param skipped of them were skipped
     */
    public static Verdict verdict(TriggerRule rule, int upstream, int success, int failed, int broken, int skipped) {
        var bad = failed + broken;
        var allDone = success + bad + skipped == upstream;
        return switch (rule) {
            case ALWAYS -> Verdict.RUN;
            case ALL_SUCCESS -> bad > 0
                    ? Verdict.UPSTREAM_FAILED
                    : skipped > 0 ? Verdict.SKIP : runWhen(success == upstream);
            case ALL_FAILED -> success + skipped > 0 ? Verdict.SKIP : runWhen(bad == upstream);
            case ALL_DONE -> runWhen(allDone);
            case ALL_SKIPPED -> success + bad > 0 ? Verdict.SKIP : runWhen(skipped == upstream);
            case ONE_SUCCESS -> success > 0
                    ? Verdict.RUN
                    : !allDone ? Verdict.WAIT : upstream == 0 ? Verdict.RUN : skipped == upstream ? Verdict.SKIP : Verdict.UPSTREAM_FAILED;
            case ONE_FAILED -> bad > 0 ? Verdict.RUN : allDone ? Verdict.SKIP : Verdict.WAIT;
            case ONE_DONE -> success + failed > 0 ? Verdict.RUN : allDone ? Verdict.SKIP : Verdict.WAIT;
            case NONE_FAILED -> bad > 0 ? Verdict.UPSTREAM_FAILED : runWhen(success + skipped == upstream);
            case NONE_FAILED_MIN_ONE_SUCCESS -> bad > 0
                    ? Verdict.UPSTREAM_FAILED
                    : !allDone ? Verdict.WAIT : success > 0 || upstream == 0 ? Verdict.RUN : Verdict.SKIP;
            case NONE_SKIPPED -> skipped > 0 ? Verdict.SKIP : runWhen(allDone);
            case ALL_DONE_MIN_ONE_SUCCESS -> skipped > 0
                    ? Verdict.SKIP
                    : !allDone ? Verdict.WAIT : success > 0 || upstream == 0 ? Verdict.RUN : Verdict.UPSTREAM_FAILED;
            case ALL_DONE_SETUP_SUCCESS -> runWhen(allDone);
        };
    }

    private static Verdict runWhen(boolean holds) {
        return holds ? Verdict.RUN : Verdict.WAIT;
    }
}
