package comporta.api;

import comporta.decide.Wish;
import comporta.operator.Lease;
import comporta.store.Audit;
import comporta.store.AuditEntry;
import comporta.store.AuditFilter;
import comporta.store.PaidMachine;
import comporta.store.Role;
import comporta.store.Survey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /leases}: machines that are held, by whom, and for how long. */
final class LeaseResource {
    private static final int MOST = 1_000;
    private static final String LEASE = "/api/v1/leases/{lease}";
    private static final List<String> STATES = List.of("opening", "open", "closing", "closed", "kept");

    private static final int MOST_KEEPS = 50;
    private static final Pattern GRANTED = Pattern.compile("granted until ([0-9T:.-]+Z)");

    private final Survey survey;
    private final Audit audit;
    private final Costs costs;
    private final ZoneId zone;
    private final InstantSource clock;
    private final Deeds deeds;

    LeaseResource(Survey survey, Audit audit, Costs costs, Deeds deeds, ZoneId zone, InstantSource clock) {
        this.deeds = deeds;
        this.survey = survey;
        this.audit = audit;
        this.costs = costs;
        this.zone = zone;
        this.clock = clock;
    }

    /**
     * A claim on machines.
     *
     * @param market {@code spot}, {@code on-demand}, or {@code spot-with-fallback} where there are some of both; null: not known yet
     * @param instanceTypes those that came
     * @param running machines that are up
     * @param reason why it stands where it stands; null: it is open
     * @param owner the set-up that holds it
     * @param ttlAt then it is given back, whatever its tasks do
     * @param cost null: no prices are known
     * @param orphaned whether it is held though its run is over
     */
    record LeaseShape(
            String leaseId, String nodePool, String slaveType, String provider, @Words({"opening", "open", "closing", "closed", "kept"}) String state,
            @Nullable String market, List<String> instanceTypes, int wanted, int running, int registered, int draining,
            WhyResource.@Nullable ReasonShape reason, Owner owner, boolean orphaned, Instant openedAt, Instant ttlAt, @Nullable Kept kept,
            @Nullable Instant closedAt, @Nullable LeaseCost cost, @Nullable Instant predictedEnd, List<Action> actions) {}

    /** Whose it is. */
    record Owner(String dagId, String runId, String taskId) {}

    /**
     * Held though nothing uses it.
     *
     * @param by the person who wanted it; null: {@code keep_on_failure} did
     */
    record Kept(Instant until, @Nullable String by) {}

    /**
     * What it costs.
     *
     * @param example whether by prices that were made up to show the form, and are nobody's bill
     */
    record LeaseCost(Money soFar, Money perHour, boolean example) {}

    /**
     * Machines are held.
     *
     * @param until not beyond the end of the lease's time
     */
    record Keeping(Instant until, @Nullable String reason) {}

    /** @param force though tasks use them, which then fail */
    record Releasing(boolean force, @Nullable String reason) {}

    List<Route> routes() {
        return List.of(
                RunDeeds.deed(LEASE + "/keep", "Holds machines for a while, whatever their tasks do").takes(Keeping.class).reach(Route.Reach.SOME).by(this::keep),
                RunDeeds.deed(LEASE + "/release", "Gives machines back").takes(Releasing.class).reach(Route.Reach.SOME).by(this::release),
                Route.get("/api/v1/leases", "Claims on machines, the oldest first: those that are not closed, or all of a night")
                        .takes(Parameter.words("state", "Only those in one of these states", STATES),
                                Parameter.date("night", "All that were opened in the night that begins at noon of this date"))
                        .answers(new PageOf(LeaseShape.class)).by(call -> Answer.ok(new Route.Page<>(leases(call), null))));
    }

    private List<LeaseShape> leases(Call call) {
        var states = call.words("state");
        var night = call.date("night").map(date -> Night.of(date, zone));
        var found = night.isPresent()
                ? survey.leases(night.get().from(), night.get().to(), MOST)
                : states.contains("closed") ? survey.leases(Instant.EPOCH, clock.instant().plusSeconds(1), MOST) : survey.openLeases();
        return found.stream().filter(each -> call.may(Role.VIEWER, each.dag()))
                .filter(each -> states.isEmpty() || states.contains(Json.word(each.lease().state()))).map(each -> shape(each, call)).toList();
    }

    /** With what it costs, and what the caller may do with it. */
    LeaseShape shape(Survey.OwnedLease owned, Call call) {
        var machines = costs.machines(owned.lease());
        return shape(owned, machines, costs.of(machines), actions(owned, call));
    }

    /** What is held longer than its run lasts is best given back. */
    static List<Action> actions(Survey.OwnedLease owned, Call call) {
        var state = owned.lease().state();
        if (state == Lease.State.CLOSING || state == Lease.State.CLOSED || !call.may(Role.OPERATOR, owned.dag())) {
            return List.of();
        }
        var href = ApiHandler.PREFIX + "/leases/" + URLEncoder.encode(owned.lease().id(), StandardCharsets.UTF_8).replace("+", "%20");
        return List.of(
                new Action("keep", "Keep", "POST", href + "/keep", true, false, false),
                new Action("release", "Release", "POST", href + "/release", true, true, owned.isOver()));
    }

    private LeaseShape shape(
            Survey.OwnedLease owned, List<PaidMachine> machines, @Nullable LeaseCost cost, List<Action> actions) {
        var lease = owned.lease();
        var kept = kept(owned);
        return new LeaseShape(
                lease.id(), lease.terms().pool(), lease.terms().slaveType(), lease.terms().provider(), Json.word(lease.state()), market(machines),
                machines.stream().map(PaidMachine::type).distinct().sorted().toList(),
                lease.terms().wanted(), lease.registered(), lease.registered(), 0, reason(lease, kept),
                new Owner(owned.dag().value(), owned.key(), Instance.segment(owned.task(), lease.mapIndex())), owned.isOver() && lease.state() != Lease.State.CLOSED, lease.openedAt(), lease.expiresAt(),
                kept, lease.closedAt(), cost, null, actions);
    }

    /** A wish that is granted says until when: by that it is known which of a run's leases it was about. */
    private @Nullable Kept kept(Survey.OwnedLease owned) {
        var until = owned.lease().keptUntil();
        if (until == null) {
            return null;
        }
        var filter = new AuditFilter("dags/" + owned.dag().value() + "/runs/" + owned.key(), null, Wish.Verb.KEEP.word(), null);
        return new Kept(until, audit.before(Long.MAX_VALUE, filter, MOST_KEEPS).stream()
                .filter(entry -> isAbout(entry, until))
                .map(AuditEntry::who).findFirst().orElse(null));
    }

    /** The audit has the wish to the nanosecond, and the lease to the microsecond. */
    private static boolean isAbout(AuditEntry entry, Instant until) {
        var granted = GRANTED.matcher(String.valueOf(entry.after()));
        return granted.lookingAt() && Duration.between(Instant.parse(granted.group(1)), until).abs().compareTo(Duration.ofNanos(1_000)) <= 0;
    }

    private static WhyResource.@Nullable ReasonShape reason(Lease lease, @Nullable Kept kept) {
        return switch (lease.state()) {
            case OPENING -> reason("lease-opening", "its machines are coming up", null);
            case OPEN -> null;
            case KEPT -> kept == null || kept.by() == null
                    ? reason("lease-kept", "kept after a failure (keep_on_failure)", kept)
                    : reason("lease-kept", "kept by " + kept.by(), kept);
            case CLOSING -> reason("lease-closing", "given back: each machine ends once nothing runs on it", null);
            case CLOSED -> reason("lease-closed", "all its machines are gone", null);
        };
    }

    private static WhyResource.ReasonShape reason(String code, String text, @Nullable Kept kept) {
        return new WhyResource.ReasonShape(code, Map.of(), text, null, kept == null ? null : kept.until(), null, kept == null ? "unknown" : "exact", null);
    }

    /** What they were really paid by; null: there are none yet. */
    private static @Nullable String market(List<PaidMachine> machines) {
        var markets = machines.stream().map(PaidMachine::market).distinct().toList();
        return markets.isEmpty() ? null : markets.size() == 1 ? markets.getFirst() : "spot-with-fallback";
    }

    private Answer keep(Call call) {
        var owned = owned(call);
        var body = call.body(Keeping.class);
        var until = body.until();
        if (!until.isAfter(clock.instant())) {
            throw Refusal.unfit("until", "has passed already");
        }
        if (call.isDry()) {
            return Answer.ok(Deeds.preview(held(owned.lease(), until)));
        }
        return deeds.wish(
                call, owned.lease().run(), Wish.Verb.KEEP, List.of(), Map.of("lease", owned.lease().id(), "until", until.toString()),
                words(body.reason()), held(owned.lease(), until) + ".");
    }

    /** Whatever is wished, the end of its time ends it. */
    static String held(Lease lease, Instant until) {
        var isCut = until.isAfter(lease.expiresAt());
        var end = (isCut ? lease.expiresAt() : until).truncatedTo(ChronoUnit.SECONDS);
        var why = isCut ? ", when their ttl runs out" : "";
        return lease.registered() + " machines of " + lease.terms().pool() + " are held until " + end + why;
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
}
