package comporta.aurora;

import comporta.job.HttpDoor;
import comporta.job.Reply;
import comporta.job.Unseen;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Speaks Thrift's binary protocol to whichever of Aurora's schedulers leads: another one sends us to it. Nothing is sent twice by itself
 * but what a scheduler passed on without acting on it.
 */
final class AuroraClient implements AutoCloseable {
    private static final String BINARY = "application/vnd.apache.thrift.binary";
    private static final int REDIRECTS = 3;

    private final HttpDoor door;
    private final URI home;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile @Nullable URI leader;

    /** @param url of any scheduler, without path */
    AuroraClient(URI url, HttpDoor door) {
        this.home = url.resolve("/api");
        this.door = door;
    }

    /** Where the scheduler was found that answered last. */
    URI leader() {
        var known = leader;
        return (known == null ? home : known).resolve("/");
    }

    /** Asks, and waits for the answer. */
    Spoken call(AuroraCall call) {
        var known = leader;
        if (known != null) {
            var spoken = at(known, call);
            if (!(spoken instanceof Spoken.Unheard)) {
                return spoken;
            }
            leader = null;
        }
        return at(home, call);
    }

    /**
     * Reads something.
     *
     * @throws Unseen when the scheduler does not tell
     */
    AuroraAnswer read(AuroraCall call) throws Unseen {
        var known = leader;
        var spoken = call(call);
        if (spoken instanceof Spoken.Lost && known != null) {   // who led may be gone; to read twice does no harm
            leader = null;
            spoken = at(home, call);
        }
        return switch (spoken) {
            case Spoken.Answered answered when answered.answer().isOk() -> answered.answer();
            case Spoken.Answered answered -> throw new Unseen(
                    "Aurora answers " + call.method() + " with " + answered.answer().code() + ": " + answered.answer().message());
            case Spoken.Unheard unheard -> throw new Unseen(unheard.why());
            case Spoken.Lost lost -> throw new Unseen(lost.why());
            case Spoken.Forbidden forbidden -> throw new Unseen(forbidden.why());
        };
    }

    private Spoken at(URI first, AuroraCall call) {
        var message = new ThriftMessage(call.method(), ThriftMessage.Kind.CALL, calls.incrementAndGet(), call.arguments());
        var where = first;
        for (int redirect = 0; redirect <= REDIRECTS; redirect++) {
            var request = HttpRequest.newBuilder(where)
                    .header("Content-Type", BINARY)
                    .header("Accept", BINARY)
                    .POST(BodyPublishers.ofByteArray(message.bytes()));
            switch (door.send(request)) {
                case Reply.NotSent none -> {
                    return new Spoken.Unheard(none.why());
                }
                case Reply.Lost lost -> {
                    return new Spoken.Lost(lost.why());
                }
                case Reply.Answer answer when answer.status() == 307 && answer.header("Location").isPresent() ->
                        where = where.resolve(answer.header("Location").get());
                case Reply.Answer answer -> {
                    var spoken = understood(answer, message, call, where);
                    if (spoken instanceof Spoken.Answered && !where.equals(home)) {
                        leader = where;
                    }
                    return spoken;
                }
            }
        }
        return new Spoken.Unheard("Aurora's schedulers send us from one to the other: none of them leads now");
    }

    private static Spoken understood(Reply.Answer answer, ThriftMessage sent, AuroraCall call, URI where) {
        return switch (answer.status()) {
            case 200 -> answered(answer, sent, call);
            case 401, 403 -> new Spoken.Forbidden(
                    "Aurora at " + where + " does not accept our user and password. Correct them under backends in comporta.yaml");
            case 503 -> new Spoken.Unheard("no scheduler of Aurora leads now");
            default -> answer.status() / 100 == 4
                    ? new Spoken.Forbidden(
                            "what answers at " + where + " is no Aurora scheduler (status " + answer
                            + "). Correct its url in comporta.yaml")
                    : new Spoken.Lost("Aurora answers with status " + answer);
        };
    }

    private static Spoken answered(Reply.Answer answer, ThriftMessage sent, AuroraCall call) {
        try {
            var message = ThriftMessage.of(answer.bytes());
            if (message.sequence() != sent.sequence()) {
                return new Spoken.Lost("Aurora answers another call than " + call.method());
            }
            var heard = AuroraAnswer.of(message, call);
            return heard.code() == AuroraAnswer.Code.ERROR_TRANSIENT
                    ? new Spoken.Unheard("Aurora's scheduler is starting: " + heard.message())
                    : new Spoken.Answered(heard);
        } catch (ThriftBroken e) {
            return new Spoken.Lost("Aurora's answer cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        door.close();
    }
}
