package comporta.decide;

import comporta.dag.Durations;
import comporta.operator.Cause;
import comporta.operator.Lease;
import comporta.run.Launch;
import comporta.run.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a try waits for in the outside world, and the wait before the next one. */
final class UnmetOutside {
    private UnmetOutside() {}

    static Reason retry(Situation situation, int node, TaskState.UpForRetry retry) {
        var view = situation.view();
        var instance = view.instance(node);
        var lease = view.lease(node);
        var platform = retry.cause() == Cause.PLATFORM;
        var name = Nodes.name(view, node);
        var label = "Clear " + name;
        var unblock = new Reason.Unblock(
                label + ": it starts at once, its retries count anew", situation.now(),
                Unmet.deed(view, Deed.Verb.CLEAR, label, List.of(name)));
        var args = UnmetAbove.args("try", instance.tries() + 1, "last", retry.reason());
        args.put("cause", retry.cause().word());
        var word = situation.moments().word(retry.dueAt());
        if (platform && lease != null && lease.state() == Lease.State.OPENING) {
            args.put("pool", lease.terms().pool());
            return new Reason(
                    Reason.Code.NO_CAPACITY, args,
                    "No machines for node pool " + lease.terms().pool() + ": " + retry.reason() + ". Asked again at " + word + ".",
                    new Reason.Subject("lease", lease.id(), "/machines/" + lease.id()), retry.dueAt(), null, Reason.UntilIs.EXACT, unblock);
        }
        return new Reason(
                Reason.Code.RETRY_DELAY, args,
                "Try " + (instance.tries() + 1)
                + (platform ? "" : " of " + (view.plan().terms(node).retry().retries() + 1 + instance.platformFailures()))
                        + " at " + word + ". Last: " + retry.reason() + " (" + retry.cause().word()
                        + (platform ? "; does not use up your retries" : "") + ").",
                Unmet.task(view, node), retry.dueAt(), null, Reason.UntilIs.EXACT, unblock);
    }

    static List<Reason> of(Situation situation, int node, TaskState.InTry state) {
        return switch (state) {
            case TaskState.Launching launching -> List.of(launching(situation, node, launching));
            case TaskState.Running _ -> running(situation, node);
            case TaskState.Deferred deferred -> List.of(deferred(situation, node, deferred));
            case TaskState.Stopping stopping -> List.of(stopping(situation, node, stopping));
            case TaskState.Unreachable lost -> List.of(lost(situation, node, lost));
        };
    }

    private static List<Reason> running(Situation situation, int node) {
        var lease = situation.view().lease(node);
        return lease == null || lease.state() != Lease.State.OPENING
                ? List.of()
                : List.of(UnmetAbove.machines(situation, node, lease, situation.likelyEnd(situation.view(), node)));
    }

    private static String backend(RunView view, int node) {
        return view.plan().task(node).block("job").get("backend") instanceof String named ? named : "local";
    }

    private static Reason launching(Situation situation, int node, TaskState.Launching launching) {
        var view = situation.view();
        var backend = backend(view, node);
        var since = situation.moments().word(launching.since());
        var unconfirmed = view.launches(node).isEmpty()
                || view.launches(node).stream().anyMatch(each -> each.state() == Launch.State.INTENDED);
        var args = UnmetAbove.args("backend", backend, "since", String.valueOf(Moments.json(launching.since())));
        if (unconfirmed || backend.equals("local")) {
            return new Reason(
                    Reason.Code.LAUNCH_UNCONFIRMED, args,
                    unconfirmed
                            ? "Sent to " + backend + " at " + since + "; not confirmed yet. It will not be sent twice."
                            : "Taken by " + backend + " at " + since + "; nobody has seen it run yet.",
                    Unmet.task(view, node), null, null, Reason.UntilIs.UNKNOWN, null);
        }
        var why = view.instance(node).progress().text();
        args.put("why", why);
        return new Reason(
                Reason.Code.NO_OFFER, args,
                "Taken by " + backend + " at " + since + "; "
                + (why.isEmpty() ? "no machine of the cluster has had room for it yet" : why) + ".",
                Unmet.task(view, node), null, null, Reason.UntilIs.UNKNOWN, null);
    }

    /** A sensor looks again and again; an approval waits for a person; whatever else waits outside says so itself. */
    private static Reason deferred(Situation situation, int node, TaskState.Deferred deferred) {
        var view = situation.view();
        var task = view.plan().task(node);
        var seen = view.instance(node).progress().text();
        var limit = view.plan().terms(node).timeouts().execution();
        var end = limit == null ? null : deferred.since().plus(limit);
        var name = Nodes.name(view, node);
        var since = situation.moments().word(deferred.since());
        var args = UnmetAbove.args("since", String.valueOf(Moments.json(deferred.since())), "seen", seen);
        var label = "Mark " + name + " as success";
        var marked = new Reason.Unblock(label, null, Unmet.deed(view, Deed.Verb.MARK_SUCCESS, label, List.of(name)));
        var until = end == null ? "" : " until " + situation.moments().word(end);
        return switch (task.operator()) {
            case "approval" -> {
                var yes = "Approve " + name;
                var approvers = Approvals.approvers(task.settings());
                if (!approvers.isEmpty()) {
                    args.put(Approvals.APPROVERS, approvers);
                }
                yield new Reason(
                        Reason.Code.APPROVAL, args,
                        "Waits for approval" + (approvers.isEmpty() ? "" : " by " + String.join(", ", approvers)) + " since " + since
                        + until + (end == null ? "." : ", then " + otherwise(task.settings()) + "."),
                        Unmet.task(view, node), end, null, Unmet.exact(end),
                        new Reason.Unblock(yes, situation.now(), Unmet.deed(view, Deed.Verb.APPROVE, yes, node)));
            }
            case "trigger-dag" -> new Reason(
                    Reason.Code.UPSTREAM, args,
                    "Waits for a run of " + task.settings().get("dag") + " since " + since + (seen.isEmpty() ? "" : ": " + seen) + ".",
                    Unmet.task(view, node), null, null, Reason.UntilIs.UNKNOWN, marked);
            default -> {
                var next = nextLook(situation, task.settings(), deferred.since());
                args.put("next_look", String.valueOf(Moments.json(next)));
                yield new Reason(
                        Reason.Code.SENSOR, args,
                        "Waits since " + since + (seen.isEmpty() ? "" : ": " + seen) + ". Looks again by " + situation.moments().word(next)
                                + (end == null ? "" : ", gives up at " + situation.moments().word(end)) + ".",
                        Unmet.task(view, node), next, null, Reason.UntilIs.EXACT, marked);
            }
        };
    }

    private static String otherwise(Map<String, Object> settings) {
        return "approve".equals(settings.get("on_timeout")) ? "yes" : "no";
    }

    /** By the sensor's own rule: a first wait that grows by a factor up to a longest one, each counted from the look before. */
    private static Instant nextLook(Situation situation, Map<String, Object> settings, Instant since) {
        var interval = duration(settings, "poke_interval", Duration.ofMinutes(1));
        var most = duration(settings, "poke_max_interval",
                interval.compareTo(Duration.ofMinutes(10)) > 0 ? interval : Duration.ofMinutes(10));
        double factor = settings.get("poke_backoff") instanceof Number number ? number.doubleValue() : 1;
        var wait = Math.max(interval.toMillis(), 100);
        var next = since.plusMillis(wait);
        while (!next.isAfter(situation.now())) {
            wait = (long) Math.max(100, Math.min((double) most.toMillis(), (double) wait * factor));
            if (wait == most.toMillis() || factor == 1) {
                var behind = Duration.between(next, situation.now()).toMillis();
                return next.plusMillis((behind / wait + 1) * wait);
            }
            next = next.plusMillis(wait);
        }
        return next;
    }

    private static Duration duration(Map<String, Object> settings, String key, Duration otherwise) {
        var written = settings.get(key);
        return written == null ? otherwise : Durations.parse(written.toString());
    }

    private static Reason stopping(Situation situation, int node, TaskState.Stopping stopping) {
        var view = situation.view();
        var next = view.nextReminder(node);
        return new Reason(
                Reason.Code.STOP_UNCONFIRMED,
                UnmetAbove.args("backend", backend(view, node), "since", String.valueOf(Moments.json(stopping.since()))),
                "Asked to end at " + situation.moments().word(stopping.since()) + "; " + backend(view, node) + " has not confirmed."
                + again(situation, next),
                Unmet.task(view, node), null, null, Reason.UntilIs.UNKNOWN, null);
    }

    private static String again(Situation situation, @Nullable Instant next) {
        return next == null
                ? ""
                : next.isAfter(situation.now())
                ? " Asking again at " + situation.moments().word(next) + "."
                : " Asking again now.";
    }

    /** Who never heard of the launch cannot have lost sight of it: then it is the backend that does not answer. */
    private static Reason lost(Situation situation, int node, TaskState.Unreachable lost) {
        var view = situation.view();
        var end = lost.since().plus(view.plan().terms(node).unreachableTimeout());
        var backend = backend(view, node);
        var never = view.launches(node).stream().filter(Launch::isOpen).allMatch(each -> each.externalId() == null);
        var args = UnmetAbove.args("backend", backend, "since", String.valueOf(Moments.json(lost.since())));
        args.put("why", lost.reason());
        var since = situation.moments().word(lost.since());
        return new Reason(
                never ? Reason.Code.BACKEND_DOWN : Reason.Code.UNREACHABLE, args,
                never
                        ? backend + " has not answered since " + since + " (" + lost.reason()
                        + "). Not sent again before it says what became of it, at most until "
                                + situation.moments().word(end) + "."
                        : "Lost sight of it at " + since + " (" + lost.reason() + "). Not started again before " + backend
                                + " says what became of it, at most until " + situation.moments().word(end) + ".",
                Unmet.task(view, node), end, null, Reason.UntilIs.EXACT, null);
    }
}
