package comporta.api;

import comporta.dag.DagId;
import comporta.dag.Ids;
import comporta.decide.Wish;
import comporta.operator.Lease;
import comporta.store.Role;
import comporta.store.Survey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /leases} and {@code /cost}: machines that are held, by whom, and for how long. */
final class LeaseResource {
    private static final int MOST = 1_000;
    private static final String LEASE = "/api/v1/leases/{lease}";
    private static final List<String> STATES = List.of("opening", "open", "closing", "closed", "kept");

    private final Survey survey;
    private final RunResource runs;
    private final ZoneId zone;
    private final InstantSource clock;
    private final Deeds deeds;

    LeaseResource(Survey survey, RunResource runs, Deeds deeds, ZoneId zone, InstantSource clock) {
        this.deeds = deeds;
        this.survey = survey;
        this.runs = runs;
        this.zone = zone;
        this.clock = clock;
    }

    /**
     * A claim on machines.
     *
     * @param market null: not known
     * @param running machines that are up
     * @param owner the set-up that holds it
     * @param ttlAt then it is given back, whatever its tasks do
     * @param cost null: no prices are known
     * @param orphaned whether its run is over
     */
    record LeaseShape(
            String leaseId, String nodePool, String slaveType, String provider, @Words({"opening", "open", "closing", "closed", "kept"}) String state,
            @Nullable String market, List<String> instanceTypes, int wanted, int running, int registered, int draining,
            WhyResource.@Nullable ReasonShape reason, Owner owner, boolean orphaned, Instant openedAt, Instant ttlAt, @Nullable Kept kept,
            @Nullable Instant closedAt, @Nullable LeaseCost cost, @Nullable Instant predictedEnd, List<Action> actions) {}

    /** Whose it is. */
    record Owner(String dagId, String runId, String taskId) {}

    /** Held though nothing uses it. */
    record Kept(Instant until, @Nullable String by) {}

    /** What it costs. */
    record LeaseCost(Money soFar, Money perHour) {}

    /**
     * What machines cost.
     *
     * @param total null: no prices are known
     */
    record Cost(@Nullable Money total, @Nullable Money idle, List<CostRow> rows) {}

    /**
     * A share of it.
     *
     * @param amount null: no prices are known
     * @param idleS machine seconds in which nothing ran; null: not known
     */
    record CostRow(String key, @Nullable Money amount, double machineS, @Nullable Double idleS) {}

    /**
     * Machines are held.
     *
     * @param until an instant, such as {@code 2026-11-21T04:00:00Z}; not beyond the end of the lease's time
     */
    record Keeping(String until, @Nullable String reason) {}

    /** @param force though tasks use them, which then fail */
    record Releasing(boolean force, @Nullable String reason) {}

    List<Route> routes() {
        return List.of(
                RunDeeds.deed(LEASE + "/keep", "Holds machines for a while, whatever their tasks do").takes(Keeping.class).reach(Route.Reach.SOME).by(this::keep),
                RunDeeds.deed(LEASE + "/release", "Gives machines back").takes(Releasing.class).reach(Route.Reach.SOME).by(this::release),
                Route.get("/api/v1/leases", "Claims on machines, the oldest first: those that are not closed, or all of a night")
                        .takes(Parameter.words("state", "Only those in one of these states", STATES),
                                Parameter.date("night", "All that were opened in the night that begins at noon of this date"))
                        .answers(new PageOf(LeaseShape.class)).by(call -> Answer.ok(new Route.Page<>(leases(call), null))),
                Route.get("/api/v1/cost", "What machines cost, by what they were for; money once prices are known")
                        .takes(Night.PARAMETER, Parameter.text("run", "Only this run, as DAG/RUN"), Parameter.instant("from", "Not before then"),
                                Parameter.instant("to", "Before then"),
                                Parameter.words("by", "By what it is told; one of them", List.of("dag", "run", "task", "node_pool", "idle")))
                        .answers(Cost.class).by(this::cost));
    }

    private List<LeaseShape> leases(Call call) {
        var states = call.words("state");
        var night = call.date("night").map(date -> Night.of(date, zone));
        var found = night.isPresent()
                ? survey.leases(night.get().from(), night.get().to(), MOST)
                : states.contains("closed") ? survey.leases(Instant.EPOCH, clock.instant().plusSeconds(1), MOST) : survey.openLeases();
        return found.stream().filter(each -> call.may(Role.VIEWER, each.dag()))
                .filter(each -> states.isEmpty() || states.contains(Json.word(each.lease().state()))).map(LeaseResource::shape).toList();
    }

    static LeaseShape shape(Survey.OwnedLease owned) {
        var lease = owned.lease();
        var kept = lease.keptUntil();
        return new LeaseShape(
                lease.id(), lease.terms().pool(), lease.terms().slaveType(), lease.terms().provider(), Json.word(lease.state()), null, List.of(),
                lease.terms().wanted(), lease.registered(), lease.registered(), 0, null,
                new Owner(owned.dag().value(), owned.key(), Instance.segment(owned.task(), lease.mapIndex())), owned.isOver(), lease.openedAt(), lease.expiresAt(),
                kept == null ? null : new Kept(kept, null), lease.closedAt(), null, null, List.of());
    }

    private Answer keep(Call call) {
        var owned = owned(call);
        var body = call.body(Keeping.class);
        var until = until(body);
        if (!until.isAfter(clock.instant())) {
            throw Refusal.unfit("until", "has passed already");
        }
        if (call.isDry()) {
            return Answer.ok(Deeds.preview(owned.lease().registered() + " machines of " + owned.lease().terms().pool() + " are held until " + Json.instant(until)));
        }
        return deeds.wish(
                call, owned.lease().run(), Wish.Verb.KEEP, List.of(), Map.of("lease", owned.lease().id(), "until", until.toString()),
                words(body.reason()), "The machines are held.");
    }

    private Answer release(Call call) {
        var owned = owned(call);
        var body = call.body(Releasing.class);
        if (call.isDry()) {
            return Answer.ok(Deeds.preview(owned.lease().registered() + " machines of " + owned.lease().terms().pool() + " are given back"));
        }
        return deeds.wish(
                call, owned.lease().run(), Wish.Verb.RELEASE, List.of(), Map.of("lease", owned.lease().id(), "force", body.force()), words(body.reason()),
                "The machines are being given back.");
    }

    private static Instant until(Keeping body) {
        try {
            return Instant.parse(body.until());
        } catch (DateTimeParseException e) {
            throw Refusal.unfit("until", "is no instant: write e.g. 2026-11-21T04:00:00Z");
        }
    }

    private static String words(@Nullable String reason) {
        return reason == null ? "" : reason;
    }

    /** @throws Refusal when there is none of that id that is not closed */
    private Survey.OwnedLease owned(Call call) {
        var id = call.variables().getOrDefault("lease", "");
        var found = survey.openLeases().stream().filter(each -> each.lease().id().equals(id) && call.may(Role.VIEWER, each.dag())).findFirst();
        var owned = found.orElseThrow(() -> Refusal.notFound("lease", id, survey.openLeases().stream().map(each -> each.lease().id()).toList()));
        if (!call.may(Role.OPERATOR, owned.dag())) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "this needs the role operator on DAG " + owned.dag());
        }
        return owned;
    }

    private Answer cost(Call call) {
        var by = call.words("by").isEmpty() ? "dag" : call.words("by").getFirst();
        var now = clock.instant();
        Map<String, Double> seconds = new TreeMap<>();
        for (var owned : found(call, now)) {
            if (call.may(Role.VIEWER, owned.dag())) {
                seconds.merge(key(by).apply(owned), machineSeconds(owned.lease(), now), Double::sum);
            }
        }
        var rows = new ArrayList<CostRow>();
        seconds.forEach((key, machine) -> rows.add(new CostRow(key, null, machine, null)));
        rows.sort(Comparator.comparingDouble(CostRow::machineS).reversed());
        return Answer.ok(new Cost(null, null, rows));
    }

    private List<Survey.OwnedLease> found(Call call, Instant now) {
        if (call.text("run").isPresent()) {
            var names = call.text("run").orElse("").split("/", 2);
            var dag = names.length == 2 && Ids.isId(names[0]) ? new DagId(names[0]) : null;
            if (dag == null || !call.may(Role.VIEWER, dag)) {
                throw Refusal.unfit("run", "names no run: write DAG/RUN");
            }
            return survey.leases(runs.find(dag, names[1]).run().id());
        }
        var night = Night.of(call, "night", now, zone);
        var isRange = call.instant("from").isPresent() || call.instant("to").isPresent();
        return survey.leases(
                isRange ? call.instant("from").orElse(Instant.EPOCH) : night.from(), isRange ? call.instant("to").orElse(now) : night.to(), MOST);
    }

    private static Function<Survey.OwnedLease, String> key(String by) {
        return switch (by) {
            case "run" -> owned -> owned.dag() + "/" + owned.key();
            case "task" -> owned -> owned.dag() + "/" + owned.task();
            case "node_pool" -> owned -> owned.lease().terms().pool();
            default -> owned -> owned.dag().value();
        };
    }

    private static double machineSeconds(Lease lease, Instant now) {
        var end = lease.closedAt() == null ? now : lease.closedAt();
        var machines = lease.state() == Lease.State.CLOSED ? lease.terms().wanted() : lease.registered();
        return end.isBefore(lease.openedAt()) ? 0 : machines * Json.seconds(Duration.between(lease.openedAt(), end));
    }
}
