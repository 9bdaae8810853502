package comporta.loop;

import comporta.dag.Schedule;
import comporta.decide.TickPosition;
import comporta.decide.TickRules;
import comporta.store.Standing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One DAG in the hands of the ticker: what it is now, and how far its ticks are settled. */
final class DagClock {
    private ScheduledDag dag;
    private Standing standing;
    private TickPosition position;
    private @Nullable Instant nextDue;
    /** Of a DAG that follows others: when what they did is to be looked at. */
    private @Nullable Instant expected;

    DagClock(ScheduledDag dag, Standing standing, SortedSet<Instant> ahead) {
        this.dag = dag;
        this.standing = standing;
        this.position = new TickPosition(standing.since(), standing.servedUntil(), ahead, standing.resumedAt());
        look();
    }

    /** A DAG that nobody has seen before. */
    static Standing first(ScheduledDag dag, long heard, Instant now) {
        var position = TickPosition.first(dag.dag().schedule(), dag.timetable(), now);
        return new Standing(
                dag.dag().id(), now, position.since(), fingerprint(dag), position.servedUntil(), heard, false, "", null, null);
    }

    /** What of a schedule decides when it is due; what is done then may change without a new beginning. */
    static String fingerprint(ScheduledDag dag) {
        var schedule = dag.dag().schedule();
        var told = schedule.trigger() + "|" + dag.timetable().zone() + "|" + schedule.start() + "|" + schedule.end() + "|" + schedule.gap()
                + "|" + schedule.fold() + "|" + schedule.calendar();
        return UUID.nameUUIDFromBytes(told.getBytes(StandardCharsets.UTF_8)).toString();
    }

    ScheduledDag dag() {
        return dag;
    }

    Schedule schedule() {
        return dag.dag().schedule();
    }

    Standing standing() {
        return standing;
    }

    TickPosition position() {
        return position;
    }

    /** When its next tick starts; null: none ever does, or it is paused. */
    @Nullable Instant nextDue() {
        return nextDue;
    }

    /** The DAGs that it follows; null: it has ticks of its own. */
    Schedule.Trigger.@Nullable After follows() {
        return schedule().trigger() instanceof Schedule.Trigger.After after ? after : null;
    }

    /** It follows others, and what they did is to be looked at then; null: once one of them does something. */
    void expects(@Nullable Instant then) {
        expected = then;
        look();
    }

    /** History is looked at up to here. */
    void heard(Standing next) {
        standing = next;
    }

    /** Another version whose ticks are the same. */
    void renewed(ScheduledDag version) {
        dag = version;
        look();
    }

    /** Where it stands once these ticks are settled. */
    TickPosition after(List<TickRules.Settled> settled) {
        return TickRules.advanced(schedule(), dag.timetable(), position, settled);
    }

    /** They are settled. */
    void moved(TickPosition to) {
        position = to;
        standing = standing.served(to.servedUntil());
        look();
    }

    void paused(Standing paused) {
        standing = paused;
        look();
    }

    void resumed(Standing resumed) {
        standing = resumed;
        var at = resumed.resumedAt();
        position = at == null ? position : position.resumed(at);
        expected = at;
        look();
    }

    private void look() {
        nextDue = standing.paused() ? null : follows() != null ? expected : TickRules.nextDue(schedule(), dag.timetable(), position);
    }
}
