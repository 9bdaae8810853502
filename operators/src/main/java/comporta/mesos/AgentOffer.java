package comporta.mesos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** All offers of one agent to one role, and what is left of them while tasks are placed. */
final class AgentOffer {
    final String agent;
    final String agentUrl;
    final String hostname;
    final String role;
    final List<Attribute> attributes;
    final List<String> ids;
    final @Nullable Instant away;
    private final List<Piece> left;
    private final Map<String, Long> sums = new HashMap<>();

    /**
     * What a task gets of an agent.
     *
     * @param resources as its description has to list them
     * @param ports numbers, as many as it wanted
     */
    record Taken(List<Map<String, Object>> resources, List<Long> ports) {
        Taken {
            resources = List.copyOf(resources);
            ports = List.copyOf(ports);
        }
    }

    /** @param offers of one agent and one role; never empty */
    AgentOffer(List<Offer> offers) {
        var first = offers.getFirst();
        agent = first.agent();
        agentUrl = first.agentUrl();
        hostname = first.hostname();
        role = first.role();
        attributes = first.attributes();
        ids = offers.stream().map(Offer::id).toList();
        away = offers.stream().map(Offer::away).filter(Objects::nonNull).min(Comparator.naturalOrder()).orElse(null);
        left = new ArrayList<>(offers.stream().flatMap(offer -> offer.pieces().stream()).toList());
        left.sort(Comparator.comparing(piece -> piece.owner().isEmpty()));   // what only this role can use goes first
        left.forEach(piece -> sums.merge(piece.name(), piece.amount(), Long::sum));
    }

    /** Offers by agent and role, in the order in which they came. */
    static List<AgentOffer> together(List<Offer> offers) {
        record Place(String agent, String role) {}
        var places = new LinkedHashMap<Place, List<Offer>>();
        offers.forEach(offer -> places.computeIfAbsent(new Place(offer.agent(), offer.role()), place -> new ArrayList<>()).add(offer));
        return places.values().stream().map(AgentOffer::new).toList();
    }

    /** How much is left of that name: thousandths, or numbers of a range. */
    long left(String name) {
        return sums.getOrDefault(name, 0L);
    }

    /** Whether what is left is enough. */
    boolean holds(Demand demand) {
        return left("cpus") >= demand.cpus()
                && left("mem") >= demand.mem()
                && left("disk") >= demand.disk()
                && left("gpus") >= demand.gpus()
                && left("ports") >= demand.ports();
    }

    /** Takes it from what is left, which must hold it. */
    Taken take(Demand demand) {
        var resources = new ArrayList<Map<String, Object>>();
        scalar("cpus", demand.cpus(), resources);
        scalar("mem", demand.mem(), resources);
        scalar("disk", demand.disk(), resources);
        scalar("gpus", demand.gpus(), resources);
        return new Taken(resources, ports(demand.ports(), resources));
    }

    private void scalar(String name, long wanted, List<Map<String, Object>> resources) {
        long missing = wanted;
        sums.merge(name, -wanted, Long::sum);
        for (int i = 0; i < left.size() && missing > 0; i++) {
            var piece = left.get(i);
            long taken = piece.name().equals(name) ? Math.min(missing, piece.amount()) : 0;
            if (taken > 0) {
                resources.add(piece.scalar(taken));
                left.set(i, piece.without(taken));
                missing -= taken;
            }
        }
        if (missing > 0) {
            throw new IllegalStateException("agent " + agent + " offers less " + name + " than was to be taken");
        }
    }

    private List<Long> ports(int wanted, List<Map<String, Object>> resources) {
        var ports = new ArrayList<Long>();
        sums.merge("ports", (long) -wanted, Long::sum);
        for (int i = 0; i < left.size() && ports.size() < wanted; i++) {
            var piece = left.get(i);
            if (piece.name().equals("ports")) {
                var taken = piece.ranges().stream()
                        .flatMapToLong(range -> LongStream.rangeClosed(range.begin(), range.end()))
                        .limit(wanted - ports.size())
                        .boxed()
                        .toList();
                if (!taken.isEmpty()) {
                    resources.add(piece.numbers(taken));
                    left.set(i, piece.without(taken));
                    ports.addAll(taken);
                }
            }
        }
        return ports;
    }
}
