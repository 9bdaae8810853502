package comporta.nodes;

import comporta.job.FakeAnswer;
import comporta.job.FakeCall;
import comporta.job.FakeCluster;
import comporta.job.Trouble;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A way to moto on which what moto never does is done by script: no capacity, throttling, answers that are lost. */
public final class AwsProxy extends FakeCluster {
    private static final Set<String> NOT_PASSED_ON = Set.of("host", "connection", "content-length", "expect", "upgrade", "http2-settings");

    private final URI moto;
    private final HttpClient client = HttpClient.newHttpClient();

    public AwsProxy(Path folder) throws IOException {
        super(folder);
        moto = Moto.url();
    }

    /** Calls of that action. */
    public static Predicate<FakeCall> action(String name) {
        return call -> call.body().startsWith("Action=" + name + "&") || call.body().contains("&Action=" + name + "&");
    }

    /** Calls of that action with that text in them. */
    public static Predicate<FakeCall> action(String name, String with) {
        return action(name).and(call -> call.body().contains(with));
    }

    /** EC2 says no. */
    public static Trouble refuses(String code, int status) {
        return (exchange, work) -> {
            var body = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Errors><Error><Code>" + code + "</Code><Message>There is no " + code
                    + " for you.</Message></Error></Errors><RequestID>r-1</RequestID></Response>").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/xml;charset=UTF-8");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        };
    }

    /** EC2 says that. */
    public static Trouble answers(String xml) {
        return (exchange, work) -> {
            var body = xml.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/xml;charset=UTF-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        };
    }

    /** Moto answers, and it comes changed. */
    public static Trouble changed(UnaryOperator<String> change) {
        return (exchange, work) -> {
            var answer = work.answer();
            answers(change.apply(new String(answer.body(), StandardCharsets.UTF_8))).meet(exchange, work);
        };
    }

    @Override
    protected FakeAnswer answer(FakeCall call) throws IOException {
        var request = HttpRequest.newBuilder(moto.resolve(call.path())).method(call.method(), BodyPublishers.ofByteArray(call.bytes()));
        call.headers().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            var answer = client.send(request.build(), BodyHandlers.ofByteArray());
            return new FakeAnswer(answer.statusCode(), Map.of("Content-Type", answer.headers().firstValue("Content-Type").orElse("text/xml")), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public boolean holds(String name) {
        return false;
    }

    @Override
    public void close() {
        super.close();
        client.shutdownNow();
    }
}
