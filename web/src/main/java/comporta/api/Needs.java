package comporta.api;

import comporta.store.ListedTask;
import comporta.store.SettledTick;
import comporta.store.Survey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what a person should look at. Pure. */
final class Needs {
    private final List<NightShape.Need> needs = new ArrayList<>();

    /** What has to be done the soonest first; what is lost already, or has no such time, last. */
    List<NightShape.Need> all() {
        return needs.stream()
                .sorted(Comparator.comparing(NightShape.Need::latestSafeStart,
                        Comparator.nullsLast(Comparator.<Instant>naturalOrder()))).toList();
    }

    private static NightShape.Subject run(RunShape run) {
        return new NightShape.Subject("run", run.dagId() + "/" + run.runId(), href(run));
    }

    private static String href(RunShape run) {
        return ApiHandler.PREFIX + "/dags/" + run.dagId() + "/runs/" + run.runId();
    }

    /**
     * A run that failed.
     *
     * @param failed tasks that did, the first few
     * @param clearBefore when it must go on to still make its deadline; null: it has none, or cannot make it
     */
    void failed(RunShape run, List<ListedTask> failed, @Nullable Instant clearBefore) {
        var first = failed.isEmpty() ? null : failed.getFirst();
        var stuck = run.counts().get("upstream_failed");
        var text = run.dagId() + " failed"
                + (first == null ? reason(run.reason()) : ": " + first.task() + reason(TaskShapes.reason(first.instance().state())))
                + (stuck == null ? "." : ". " + stuck + " " + (stuck.equals(1) ? "task" : "tasks") + " could not run.");
        needs.add(new NightShape.Need(
                "failed:" + run.dagId() + "/" + run.runId(), "failed", run(run),
                new Text("failed", Map.of("dag_id", run.dagId(), "task_id", first == null ? "" : first.task().value()), text), null,
                clearBefore, run.actions()));
    }

    private static String reason(@Nullable String reason) {
        return reason == null || reason.isEmpty() ? "" : ", " + reason;
    }

    void deadline(RunShape run, DeadlineShape deadline) {
        var isLate = deadline.status().equals("late");
        var whose = run.dagId() + (deadline.taskId() == null ? "" : " / " + deadline.taskId());
        needs.add(new NightShape.Need(
                deadline.status() + ":" + run.dagId() + "/" + run.runId() + "/" + deadline.id(), deadline.status(), run(run),
                new Text(deadline.status(), Map.of("dag_id", run.dagId(), "due_at", Json.instant(deadline.dueAt())),
                        isLate ? "The deadline of " + whose + " has passed." : whose + " will likely be late for its deadline."),
                null, deadline.latestSafeStart(), run.actions()));
    }

    void missed(SettledTick tick) {
        var at = Json.instant(tick.at());
        needs.add(new NightShape.Need(
                "missed_tick:" + tick.dag() + "/" + at, "missed_tick",
                new NightShape.Subject("dag", tick.dag().value(), ApiHandler.PREFIX + "/dags/" + tick.dag()),
                new Text("missed_tick", Map.of("dag_id", tick.dag().value(), "tick", at),
                        tick.dag() + " did not run as it was due" + reason(tick.reason()) + "."),
                null, null, List.of()));
    }

    /** Machines that are held for a run that is over. */
    void lease(Survey.OwnedLease owned, List<Action> actions) {
        var lease = owned.lease();
        needs.add(new NightShape.Need(
                "open_lease:" + lease.id(), "open_lease", new NightShape.Subject("lease", lease.id(), ApiHandler.PREFIX + "/leases"),
                new Text("open_lease", Map.of("pool", lease.terms().pool(), "machines", lease.registered()),
                        lease.registered() + " machines of node pool " + lease.terms().pool() + " are held though their run is over."),
                null, null, actions));
    }

    void wait(NightShape.Wait wait) {
        var kind = wait.reason().code();
        if (kind.equals("approval") || kind.equals("unreachable")) {
            needs.add(new NightShape.Need(
                    kind + ":" + wait.dagId() + "/" + wait.runId() + "/" + wait.task(), kind,
                    new NightShape.Subject("run", wait.dagId() + "/" + wait.runId(),
                            ApiHandler.PREFIX + "/dags/" + wait.dagId() + "/runs/" + wait.runId()),
                    new Text(kind, wait.reason().args(), wait.task() + ": " + wait.reason().text()), wait.reason(), null, List.of()));
        }
    }
}
