package comporta.api;

import comporta.elasticity.Told;
import comporta.job.Report;
import java.util.Map;
import java.util.Optional;

/** Takes what jobs tell of themselves. */
@FunctionalInterface
public interface Reports {
    /** Nobody runs jobs here. */
    Reports NONE = (launch, token, report) -> Taken.NOT_HERE;

    /** What became of a report. */
    enum Taken {
        /** It is kept. */
        YES,
        /** No launch of that name and secret is alive. */
        UNKNOWN,
        /** Another process leads. */
        NOT_HERE
    }

    /** @throws comporta.operator.Refused when it cannot be taken as it is */
    Taken take(String launch, String token, Report report);

    /**
     * Takes a message to the supervisor; empty: another process leads.
     *
     * @param what such as {@code updateTask}
     * @param parts names to plain data
     */
    default Optional<Told> supervise(String what, Map<String, Object> parts) {
        return Optional.empty();
    }
}
