package comporta.cluster;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** A step could not be done; nothing behind it was begun. */
public final class WorkStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param why what happened, and what to do */
    public WorkStopped(String why, @Nullable Throwable cause) {
        super(why, cause);
    }

    /** Trouble with AWS, in its words where it has said something. */
    static WorkStopped of(String what, SdkException e) {
        var details = e instanceof AwsServiceException answer ? answer.awsErrorDetails() : null;
        var why = details == null || details.errorCode() == null
                ? e.getMessage()
                : "AWS says " + details.errorCode() + ": " + details.errorMessage();
        return new WorkStopped("cannot " + what + ": " + why, e);
    }
}
