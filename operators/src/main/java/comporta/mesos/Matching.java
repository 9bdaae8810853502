package comporta.mesos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which job goes to which agent. Pure: jobs come in their order, and each that fits some agent by then is placed. A job that does not fit
 * lets smaller ones behind it pass.
 */
final class Matching {
    /** Attribute by which a job may name a machine itself, if its owner gave none of that name. */
    private static final String HOSTNAME = "hostname";

    /** How one of several agents that fit is chosen. */
    enum Order {
        /** The fullest: leaves room for large jobs, and lets machines become empty. */
        BEST_FIT,
        /** The emptiest. */
        SPREAD
    }

    /** A job that waits. */
    record Want(String task, Demand demand) {}

    /** A job that has found its agent. */
    record Placement(Want want, AgentOffer offer, AgentOffer.Taken taken) {}

    private final List<AgentOffer> offers;
    private final Crowd crowd;
    private final Order order;
    private final Instant now;
    private final Set<Demand> hopeless = new HashSet<>();
    private @Nullable AgentOffer before;
    private @Nullable Demand kindBefore;
    private final long mostCpus;
    private final long mostMem;

    Matching(List<AgentOffer> offers, Crowd crowd, Order order, Instant now) {
        this.offers = offers;
        this.crowd = crowd;
        this.order = order;
        this.now = now;
        mostCpus = offers.stream().mapToLong(offer -> offer.left("cpus")).max().orElse(0) + 1;
        mostMem = offers.stream().mapToLong(offer -> offer.left("mem")).max().orElse(0) + 1;
    }

    /** Places what can be placed; the offers and the crowd are changed by it. */
    List<Placement> place(List<Want> wants) {
        var placements = new ArrayList<Placement>();
        for (var want : wants) {
            var demand = want.demand();
            var kind = demand.kind();
            if (!hopeless.contains(kind)) {   // what did not fit before does not fit what is left now
                best(demand, kind).ifPresentOrElse(
                        offer -> {
                            placements.add(new Placement(want, offer, offer.take(demand)));
                            crowd.add(demand.kin(), offer.attributes);
                        },
                        () -> hopeless.add(kind));
            }
        }
        return placements;
    }

    private Optional<AgentOffer> best(Demand demand, Demand kind) {
        // the fullest is fuller by the job before, so for the same again it is the fullest still
        var found = order == Order.BEST_FIT && before != null && kind.equals(kindBefore) && fits(demand, before)
                ? Optional.of(before)
                : search(demand);
        before = found.orElse(null);
        kindBefore = kind;
        return found;
    }

    private Optional<AgentOffer> search(Demand demand) {
        return offers.stream().filter(offer -> fits(demand, offer)).min(Comparator.comparingDouble(offer -> rank(demand, offer)));
    }

    boolean fits(Demand demand, AgentOffer offer) {
        return offer.role.equals(demand.role()) && offer.holds(demand) && stays(demand, offer) && isWelcome(demand, offer);
    }

    /** A machine that is to be taken away serves only jobs that are over by then. */
    private boolean stays(Demand demand, AgentOffer offer) {
        return offer.away == null || (demand.longest() != null && !now.plus(demand.longest()).isAfter(offer.away));
    }

    private boolean isWelcome(Demand demand, AgentOffer offer) {
        return demand.wishes().entrySet().stream()
                .allMatch(wish -> agrees(wish.getValue(), attributes(offer, wish.getKey()), demand.kin()));
    }

    private boolean agrees(Wish wish, List<Attribute> attributes, String kin) {
        return switch (wish) {
            case Wish.AnyOf(var values) -> attributes.stream().anyMatch(attribute -> values.stream().anyMatch(attribute::is));
            case Wish.NoneOf(var values) -> attributes.stream().noneMatch(attribute -> values.stream().anyMatch(attribute::is));
            case Wish.AtMost(var jobs) -> !attributes.isEmpty()
                    && attributes.stream().allMatch(attribute -> crowd.count(kin, attribute) < jobs);
        };
    }

    private static List<Attribute> attributes(AgentOffer offer, String name) {
        var named = offer.attributes.stream().filter(attribute -> attribute.name().equals(name)).toList();
        return named.isEmpty() && name.equals(HOSTNAME) ? List.of(new Attribute(HOSTNAME, List.of(offer.hostname), List.of())) : named;
    }

    /** Smaller is better. Machines with GPUs are left to jobs that want them as long as others will do. */
    private double rank(Demand demand, AgentOffer offer) {
        double room = (double) offer.left("cpus") / mostCpus + (double) offer.left("mem") / mostMem;
        double spared = demand.gpus() == 0 && offer.left("gpus") > 0 ? 10 : 0;
        return spared + switch (order) {
            case BEST_FIT -> room;
            case SPREAD -> -room;
        };
    }

    /** Why a job that was not placed has to wait, for people. */
    String why(Demand demand) {
        for (var wish : demand.wishes().entrySet()) {
            if (offers.stream().noneMatch(offer -> agrees(wish.getValue(), attributes(offer, wish.getKey()), demand.kin()))) {
                return "no agent with free resources has " + wish.getValue().shown(wish.getKey());
            }
        }
        var welcome = offers.stream().filter(offer -> offer.role.equals(demand.role()) && isWelcome(demand, offer)).toList();
        if (welcome.isEmpty()) {
            return offers.isEmpty() ? "no agent has free resources" : "no agent with free resources has all that the constraints ask for";
        }
        return shortOf("cpus", demand.cpus(), welcome)
                .or(() -> shortOf("mem", demand.mem(), welcome))
                .or(() -> shortOf("disk", demand.disk(), welcome))
                .or(() -> shortOf("gpus", demand.gpus(), welcome))
                .or(() -> shortOf("ports", demand.ports() * 1000L, welcome))
                .orElse(welcome.stream().allMatch(offer -> !stays(demand, offer))
                        ? "its agents are to be taken away for maintenance"
                        : "no agent has enough of everything free at the same time");
    }

    private static Optional<String> shortOf(String name, long wanted, List<AgentOffer> offers) {
        long most = offers.stream().mapToLong(offer -> offer.left(name) * (name.equals("ports") ? 1000 : 1)).max().orElse(0);
        return most >= wanted
                ? Optional.empty()
                : Optional.of("it wants " + shown(name, wanted) + ", and the most that an agent has free is " + shown(name, most));
    }

    private static String shown(String name, long thousandths) {
        var number = thousandths % 1000 == 0 ? Long.toString(thousandths / 1000) : Double.toString(thousandths / 1000.0);
        return switch (name) {
            case "mem", "disk" -> number + " MB of " + name;
            default -> number + " " + name;
        };
    }
}
