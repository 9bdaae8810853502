package comporta.api;

import comporta.access.Desk;
import comporta.dag.PlainData;
import comporta.store.Answered;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Does a changing request with an idempotency key once, however often it comes. Wishes are not its business: the
 * inbox knows them by their keys.
 */
final class Once {
    private final Answered answered;
    private final Desk desk;
    private final InstantSource clock;

    Once(Answered answered, Desk desk, InstantSource clock) {
        this.answered = answered;
        this.desk = desk;
        this.clock = clock;
    }

    /** Part of an answer that is not kept as it is. */
    interface Redacted {
        /** What is kept instead. */
        Object kept();
    }

    /** @throws Refusal when the key has come with another request */
    Answer answer(Call call) {
        var route = call.route();
        if (!call.keyGiven() || !route.changes() || route.needs() == null || route.answers().containsKey(202) || call.isDry()) {
            return route.work().of(call);
        }
        var request = fingerprint(call);
        var known = answered.find(call.caller().name(), call.key());
        if (known.isPresent()) {
            if (!known.get().request().equals(request)) {
                throw Refusal.unfit("Idempotency-Key", "has come with another request before. Take a new one for each deed");
            }
            var body = known.get().body();
            return new Answer(known.get().status(), body.isEmpty() ? null : PlainData.fromJson(body), Answer.JSON, Map.of());
        }
        var answer = route.work().of(call);
        var body = answer.body() instanceof Redacted redacted ? redacted.kept() : answer.body();
        var given = new Answered.Given(request, answer.status(), body == null ? "" : Json.write(body));
        Deeds.waited(desk.call(() -> answered.keep(call.caller().name(), call.key(), given, clock.instant())));
        return answer;
    }

    /** Of the request as it was read: blanks and the order of names in it do not matter. */
    private static String fingerprint(Call call) {
        var text = call.route().method() + " " + call.path() + " " + new TreeMap<>(call.query()) + " " + Json.write(call.body());
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);   // every JDK has SHA-256
        }
    }
}
