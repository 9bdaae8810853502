package comporta.mesos;

import comporta.dag.PlainData;
import comporta.job.HttpDoor;
import comporta.job.MasterAddress;
import comporta.job.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The way to the leading master. Blocking; any thread may call. */
final class Master {
    private static final String SCHEDULER = "/api/v1/scheduler";
    private static final String OPERATOR = "/api/v1";
    private static final String STREAM_ID = "Mesos-Stream-Id";
    private static final int MOST_REDIRECTS = 5;
    private static final int SHOWN = 300;

    private final MasterAddress address;
    private final HttpDoor door;

    Master(MasterAddress address, HttpDoor door) {
        this.address = address;
        this.door = door;
    }

    /** An open stream of events; calls of this subscription carry its id. */
    record Subscription(URI master, String streamId, InputStream events) {}

    /**
     * Opens the stream at whoever leads.
     *
     * @throws IOException when nobody lets us; the message says who and why
     */
    Subscription subscribe(Map<String, Object> call) throws IOException, InterruptedException {
        var at = address.next();
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            var response = door.open(request(at.resolve(SCHEDULER), call));
            switch (response.statusCode()) {
                case 200 -> {
                    return new Subscription(at, response.headers().firstValue(STREAM_ID).orElse(""), response.body());
                }
                case 307 -> {
                    response.body().close();
                    at = MasterAddress.redirected(at, response.headers().firstValue("Location").orElse(""));
                }
                default -> {
                    var why = new String(response.body().readNBytes(SHOWN), StandardCharsets.UTF_8).strip();
                    response.body().close();
                    throw new IOException("master " + at + " answers " + response.statusCode() + " (" + why + ")"
                            + (response.statusCode() == 401 ? ". Check principal and secret_file of the backend" : ""));
                }
            }
        }
        throw new IOException("masters send us from one to the other without end, last to " + at);
    }

    /** One call of a subscription. That it was taken does not say that it is done. */
    Reply call(Subscription subscription, Map<String, Object> call) {
        return door.send(request(subscription.master().resolve(SCHEDULER), call).header(STREAM_ID, subscription.streamId()));
    }

    /**
     * One question of the operator API to whoever leads.
     *
     * @throws IOException when there is no good answer
     */
    Tree ask(Map<String, Object> call) throws IOException {
        return tree(answer(call));
    }

    /**
     * One order of the operator API to whoever leads.
     *
     * @throws IOException when it was not taken, or nobody knows
     */
    void tell(Map<String, Object> call) throws IOException {
        answer(call);
    }

    /** A master that leads does not take a call. */
    static final class NotTaken extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;

        NotTaken(String message, int status) {
            super(message);
            this.status = status;
        }

        /** Whether it makes no sense to the master, as one that its version does not know yet. */
        boolean isNotUnderstood() {
            return status == 400 || status == 501;
        }
    }

    private String answer(Map<String, Object> call) throws IOException {
        var at = address.next();
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            switch (door.send(request(at.resolve(OPERATOR), call))) {
                case Reply.Answer answer when answer.isGood() -> {
                    return answer.text();
                }
                case Reply.Answer answer when answer.status() == 307 ->
                        at = MasterAddress.redirected(at, answer.header("Location").orElse(""));
                case Reply.Answer answer -> throw new NotTaken("master " + at + " answers " + answer, answer.status());
                case Reply.NotSent(var why) -> throw new IOException(why);
                case Reply.Lost(var why) -> throw new IOException(why);
            }
        }
        throw new IOException("masters send us from one to the other without end, last to " + at);
    }

    static Tree tree(String json) throws IOException {
        try {
            return Tree.read(json);
        } catch (IllegalArgumentException e) {
            throw new IOException("the answer makes no sense: " + e.getMessage(), e);
        }
    }

    /** The media type has to be exactly this: with a character set behind it masters refuse it. */
    static HttpRequest.Builder request(URI to, Map<String, Object> call) {
        return HttpRequest.newBuilder(to)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(PlainData.toJson(call).getBytes(StandardCharsets.UTF_8)));
    }
}
