package comporta.job;

import comporta.operator.Cause;

/** What a cluster made of the wish to start a job. */
public sealed interface Sent {

    /** It has it, from this wish or from an earlier one. */
    record Taken() implements Sent {}

    /** It will not have it as it is. */
    record TurnedDown(Cause cause, String why) implements Sent {}

    /** It has not heard of it. */
    record Unheard(String why) implements Sent {}

    /** Nobody knows whether it has it. */
    record Unclear(String why) implements Sent {}
}
