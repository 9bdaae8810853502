package comporta.mesos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a master tells a framework. */
sealed interface Event {
    record Subscribed(String framework, Duration heartbeat, String masterVersion) implements Event {}

    record Offers(List<Offer> offers) implements Event {}

    record Rescinded(String offer) implements Event {}

    /** Machines are wanted back. */
    record InverseOffers(List<InverseOffer> offers) implements Event {}

    record Updated(TaskStatus status) implements Event {}

    record Failed(String message) implements Event {}

    record Heartbeat() implements Event {}

    /** Nothing that we have to know. */
    record Other(String type) implements Event {}

    /** Agent to be free from then on. */
    record InverseOffer(String id, String agent, Instant from) {}

    /** @throws IllegalArgumentException when it is no JSON object */
    static Event read(Tree event) {
        return switch (event.text("type")) {
            case "SUBSCRIBED" -> {
                var told = event.in("subscribed");
                double beat = told.number("heartbeat_interval_seconds").orElse(15.0);
                yield new Subscribed(told.id("framework_id"), Duration.ofMillis((long) (beat * 1000)),
                        told.in("master_info").text("version"));
            }
            case "OFFERS" -> new Offers(event.in("offers").all("offers").stream().map(Offer::read).toList());
            case "RESCIND" -> new Rescinded(event.in("rescind").id("offer_id"));
            case "INVERSE_OFFERS" -> new InverseOffers(event.in("inverse_offers").all("inverse_offers").stream()
                    .map(offer ->
                            new InverseOffer(offer.id("id"), offer.id("agent_id"), Offer.instant(offer.in("unavailability").in("start"))))
                    .toList());
            case "UPDATE" -> new Updated(TaskStatus.read(event.in("update").in("status")));
            case "ERROR" -> new Failed(event.in("error").text("message"));
            case "HEARTBEAT" -> new Heartbeat();
            default -> new Other(event.text("type"));
        };
    }
}
