package comporta.operator;

import org.jspecify.annotations.Nullable;

/** Answer to the wish to start a launch. */
public sealed interface Submission {
    /** It is known outside now. News says when it runs. */
    record Accepted(String externalId, @Nullable String url) implements Submission {}

    /** It certainly did not start and never will. */
    record NotAccepted(Cause cause, String why) implements Submission {}

    /** Nobody knows; only {@link Operator#find} may settle it. */
    record Unknown(String why) implements Submission {}
}
