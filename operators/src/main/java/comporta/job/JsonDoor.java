package comporta.job;

import comporta.dag.PlainData;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The way to a system that speaks JSON at one address: requests by path, and what their answers hold. */
public final class JsonDoor implements AutoCloseable {
    private final HttpDoor door;
    private final URI url;

    public JsonDoor(HttpSettings http, URI url) {
        this.door = new HttpDoor(http);
        this.url = url;
    }

    public Reply get(String path) {
        return door.send(request(path).GET());
    }

    /** @param body as JSON; null: none */
    public Reply post(String path, @Nullable Object body) {
        return door.send(sent(path, body, "POST"));
    }

    /** @param body as JSON; null: none */
    public Reply put(String path, @Nullable Object body) {
        return door.send(sent(path, body, "PUT"));
    }

    public Reply delete(String path) {
        return door.send(request(path).DELETE());
    }

    private HttpRequest.Builder sent(String path, @Nullable Object body, String method) {
        return body == null
                ? request(path).method(method, BodyPublishers.noBody())
                : request(path).header("Content-Type", "application/json").method(method, BodyPublishers.ofString(PlainData.toJson(body)));
    }

    /** A request to that path, for {@link #door}. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("Accept", "application/json");
    }

    /** The way below it, for what is no JSON. */
    public HttpDoor door() {
        return door;
    }

    /**
     * The answer to a read, whatever its status.
     *
     * @throws Unseen when there is none
     */
    public Reply.Answer answered(Reply reply) throws Unseen {
        return switch (reply) {
            case Reply.Answer answer -> answer;
            case Reply.NotSent not -> throw new Unseen(not.why());
            case Reply.Lost lost -> throw new Unseen(lost.why());
        };
    }

    /**
     * The answer to a read that went well.
     *
     * @param what was asked, for people
     * @throws Unseen when there is none, or another one
     */
    public Reply.Answer good(String what, Reply reply) throws Unseen {
        var answer = answered(reply);
        if (!answer.isGood()) {
            throw wrong(what, answer);
        }
        return answer;
    }

    /** That the answer is not what was asked for. */
    public Unseen wrong(String what, Reply.Answer answer) {
        return new Unseen(what + " at " + url + ": "
                + (answer.status() == 401 ? "who asks is not let in (401). Check user and password" : answer));
    }

    /**
     * Goes on when a change was made.
     *
     * @param what was to be done, as in "Chronos does not …"
     * @param isDoneBefore of statuses that say that there was nothing to do
     * @throws Unseen when it was not made, or nobody knows
     */
    public static void expectDone(String what, Reply reply, IntPredicate isDoneBefore) throws Unseen {
        switch (reply) {
            case Reply.Answer answer when answer.isGood() || isDoneBefore.test(answer.status()) -> { }
            case Reply.Answer answer -> throw new Unseen(what + ": " + answer);
            case Reply.NotSent not -> throw new Unseen(not.why());
            case Reply.Lost lost -> throw new Unseen(lost.why());
        }
    }

    /**
     * The object that an answer consists of.
     *
     * @throws Unseen when it is none
     */
    public Map<String, Object> object(Reply.Answer answer) throws Unseen {
        try {
            return PlainData.mapFromJson(answer.text());
        } catch (IllegalArgumentException e) {
            throw new Unseen(url + " answers what is no JSON object");
        }
    }

    /**
     * The object that an answer consists of, to a question that is asked again and again: what is the same as before is not read
     * again, and is the same object.
     *
     * @throws Unseen when it is none
     */
    public Map<String, Object> object(Reply.Answer answer, AtomicReference<Before> before) throws Unseen {
        var last = before.get();
        if (last != null && answer.isSame(last.answer())) {
            return last.read();
        }
        var read = object(answer);
        before.set(new Before(answer, read));
        return read;
    }

    /** How a question was answered last. */
    public record Before(Reply.Answer answer, Map<String, Object> read) {
        public Before {
            read = Collections.unmodifiableMap(read);
        }
    }

    /**
     * The objects of the list that an answer consists of.
     *
     * @throws Unseen when it is none
     */
    public List<Map<String, Object>> objects(Reply.Answer answer) throws Unseen {
        try {
            return objects(PlainData.fromJson(answer.text()));
        } catch (IllegalArgumentException e) {
            throw new Unseen(url + " answers what is no JSON");
        }
    }

    /**
     * The objects of a list within an answer.
     *
     * @throws Unseen when it is none
     */
    @SuppressWarnings("unchecked")
    public List<Map<String, Object>> objects(@Nullable Object list) throws Unseen {
        if (!(list instanceof List<?> items)) {
            throw new Unseen(url + " answers what is no list");
        }
        return items.stream().filter(Map.class::isInstance).map(item -> (Map<String, Object>) item).toList();
    }

    @Override
    public void close() {
        door.close();
    }
}
