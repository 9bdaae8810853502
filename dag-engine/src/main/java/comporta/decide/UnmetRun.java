package comporta.decide;

import comporta.run.RunState;
import java.util.List;
import java.util.Map;

/** What holds a run as a whole. */
final class UnmetRun {
    private UnmetRun() {}

    static List<Reason> of(Situation situation) {
        var view = situation.view();
        if (view.run().state() != RunState.PAUSED) {
            return List.of();
        }
        return List.of(new Reason(
                Reason.Code.RUN_PAUSED, Map.of("run", view.run().key()), "The run is paused: what runs goes on, nothing new starts.",
                Unmet.runSubject(view), null, null, Reason.UntilIs.UNKNOWN,
                new Reason.Unblock("Resume the run", situation.now(), Unmet.deed(view, Deed.Verb.RESUME_RUN, "Resume the run", List.of()))));
    }
}
