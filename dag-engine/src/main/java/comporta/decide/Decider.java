package comporta.decide;

import java.time.Instant;

/** The door of this room: what an event means for a run. */
public final class Decider {
    private Decider() {}

    /** Changes and commands that follow from {@code event} at {@code now}. The view stays as it is. */
    public static Decision decide(RunView view, Event event, Instant now) {
        var draft = new Draft(view, now);
        TimeLimits.ring(draft, view.dueLimits(now), event);
        switch (event) {
            case Event.Begun _ -> Course.begin(draft);
            case Event.Prepared prepared -> Tries.open(draft, prepared.task(), prepared.preparation());
            case Event.Doubled doubled -> Tries.doubled(draft, doubled.task(), doubled.copy());
            case Event.Heard heard -> Hearing.heard(draft, heard);
            case Event.Answered answered -> Hearing.answered(draft, answered);
            case Event.Found found -> Hearing.found(draft, found);
            case Event.TimeCame due -> Clocks.ring(draft, due, view.runDue());
            case Event.Wished wished -> Wishes.grant(draft, wished.wish());
            case Event.Learned learned -> learned.tasks().forEach(draft::affects);
            case Event.Released released -> LeaseEnds.released(draft, released);
        }
        Course.goOn(draft);
        TimeLimits.follow(draft, event instanceof Event.Begun);
        return draft.decision();
    }

    /** The same, after which the view is as the changes say. */
    public static Decision taken(RunView view, Event event, Instant now) {
        var decision = decide(view, event, now);
        decision.changes().forEach(view::apply);
        return decision;
    }
}
