package comporta.marathon;

import comporta.dag.PlainData;
import comporta.job.JobSpec;
import comporta.job.JsonDoor;
import comporta.job.MesosTask;
import comporta.job.MesosTasks;
import comporta.job.OutsideName;
import comporta.job.RemoteJob;
import comporta.job.RemoteLog;
import comporta.job.RemoteSystem;
import comporta.job.Reply;
import comporta.job.Sent;
import comporta.job.Sight;
import comporta.job.TasksBelow;
import comporta.job.Unseen;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Launches as apps of one instance. An id is taken once, so the same wish again starts nothing. A task that ended would be started again,
 * hours later at the earliest: before that the app is stilled (no instances) and how it ended is written on it, in one request, so that the
 * end outlives us. The app is removed when the end is on record.
 */
final class MarathonSystem implements RemoteSystem {
    private static final OutsideName NAMES = new OutsideName(200, Pattern.compile("[^a-z0-9.-]"), true);
    private static final int LOOKS_FOR_PROOF = 3;

    private final MarathonClient client;
    private final MarathonEvents events;
    private final TasksBelow below;
    private final InstantSource clock;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    /** What this life has seen of an app. */
    private static final class Seen {
        /** Marathon's id of the task that ran first; empty: none was seen. */
        String task = "";
        int gone;
        private String startedAt = "";
        private Instant since = Instant.EPOCH;

        /** The moment that the text tells, which stays the same for thousands of looks. */
        Instant since(String text, Function<String, Instant> reading) {
            if (!text.equals(startedAt)) {
                startedAt = text;
                since = reading.apply(text);
            }
            return since;
        }
    }

    MarathonSystem(MarathonClient client, @Nullable MesosTasks mesos, InstantSource clock) {
        this.client = client;
        this.events = new MarathonEvents(client);
        this.below = new TasksBelow(mesos, task -> Optional.ofNullable(task.labels().get(MarathonApp.NAME)));
        this.clock = clock;
    }

    @Override
    public List<String> ignores(JobSpec job) {
        return MarathonApp.ignores(job);
    }

    @Override
    public String name(LaunchId launch) {
        return NAMES.of(launch);
    }

    @Override
    public Sent start(RemoteJob job, Map<String, String> environment) {
        events.listen();
        var app = MarathonApp.definition(job, environment);
        var reply = client.create(app);
        return switch (reply) {
            case Reply.Answer answer when answer.isGood() || answer.status() == 409 -> asked(job, app, answer.isGood());
            case Reply.Answer answer when answer.status() / 100 == 4 ->
                new Sent.TurnedDown(answer.status() == 401 || answer.status() == 403 ? Cause.PLATFORM : Cause.USER,
                        "Marathon answers " + answer);
            case Reply.Answer answer -> asked(job, app, false);
            case Reply.Lost lost -> asked(job, app, false);
            case Reply.NotSent not -> new Sent.Unheard(not.why());
        };
    }

    /** Whether the app is there; when it is not, the same wish once more. */
    private Sent asked(RemoteJob job, Map<String, Object> app, boolean isSure) {
        if (isSure) {
            return new Sent.Taken();
        }
        try {
            if (client.find("/" + job.name()).isPresent()) {
                return new Sent.Taken();
            }
            var again = client.create(app);
            return again instanceof Reply.Answer answer && (answer.isGood() || answer.status() == 409)
                    ? new Sent.Taken()
                    : new Sent.Unclear("Marathon does not show the app that was sent: " + again);
        } catch (Unseen e) {
            return new Sent.Unclear(e.why());
        }
    }

    @Override
    public Map<String, Sight> look(Collection<RemoteJob> jobs) throws Unseen {
        events.listen();
        var apps = new HashMap<String, Map<String, Object>>();
        client.apps(MarathonApp.NAME).forEach(app -> apps.put(String.valueOf(app.get("id")), app));
        var names = jobs.stream().map(RemoteJob::name).filter(name -> apps.containsKey("/" + name)).toList();
        var tasks = below.of(names, (name, task) -> isSettled(apps.getOrDefault("/" + name, Map.of()), task));
        var sights = new HashMap<String, Sight>();
        for (var job : jobs) {
            var app = apps.get("/" + job.name());
            sights.put(job.name(), app == null ? new Sight.Absent() : sight(job.name(), app, tasks.get(job.name())));
        }
        return sights;
    }

    @Override
    public void hints(Consumer<String> names) {
        events.tellTo(app -> names.accept(app.substring(1)));
        below.tellTo(names);
    }

    @Override
    public boolean isHeard() {
        return events.isHeard() && (!below.isKnown() || below.isHeard());
    }

    /** Only of a task that a look has seen before: its log is found by what that look has learnt. */
    @Override
    public Optional<Sight> glance(RemoteJob job) throws Unseen {
        var task = below.ended(job.name());
        if (task.isPresent()) {
            var app = client.find("/" + job.name());
            return app.isEmpty() ? Optional.empty() : Optional.of(sight(job.name(), app.get(), task.get()));
        }
        var known = seen.get(job.name());
        var heard = events.end("/" + job.name());
        if (known == null || known.task.isEmpty() || heard.isEmpty() || !heard.get().task().equals(known.task)
                || (below.isKnown() && !below.isSeen(job.name()))) {
            return Optional.empty();
        }
        var app = client.find("/" + job.name());
        return app.isEmpty() ? Optional.empty() : Optional.of(sight(job.name(), app.get(), null));
    }

    /** An app whose one task runs on, and none of which has failed. */
    private static boolean isSettled(Map<String, Object> app, @Nullable MesosTask task) {
        var tasks = tasks(app);
        return task != null && task.isRunning() && !isStilled(app) && PlainData.block(app, "lastTaskFailure").isEmpty()
                && tasks.size() == 1 && task.id().equals(tasks.getFirst().get("id"));
    }

    private Sight sight(String name, Map<String, Object> app, @Nullable MesosTask task) throws Unseen {
        var known = seen.computeIfAbsent(name, fresh -> new Seen());
        var kept = PlainData.block(app, "labels").get(Tombstone.LABEL);
        if (kept instanceof String text) {
            return new Sight.Over(Tombstone.read(text));
        }
        if (task != null && task.isUnreachable()) {
            return new Sight.Dim("its machine is out of sight of Mesos (" + task.state() + ")");
        }
        var end = end(name, app, task, known);
        if (end.isPresent()) {
            still(name, app, end.get());
            return new Sight.Over(end.get());
        }
        return alive(app, task, known);
    }

    /** How its first task ended, by the best witness there is. */
    private Optional<Exit> end(String name, Map<String, Object> app, @Nullable MesosTask task, Seen known) {
        if (task != null) {
            return task.exit();
        }
        var heard = events.end("/" + name);
        if (heard.isPresent()) {
            return exit(heard.get().state(), heard.get().message());
        }
        var failure = PlainData.block(app, "lastTaskFailure");
        if (!failure.isEmpty()) {
            return exit(String.valueOf(failure.get("state")), String.valueOf(failure.get("message")));
        }
        if (isStilled(app)) {
            return tasks(app).isEmpty() ? Optional.of(Exit.failure(Cause.OPERATOR, null, "no task of it is left")) : Optional.empty();
        }
        boolean isGone = !known.task.isEmpty() && tasks(app).stream().noneMatch(each -> known.task.equals(each.get("id")));
        known.gone = isGone ? known.gone + 1 : 0;
        return known.gone < LOOKS_FOR_PROOF
                ? Optional.empty()
                : Optional.of(Exit.unknown(
                        "its task is gone from Marathon, and nobody saw how it ended. Set mesos of this backend, and ends are known"));
    }

    private static Optional<Exit> exit(String state, String message) {
        return new MesosTask("", "", "", "", state, message, "", Instant.EPOCH, Map.of()).exit();
    }

    private Sight alive(Map<String, Object> app, @Nullable MesosTask task, Seen known) {
        var tasks = tasks(app);
        if (tasks.isEmpty()) {
            return task == null ? new Sight.Pending("Marathon waits for a machine with room", null) : new Sight.Running(task.since(), null);
        }
        var first = tasks.getFirst();
        if (known.task.isEmpty()) {
            known.task = String.valueOf(first.get("id"));
        }
        return first.get("startedAt") instanceof String at
                ? new Sight.Running(known.since(at, this::instant), null)
                : new Sight.Pending("Mesos prepares it", null);
    }

    private Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return clock.instant();
        }
    }

    /** No instances, and the end written on it, at once. */
    private void still(String name, Map<String, Object> app, Exit end) throws Unseen {
        var labels = new LinkedHashMap<>(PlainData.block(app, "labels"));
        labels.put(Tombstone.LABEL, Tombstone.of(end));
        expectDone("still", client.update("/" + name, Map.of("instances", 0, "labels", labels)));
    }

    @Override
    public void stop(RemoteJob job, boolean force) throws Unseen {
        expectDone("stop", client.update("/" + job.name(), Map.of("instances", 0)));
    }

    @Override
    public void remove(RemoteJob job) throws Unseen {
        expectDone("delete", client.delete("/" + job.name()));
        seen.remove(job.name());
        below.forget(job.name());
        events.forget("/" + job.name());
    }

    private static void expectDone(String what, Reply reply) throws Unseen {
        // both: it is not there
        JsonDoor.expectDone("Marathon does not " + what + " it", reply, status -> status == 404 || status == 422);
    }

    private static boolean isStilled(Map<String, Object> app) {
        return app.get("instances") instanceof Number instances && instances.intValue() == 0;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> tasks(Map<String, Object> app) {
        return app.get("tasks") instanceof List<?> tasks
                ? tasks.stream().filter(Map.class::isInstance).map(task -> (Map<String, Object>) task).toList()
                : List.of();
    }

    @Override
    public Optional<RemoteLog> log(RemoteJob job) {
        return below.log(job.name());
    }

    @Override
    public void close() {
        events.close();
        client.close();
        below.close();
    }
}
