package comporta.mesos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a master offers of one agent to one role.
 *
 * @param agentUrl where the agent answers, such as {@code http://10.0.0.7:5051}; empty: unknown
 * @param away from when on its machine is meant to be away; null: nothing is planned
 */
record Offer(
        String id, String agent, String hostname, String agentUrl, String role, List<Piece> pieces, List<Attribute> attributes,
        @Nullable Instant away) {
    private static final String AGENT_PORT = "5051";

    Offer {
        pieces = List.copyOf(pieces);
        attributes = List.copyOf(attributes);
    }

    static Offer read(Tree offer) {
        return new Offer(
                offer.id("id"),
                offer.id("agent_id"),
                offer.text("hostname"),
                url(offer),
                offer.in("allocation_info").text("role"),
                offer.all("resources").stream().filter(Piece::isUsable).map(Piece::read).toList(),
                offer.all("attributes").stream().map(Attribute::read).toList(),
                offer.has("unavailability") ? instant(offer.in("unavailability").in("start")) : null);
    }

    /** The address rather than the name: names of machines are often of no use outside of their own network. */
    private static String url(Tree offer) {
        var url = offer.in("url");
        var address = url.in("address");
        var host = address.text("ip").isEmpty() ? offer.text("hostname") : address.text("ip");
        var scheme = url.text("scheme").isEmpty() ? "http" : url.text("scheme");
        var port = address.text("port").isEmpty() ? AGENT_PORT : address.text("port");
        return host.isEmpty() ? "" : scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Durations and instants are nanoseconds. */
    static Instant instant(Tree time) {
        return Instant.EPOCH.plus(Duration.ofNanos(time.whole("nanoseconds")));
    }
}
