package comporta.spark;

import comporta.dag.PlainData;
import comporta.job.HttpDoor;
import comporta.job.HttpSettings;
import comporta.job.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a driver's own page, or a history server, tells of applications. */
final class SparkRest implements AutoCloseable {
    private static final HttpSettings HASTY = new HttpSettings(null, null, null, Duration.ofSeconds(2), Duration.ofSeconds(5));

    private final HttpDoor door = new HttpDoor(HASTY);

    /**
     * The newest application of that name.
     *
     * @param base of the page, without path
     * @return its address; empty: there is none
     * @throws IOException when nobody says
     */
    Optional<URI> application(URI base, String name) throws IOException {
        var root = base.toString().replaceFirst("/+$", "") + "/api/v1/applications";
        return list(URI.create(root)).stream()
                .filter(application -> name.equals(application.get("name")) && application.get("id") instanceof String)
                .findFirst()
                .map(application ->
                        URI.create(root + "/" + URLEncoder.encode(String.valueOf(application.get("id")), StandardCharsets.UTF_8)));
    }

    /** @throws IOException when it does not answer: it is not up yet, or has ended */
    SparkPicture picture(URI application) throws IOException {
        return SparkPicture.of(list(URI.create(application + "/jobs")), list(URI.create(application + "/executors")));
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> list(URI at) throws IOException {
        return switch (door.send(HttpRequest.newBuilder(at).header("Accept", "application/json").GET())) {
            case Reply.Answer answer when answer.isGood() -> {
                try {
                    yield PlainData.fromJson(answer.text()) instanceof List<?> items
                            ? items.stream().filter(Map.class::isInstance).map(item -> (Map<String, Object>) item).toList()
                            : List.of();
                } catch (IllegalArgumentException e) {
                    throw new IOException(at + " answers what is no JSON", e);
                }
            }
            case Reply.Answer answer -> throw new IOException(at + " answers " + answer);
            case Reply.NotSent none -> throw new IOException(none.why());
            case Reply.Lost lost -> throw new IOException(lost.why());
        };
    }

    @Override
    public void close() {
        door.close();
    }
}
