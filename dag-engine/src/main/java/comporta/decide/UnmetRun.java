package comporta.decide;

import comporta.run.RunState;
import comporta.run.RunType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What holds a run as a whole: it is paused, or it has not begun. */
final class UnmetRun {
    private UnmetRun() {}

    static List<Reason> of(Situation situation) {
        return switch (situation.view().run().state()) {
            case PAUSED -> List.of(paused(situation));
            case QUEUED -> queued(situation);
            case RUNNING, SUCCESS, FAILED, CANCELLED -> List.of();
        };
    }

    private static Reason paused(Situation situation) {
        var view = situation.view();
        return new Reason(
                Reason.Code.RUN_PAUSED, Map.of("run", view.run().key()), "The run is paused: what runs goes on, nothing new starts.",
                Unmet.runSubject(view), null, null, Reason.UntilIs.UNKNOWN,
                new Reason.Unblock("Resume the run", situation.now(), Unmet.deed(view, Deed.Verb.RESUME_RUN, "Resume the run", List.of())));
    }

    /** Only what a person asked for begins while its DAG is paused. */
    private static List<Reason> queued(Situation situation) {
        var view = situation.view();
        var run = view.run();
        var reasons = new ArrayList<Reason>();
        var pause = situation.pause();
        if (pause != null && run.type() != RunType.MANUAL) {
            var label = "Resume DAG " + run.dag();
            reasons.add(new Reason(
                    Reason.Code.DAG_PAUSED, Map.of("dag", run.dag().value(), "pause", pause), "DAG " + run.dag() + " is " + pause + ".",
                    new Reason.Subject("dag", run.dag().value(), "/dags/" + run.dag()), null, null, Reason.UntilIs.UNKNOWN,
                    new Reason.Unblock(label, situation.now(), Unmet.deed(view, Deed.Verb.RESUME_DAG, label, List.of()))));
        }
        var active = situation.others().stream().map(RunView::run)
                .filter(other -> other.dag().equals(run.dag()) && (other.type() == RunType.BACKFILL) == (run.type() == RunType.BACKFILL))
                .filter(other -> other.state() == RunState.RUNNING || other.state() == RunState.PAUSED)
                .toList();
        int most = view.plan().dag().maxActiveRuns();
        if (run.type() != RunType.BACKFILL && active.size() >= most) {
            var names = active.stream().limit(3).map(other -> other.key()).collect(Collectors.joining(", "));
            reasons.add(new Reason(
                    Reason.Code.DAG_LIMIT, UnmetAbove.args("limit", "max_active_runs", "size", most),
                    "max_active_runs of DAG " + run.dag() + " is reached: " + active.size() + " of " + most + " runs are under way ("
                    + names + ").",
                    new Reason.Subject("dag", run.dag().value(), "/dags/" + run.dag()), null, null, Reason.UntilIs.UNKNOWN,
                    new Reason.Unblock("One of these has to end: " + names, null, null)));
        }
        if (reasons.isEmpty()) {
            reasons.add(new Reason(
                    Reason.Code.SCHEDULE, Map.of("run", run.key(), "type", run.type().word()),
                    "The run waits for its turn since " + situation.moments().word(run.queuedAt()) + ".",
                    Unmet.runSubject(view), null, null,
                    Reason.UntilIs.UNKNOWN, null));
        }
        return reasons;
    }
}
