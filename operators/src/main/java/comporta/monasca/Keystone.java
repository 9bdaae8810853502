package comporta.monasca;

import comporta.dag.PlainData;
import comporta.job.HttpDoor;
import comporta.job.Reply;
import comporta.job.Unseen;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of Keystone v3, scoped to a project. A password check costs the server real work: one token serves everybody until shortly before
 * its end.
 */
final class Keystone {
    private static final Duration EARLY = Duration.ofMinutes(1);
    private static final int PART = 10;

    private final HttpDoor door;
    private final MonascaCredentials who;
    private final InstantSource clock;
    private @Nullable Token token;

    /** @param until when another one is asked for */
    private record Token(String text, Instant until) {}

    Keystone(HttpDoor door, MonascaCredentials who, InstantSource clock) {
        this.door = door;
        this.who = who;
        this.clock = clock;
    }

    /** A token that is good for now; one caller at a time asks, the others take what it got. */
    synchronized String token() throws Unseen {
        var known = token;
        if (known == null || !clock.instant().isBefore(known.until())) {
            known = asked();
            token = known;
        }
        return known.text();
    }

    /** That token is not taken any more; another one got by another caller meanwhile stays. */
    synchronized void spoil(String text) {
        if (token != null && token.text().equals(text)) {
            token = null;
        }
    }

    private Token asked() throws Unseen {
        var at = URI.create(who.keystone() + "/v3/auth/tokens");
        var reply = door.send(HttpRequest.newBuilder(at)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(PlainData.toJson(body()))));
        return switch (reply) {
            case Reply.Answer answer when answer.status() == 201 -> token(answer);
            case Reply.Answer answer when answer.status() == 401 ->
                    throw new Unseen("Keystone at " + who.keystone() + " does not let " + who.username()
                    + " into project " + who.project() + " (401). Check user, password, project and domains of the credential file");
            case Reply.Answer answer -> throw new Unseen("Keystone at " + who.keystone() + " answers " + answer);
            case Reply.NotSent not -> throw new Unseen(not.why());
            case Reply.Lost lost -> throw new Unseen(lost.why());
        };
    }

    private Map<String, Object> body() {
        var user = Map.of("name", who.username(), "domain", Map.of("id", who.userDomain()), "password", who.password());
        var project = Map.of("name", who.project(), "domain", Map.of("id", who.projectDomain()));
        return Map.of("auth", Map.of(
                "identity", Map.of("methods", List.of("password"), "password", Map.of("user", user)), "scope", Map.of("project", project)));
    }

    private Token token(Reply.Answer answer) throws Unseen {
        var text = answer.header("X-Subject-Token").orElseThrow(() -> new Unseen("Keystone at " + who.keystone() + " gave no token"));
        try {
            var said = PlainData.block(PlainData.mapFromJson(answer.text()), "token");
            var ends = Instant.parse(String.valueOf(said.get("expires_at")));
            var life = Duration.between(clock.instant(), ends).dividedBy(PART);
            return new Token(text, ends.minus(life.compareTo(EARLY) < 0 ? life : EARLY));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Unseen("Keystone at " + who.keystone() + " does not say when its token ends");
        }
    }
}
