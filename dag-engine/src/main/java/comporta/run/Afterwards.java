package comporta.run;

import comporta.operator.Cause;

/** What a task becomes once its stop is confirmed. */
public sealed interface Afterwards {
    /** It failed; its retries apply where {@code mayRetry}. */
    record Fail(Cause cause, String reason, boolean mayRetry) implements Afterwards {}

    /** It is cancelled. */
    record Cancel(Cause cause, String reason) implements Afterwards {}

    /** Somebody declared it a success. */
    record Succeed(String reason) implements Afterwards {}

    /** Somebody skipped it. */
    record Skip(String reason) implements Afterwards {}

    /** It starts over. */
    record StartOver() implements Afterwards {}
}
