package comporta.decide;

import java.time.Instant;

/** Decides upon an event and lets the view take the changes over: {@link Decider#taken}, or what a test puts in its place. */
@FunctionalInterface
public interface Deciding {
    Decision taken(RunView view, Event event, Instant now);
}
