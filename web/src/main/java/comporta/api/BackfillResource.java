package comporta.api;

import comporta.decide.Wish;
import comporta.loop.BackfillPreview;
import comporta.loop.TriggerDetails;
import comporta.secret.Vault;
import comporta.store.Backfill;
import comporta.store.Backfills;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs of a DAG for ticks that lie behind. */
final class BackfillResource {
    private static final String OF_DAG = "/api/v1/dags/{dag}/backfills";
    private static final String ONE = OF_DAG + "/{backfill}";
    private static final int MOST_NAMED = 100;

    private final DagResource dags;
    private final Backfills backfills;
    private final Deeds deeds;
    private final LiveRuns live;
    private final Vault vault;

    BackfillResource(DagResource dags, Backfills backfills, Deeds deeds, LiveRuns live, Vault vault) {
        this.dags = dags;
        this.backfills = backfills;
        this.deeds = deeds;
        this.live = live;
        this.vault = vault;
    }

    /**
     * What is to be run.
     *
     * @param from the first tick, or piece of data: an instant, or a local date or time of the DAG's zone
     * @param to the last one
     * @param only tasks, globs and groups; empty: all
     * @param maxActive runs at the same time; null: 10
     */
    record Wanted(
            String from,
            String to,
            @Words({"oldest", "newest"}) @Nullable String order,
            @Words({"none", "failed", "completed"}) @Nullable String reprocess,
            List<String> only,
            Map<String, Object> params,
            @Nullable Integer maxActive,
            @Nullable String reason) {}

    /**
     * A backfill and how far it is.
     *
     * @param waiting intervals without a run yet
     * @param leftOut intervals that are not run
     */
    record BackfillShape(
            long id,
            String dagId,
            @Words({"running", "paused", "done", "cancelled"}) String state,
            Instant from,
            Instant until,
            @Words({"oldest", "newest"}) String order,
            @Words({"none", "failed", "completed"}) String reprocess,
            String only,
            int maxActive,
            String user,
            String reason,
            Instant createdAt,
            @Nullable Instant endedAt,
            int total,
            int waiting,
            int active,
            int succeeded,
            int failed,
            int cancelled,
            int leftOut) {}

    List<Route> routes() {
        return List.of(
                Route.get(OF_DAG, "The backfills of a DAG, the newest first").takes(Parameter.limit(200), Parameter.cursor())
                        .answers(new PageOf(BackfillShape.class)).by(this::list),
                Route.get(ONE, "A backfill and how far it is").answers(BackfillShape.class).by(call -> Answer.ok(shape(find(call)))),
                RunDeeds.deed(OF_DAG, "Runs a DAG for ticks, or pieces of data, that lie behind").takes(Wanted.class).by(this::begin),
                moving("cancel", "Cancels a backfill: no more runs of it begin, those under way are cancelled", Wish.Verb.CANCEL_BACKFILL),
                moving("pause", "Pauses a backfill: no more runs of it begin", Wish.Verb.PAUSE_BACKFILL),
                moving("resume", "Lets a paused backfill go on", Wish.Verb.RESUME_BACKFILL));
    }

    private Route moving(String verb, String summary, Wish.Verb wish) {
        return RunDeeds.deed(ONE + "/" + verb, summary).takes(Reasoned.class).by(call -> {
            var backfill = find(call);
            return call.isDry()
                    ? Answer.ok(Deeds.preview(summary))
                    : deeds.wish(call, backfill.dag(), wish, Map.of("backfill", backfill.id()), call.body(Reasoned.class).words(), "Done.");
        });
    }

    private Answer list(Call call) {
        var limit = call.limit(50);
        var found = backfills.list(dags.find(call).dag().id(), Cursors.read(call, Long.MAX_VALUE)[0], limit);
        return Answer.ok(new Route.Page<>(
                found.stream().map(this::shape).toList(), found.size() < limit ? null : Cursors.of(found.getLast().id())));
    }

    private Backfill find(Call call) {
        var dag = dags.find(call).dag().id();
        var word = call.variables().getOrDefault("backfill", "");
        return (word.matches("[0-9]{1,18}") ? backfills.find(Long.parseLong(word)) : Optional.<Backfill>empty())
                .filter(found -> found.dag().equals(dag))
                .orElseThrow(() -> Refusal.notFound("backfill", word, List.of()));
    }

    private Answer begin(Call call) {
        var dag = dags.find(call).dag();
        var body = call.body(Wanted.class);
        var details = new LinkedHashMap<>(TriggerDetails.of(dag, body.params(), vault));
        details.put("from", body.from());
        details.put("to", body.to());
        details.put("order", body.order() == null ? "oldest" : body.order());
        details.put("reprocess", body.reprocess() == null ? "none" : body.reprocess());
        details.put("only", String.join(",", body.only()));
        if (body.maxActive() != null) {
            details.put("max_active", body.maxActive().longValue());
        }
        var preview = Deeds.waited(live.backfill(dag.id(), details)).orElseThrow(() ->
                new Refusal(Refusal.Kind.UNAVAILABLE, "only the scheduler that has the lead knows: ask it, or again",
                        Map.of("Retry-After", "2")));
        if (!preview.refused().isEmpty()) {
            throw Refusal.unfit("", preview.refused());
        }
        return call.isDry()
                ? Answer.ok(preview(preview))
                : deeds.wish(call, dag.id(), Wish.Verb.BACKFILL, details, body.reason() == null ? "" : body.reason(),
                        "Backfill begun: " + preview.runs() + " runs.");
    }

    private static Preview preview(BackfillPreview told) {
        var runs = new ArrayList<String>();
        var leftOut = new LinkedHashMap<String, List<String>>();
        for (var item : told.items()) {
            var at = Json.instant(item.tick().at());
            if (item.leftOut() == null) {
                runs.add(at);
            } else {
                leftOut.computeIfAbsent(item.leftOut(), _ -> new ArrayList<>()).add(at);
            }
        }
        var parts = new ArrayList<Preview.Part>();
        parts.add(new Preview.Part(runs.isEmpty() ? "Run nothing" : "Run " + told.tasks().size() + " tasks for", runs.size(), first(runs)));
        leftOut.forEach((why, ticks) -> parts.add(new Preview.Part("Leave out, since " + why, ticks.size(), first(ticks))));
        return new Preview(parts, List.of(), List.of(), List.of());
    }

    private static List<String> first(List<String> ticks) {
        return ticks.stream().limit(MOST_NAMED).toList();
    }

    private BackfillShape shape(Backfill each) {
        var far = backfills.progress(each.id());
        return new BackfillShape(
                each.id(), each.dag().value(), each.state().word(), each.from(), each.until(), each.newestFirst() ? "newest" : "oldest",
                each.reprocess().word(), each.only(), each.maxActive(), each.user(), each.reason(), each.createdAt(),
                each.endedAt(), far.total(),
                far.waiting(), far.active(), far.succeeded(), far.failed(), far.cancelled(), far.leftOut());
    }
}
