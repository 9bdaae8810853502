package comporta.api;

import comporta.job.Report;

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
}
