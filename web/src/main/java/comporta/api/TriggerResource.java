package comporta.api;

import comporta.dag.Dag;
import comporta.dag.LocalInstant;
import comporta.dag.Misspelt;
import comporta.decide.Wish;
import comporta.loop.TriggerDetails;
import comporta.secret.Vault;
import comporta.store.Archive;
import comporta.store.Role;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code POST /dags/{dag}/runs}. */
final class TriggerResource {
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final DagResource dags;
    private final Archive archive;
    private final RunShapes shapes;
    private final Deeds deeds;
    private final Vault vault;
    private final ZoneId zone;

    TriggerResource(DagResource dags, Archive archive, RunShapes shapes, Deeds deeds, Vault vault, ZoneId zone) {
        this.dags = dags;
        this.archive = archive;
        this.shapes = shapes;
        this.deeds = deeds;
        this.vault = vault;
        this.zone = zone;
    }

    /**
     * What a run is wanted with.
     *
     * @param logicalDate an instant, or a local date or time of the DAG's zone; null: now
     */
    record NewRun(Map<String, Object> params, @Nullable String logicalDate, @Nullable String note) {}

    List<Route> routes() {
        return List.of(Route.post("/api/v1/dags/{dag}/runs",
                "Begins a run. With the Idempotency-Key of one that there is: that one, and 200")
                .needs(Role.OPERATOR).takes(Dry.RUN).takes(NewRun.class)
                .answers(201, RunShape.class).answers(200, Dry.or(RunShape.class)).answers(202, Done.class).refuses(409).by(this::trigger));
    }

    private Answer trigger(Call call) {
        var shelved = dags.find(call);
        var body = call.body(NewRun.class);
        var dag = shelved.dag();
        new Givens("/params", "DAG " + dag.id() + " has no such param", dag.params()).checkWhole(body.params());
        var date = date(body.logicalDate(), dag);
        if (call.isDry()) {
            return Answer.ok(new Preview(
                    List.of(new Preview.Part("Runs " + dag.id() + " once", dag.tasks().size(), List.of())), List.of(), List.of(),
                    shelved.paused()
                            ? List.of(Text.of("dag_paused", "The DAG is paused: the run waits until it is resumed."))
                            : List.of()));
        }
        var details = new LinkedHashMap<>(TriggerDetails.of(dag, body.params(), vault));
        if (date != null) {
            details.put("date", date.truncatedTo(ChronoUnit.SECONDS).toString());
        }
        if (body.note() != null) {
            details.put("note", body.note());
        }
        if (call.keyGiven()) {
            details.put("key", call.key());   // of the run, for ever: whoever comes with it again gets that run
        }
        var wish = new Wish(0, 0, dag.id(), Wish.Verb.TRIGGER, List.of(), details, call.caller().name(), "");
        var outcome = deeds.outcome(call, wish, UUID.randomUUID().toString());
        if (outcome.isEmpty()) {
            return Answer.of(202, deeds.done(call, "pending", "Noted; it begins as soon as a scheduler is there.", null));
        }
        var run = archive.run(((Number) Objects.requireNonNull(outcome.get().details().get("run"))).longValue()).orElseThrow();
        var again = Boolean.TRUE.equals(outcome.get().details().get("again"));
        return Answer.of(again ? 200 : 201, shapes.of(run, call.caller())).with("Location", RunShapes.href(run.run()));
    }

    private @Nullable Instant date(@Nullable String text, Dag dag) {
        if (text == null) {
            return null;
        }
        try {
            var at = LocalInstant.parse(text).in(Objects.requireNonNullElse(dag.schedule().zone(), zone));
            if (!at.isBefore(Instant.EPOCH) && at.isBefore(LATEST)) {
                return at;
            }
        } catch (Misspelt e) {
            throw Refusal.unfit("/logical_date", e.what() + ". " + e.fix());
        }
        throw Refusal.unfit("/logical_date", "must be of the years 1970 to 9998");
    }
}
