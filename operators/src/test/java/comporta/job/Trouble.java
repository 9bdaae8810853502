package comporta.job;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** How a fake treats a request. */
@FunctionalInterface
public interface Trouble {
    /** It is carried out and answered. */
    Trouble NONE = (exchange, work) -> send(exchange, work.answer());

    /** It is carried out, and the connection is closed without an answer. */
    Trouble LOST_REPLY = (exchange, work) -> work.answer();

    /** It is not carried out, and the connection is closed without an answer. */
    Trouble CUT_BEFORE = (exchange, work) -> { };

    /** It is carried out twice, as by a gateway that repeats; the second answer is given. */
    Trouble TWICE = (exchange, work) -> {
        work.answer();
        send(exchange, work.answer());
    };

    /** It is carried out; the answer is what no client understands. */
    Trouble GARBAGE = (exchange, work) -> {
        work.answer();
        send(exchange, new FakeAnswer(200, Map.of("Content-Type", "application/json"), "\u0000<html>{{{".getBytes(StandardCharsets.UTF_8)));
    };

    /** It is carried out; the answer breaks off half way. */
    Trouble TRUNCATED = (exchange, work) -> {
        var answer = work.answer();
        exchange.sendResponseHeaders(answer.status() == 204 ? 200 : answer.status(), answer.body().length + 100L);
        exchange.getResponseBody().write(Arrays.copyOf(answer.body(), answer.body().length / 2));
        exchange.getResponseBody().flush();
    };

    /** What a behaving fake does. */
    @FunctionalInterface
    interface Work {
        FakeAnswer answer() throws IOException;
    }

    /** @throws IOException when the connection breaks */
    void meet(HttpExchange exchange, Work work) throws IOException;

    /** It is not carried out, and answered so. */
    static Trouble status(int status) {
        return (exchange, work) -> send(exchange, FakeAnswer.text(status, "no"));
    }

    /** It is carried out, and answered so. */
    static Trouble statusAfter(int status) {
        return (exchange, work) -> {
            work.answer();
            send(exchange, FakeAnswer.text(status, "perhaps"));
        };
    }

    /** It is carried out at once, and answered when the latch is open. */
    static Trouble lateReply(CountDownLatch latch) {
        return (exchange, work) -> {
            var answer = work.answer();
            await(latch);
            send(exchange, answer);
        };
    }

    /** It is carried out and answered when the latch is open, and so perhaps after requests that came later. */
    static Trouble overtaken(CountDownLatch latch) {
        return (exchange, work) -> {
            await(latch);
            send(exchange, work.answer());
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, FakeAnswer answer) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        if (answer.body().length > 0) {
            exchange.getResponseBody().write(answer.body());
        }
    }
}
