package comporta.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All runs between two noons, and what needs a person.
 *
 * @param date of the evening
 * @param holding open deadlines that will likely be met, of what is to come too
 * @param tightest of those that still count
 * @param endedBefore runs of the night that are left out, as they ended before those that are shown
 * @param comingLater runs to come that are left out, as they begin after those that are shown
 * @param waits at most fifty
 * @param moves changes of CPUs
 */
record NightShape(
        String date,
        Instant from,
        Instant to,
        String zone,
        Counts counts,
        Text verdict,
        int holding,
        @Nullable Tightest tightest,
        List<Need> needs,
        List<NightRun> runs,
        int endedBefore,
        int comingLater,
        List<Wait> waits,
        List<LeaseResource.LeaseShape> leases,
        List<ElasticityResource.MoveShape> moves,
        List<ProblemResource.ProblemShape> problems,
        Machines machines,
        @Nullable String next) {

    /** How many runs are how. */
    record Counts(int all, int needsYou, int running, int toCome, int done) {}

    /** A deadline with its run. */
    record Tightest(String dagId, String runId, DeadlineShape deadline) {}

    /**
     * Something that a person should look at.
     *
     * @param why null: its text says it
     */
    record Need(
            String id, @Words({"failed", "at_risk", "late", "missed_tick", "open_lease", "approval", "unreachable"}) String kind,
            Subject subject, Text text,
            WhyResource.@Nullable ReasonShape why, @Nullable Instant latestSafeStart, List<Action> actions) {}

    /** What it is about. */
    record Subject(String kind, String id, String href) {}

    /**
     * A run, or a tick that has made or will make none yet.
     *
     * @param group DAG of several rows that belong together, as they come every few hours; null: it stands alone
     * @param deadline the tightest
     * @param forecastThen of a run that is over; null: none was kept
     * @param rank place in the order of risk
     */
    record NightRun(
            String dagId, @Nullable String runId, @Nullable String group,
            @Words({"scheduled", "manual", "backfill", "triggered"}) String runType,
            @Words({"queued", "running", "paused", "success", "failed", "cancelled", "to_come", "missed", "skipped"}) String state,
            @Nullable Instant tickAt, String owner, List<Segment> segments, int done, int total, @Nullable ForecastShape forecast,
            @Nullable DeadlineShape deadline, @Nullable Then forecastThen, int rank, long version) {}

    /** A task that waits. */
    record Wait(String dagId, String runId, String task, String state, WhyResource.ReasonShape reason) {}

    /**
     * Machines over the night.
     *
     * @param actual instants with how many there were from then on
     * @param predicted instants with how many of those of now are likely left then, and in the worst of ten cases; empty: not known
     * @param cost null: of some no price is known
     */
    record Machines(List<List<Object>> actual, List<List<Object>> predicted, @Nullable NightCost cost) {}

    /**
     * What they cost.
     *
     * @param p50 at their likely ends; null: an end is not known
     * @param p90 at ends that nine in ten times are not passed; null: an end is not known
     * @param example whether prices were made up to show the form, and are nobody's bill
     */
    record NightCost(Money soFar, @Nullable Money p50, @Nullable Money p90, boolean example) {}

    /** What was forecast of a run that is over, an hour before it was due. */
    record Then(Instant madeAt, Instant p50, Instant p90) {}
}
