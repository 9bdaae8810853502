package comporta.run;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchIntent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A launch as the engine knows it.
 *
 * @param task number of its task
 * @param state how much is known of it
 * @param externalId what the outside calls it; null before it was accepted
 * @param sequence of the latest news heard
 * @param exit null until it ended, and for one that never started
 */
public record Launch(
        LaunchIntent intent,
        int task,
        State state,
        @Nullable String externalId,
        @Nullable String externalUrl,
        long sequence,
        Instant at,
        @Nullable Exit exit) {

    /** How a launch ends of which is known that it never started and never will. */
    public static final Exit NEVER_STARTED = Exit.failure(Cause.PLATFORM, null, "it never started");

    /** How much is known of a launch. */
    public enum State {
        /** Committed; the outside may or may not have heard of it. */
        INTENDED,
        /** The outside has it. */
        ACCEPTED,
        /** It runs. */
        RUNNING,
        /** It is over, or never was. */
        ENDED,
        /** Sight of it is lost: it may be alive or not. */
        LOST,
        /** Out of sight for so long that nobody waits for it any more: should it be alive after all, it is to end. */
        GIVEN_UP
    }

    /** Whether its try still waits for it. */
    public boolean isOpen() {
        return state != State.ENDED && state != State.GIVEN_UP;
    }

    /** A launch about to be committed. */
    public static Launch intended(LaunchIntent intent, int task, Instant now) {
        return new Launch(intent, task, State.INTENDED, null, null, -1, now, null);
    }

    /** The same launch after it was accepted or seen running. */
    public Launch seen(State next, @Nullable String id, @Nullable String url, long newsSequence, Instant now) {
        return new Launch(
                intent, task, next, id == null ? externalId : id, url == null ? externalUrl : url, Math.max(sequence, newsSequence), now,
                null);
    }

    /** The same launch, which never was and never will be. */
    public Launch neverStarted(Instant now) {
        return new Launch(intent, task, State.ENDED, externalId, externalUrl, sequence, now, null);
    }

    /** The same launch, which nobody waits for any more. */
    public Launch givenUp(Exit how, Instant now) {
        return new Launch(intent, task, State.GIVEN_UP, externalId, externalUrl, sequence, now, how);
    }

    /** The same launch, over. */
    public Launch ended(Exit how, Instant now) {
        return new Launch(intent, task, State.ENDED, externalId, externalUrl, sequence, now, how);
    }
}
