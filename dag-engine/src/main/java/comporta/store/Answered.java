package comporta.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What changing requests were answered, by their idempotency keys, for some days: the same again is answered the same, and not done again.
 */
public final class Answered {
    /** How long an answer is kept. */
    public static final Duration KEPT = Duration.ofDays(7);

    private static final String FIND = """
            select request, status, body
              from answered
             where asked_by = ? and request_key = ?
            """;

    private static final String FORGET = """
            delete from answered
             where answered_at < ?
            """;

    private static final String KEEP = """
            insert into answered (asked_by, request_key, request, answered_at, status, body)
            values (?, ?, ?, ?, ?, ?)
            """;

    private final Store store;
    private final Writer writer;

    Answered(Store store, Writer writer) {
        this.store = store;
        this.writer = writer;
    }

    /**
     * An answer that was given.
     *
     * @param request a fingerprint of what was asked
     */
    public record Given(String request, int status, String body) {}

    /** What a key of somebody was answered. */
    public Optional<Given> find(String who, String key) {
        return Optional.ofNullable(store.read(session ->
                session.first(FIND, row -> new Given(row.text(), row.number(), row.text()), who, key)));
    }

    /** Keeps an answer, and forgets those that are too old; the first of a key stays. For the thread that writes. */
    public Given keep(String who, String key, Given given, Instant now) {
        return writer.write(session -> {
            session.run(FORGET, Values.time(now.minus(KEPT)));
            var first = session.first(FIND, row -> new Given(row.text(), row.number(), row.text()), who, key);
            if (first != null) {
                return first;
            }
            session.run(KEEP, who, key, given.request(), Values.time(now), given.status(),
                    Values.all("the answer", given.body(), Room.DATA));
            return given;
        });
    }
}
