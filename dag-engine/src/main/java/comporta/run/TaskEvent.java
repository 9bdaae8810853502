package comporta.run;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Progress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that happens to a task instance. What concerns a try names its number, so that news of an older one is recognised. */
public sealed interface TaskEvent {
    /** Its trigger rule holds, and its {@code when} is true. */
    record RuleHeld() implements TaskEvent {}

    /** Its rule holds, and other runs are waited for: the clock of that runs from here on. */
    record Held() implements TaskEvent {}

    /** Its rule, or its {@code when}, says that it is not to run. */
    record PassedOver(String reason) implements TaskEvent {}

    /** Its rule cannot hold any more because something above failed. */
    record UpstreamBroke(String reason) implements TaskEvent {}

    /** The intent of its next try, of so many launches when all goes well, is about to be committed. */
    record Launched(int tryNumber, int expectedLaunches) implements TaskEvent {}

    /** There was nothing to launch. */
    record NothingToDo(int tryNumber) implements TaskEvent {}

    /** The next try could not even be prepared; never retried. */
    record Unpreparable(int tryNumber, Cause cause, String reason) implements TaskEvent {}

    /** A launch of the try does not run yet; {@code why} says what it waits for. */
    record Waits(int tryNumber, String why) implements TaskEvent {}

    /** A launch of the try runs. */
    record Started(int tryNumber) implements TaskEvent {}

    /** A launch of the try waits for a condition outside, and needs no slot for that. */
    record Deferred(int tryNumber) implements TaskEvent {}

    /** A sign of life with or without progress. */
    record Alive(int tryNumber, Progress progress) implements TaskEvent {}

    /** The try is over. */
    record TryEnded(int tryNumber, Exit exit) implements TaskEvent {}

    /** Sight of the try is lost. */
    record SightLost(int tryNumber, String reason) implements TaskEvent {}

    /** The time of a retry or of a timeout may have come. */
    record TimeCame() implements TaskEvent {}

    /** It is to end; {@code then} says as what. */
    record StopAsked(Afterwards then) implements TaskEvent {}

    /** It is to start over. */
    record Cleared() implements TaskEvent {}

    /** All its instances are at rest: it ends as they say, and began when the first of them did. */
    record Summarised(TaskState.AtRest end, @Nullable Instant startedAt) implements TaskEvent {}

    /** Its index is not among the items any more. */
    record Dropped() implements TaskEvent {}

    /** Its index is among the items again. */
    record TakenUp() implements TaskEvent {}
}
