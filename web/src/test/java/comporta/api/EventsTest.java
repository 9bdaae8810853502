package comporta.api;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.DagId;
import comporta.store.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Server-sent events: what is told, from where, and to whom. */
class EventsTest {
    private static final String RUNS = "/api/v1/dags/nightly/runs";

    @TempDir
    Path folder;

    private Served served;
    private Client client;

    @BeforeEach
    void start() {
        served = new Served(folder);
        client = served.client;
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private Listener listen(String query, String... headers) {
        return new Listener(client.port(), "/api/v1/events?" + query, headers);
    }

    private static List<String> tasks(Listener.Event event) {
        var items = event.data().get("items") instanceof List<?> list ? list : List.of();
        return items.stream().map(item -> ((Map<?, ?>) item).get("task") + " " + ((Map<?, ?>) item).get("state")).toList();
    }

    @Test
    void aRunIsHeardOfAsItGoesOn() throws InterruptedException {
        var run = served.begun("one");
        try (var listener = listen("topics=night,run:nightly/" + run)) {
            var hello = listener.next("hello");
            assertThat(hello.data()).containsEntry("server_time", "2030-01-01T00:00:00.000000Z").containsKeys("event_id", "epoch", "server_version");
            served.jobs.succeeds("extract");
            var told = listener.until(each -> each.name().equals("task.changed") && tasks(each).contains("extract success")).getLast();
            assertThat(told.data()).containsEntry("dag_id", "nightly").containsEntry("run_id", run);
            served.awaitSubmitted("load.t1");
            served.jobs.succeeds("load");
            served.awaitSubmitted("report.t1");
            served.jobs.succeeds("report");
            var over = listener.until(each -> each.name().equals("run.changed") && "success".equals(each.data().get("state"))).getLast();
            assertThat(over.data()).containsEntry("done", 3L).containsEntry("total", 3L);
        }
    }

    @Test
    void whichVersionOfADagIsInUseIsHeardAtFirstAndWhenItIsAnother() throws InterruptedException {
        try (var listener = listen("topics=dag:nightly")) {
            assertThat(listener.next("dag.changed").data()).containsEntry("dag_id", "nightly").containsEntry("version", 1L);
            served.put(Served.HOURLY.replace("tick}", "tock}"));
            served.put(Served.NIGHTLY.replace("Loads the night", "Loads all of the night"));
            assertThat(listener.next("dag.changed").data()).containsEntry("dag_id", "nightly").containsEntry("version", 2L);
        }
    }

    @Test
    void whoComesBackMissesNothingAndHearsNothingTwice() throws InterruptedException {
        var run = served.begun("one");
        String id;
        try (var listener = listen("topics=run:nightly/" + run)) {
            listener.next("hello");
            served.jobs.starts("extract");
            listener.until(each -> tasks(each).contains("extract running"));
            served.await(() -> listener.lastId().endsWith("-" + served.store.archive().lastEvent()));
            id = listener.lastId();
        }
        served.jobs.succeeds("extract");
        served.awaitSubmitted("load.t1");
        try (var listener = listen("topics=run:nightly/" + run, "Last-Event-ID", id)) {
            var heard = new ArrayList<String>();
            listener.until(each -> {
                heard.addAll(tasks(each));
                return heard.contains("load launching");
            });
            assertThat(heard).contains("extract success").doesNotContain("extract running");
        }
        try (var listener = listen("topics=run:nightly/" + run + "&after=" + id)) {
            listener.until(each -> tasks(each).contains("extract success"));
        }
    }

    @Test
    void whoComesFromElsewhereBeginsAnew() throws InterruptedException {
        for (var id : List.of("1-1", "nonsense", served.store.archive().stream() + "-999999999")) {
            try (var listener = listen("after=" + id)) {
                listener.next("hello");
                assertThat(listener.next("reset").data()).containsEntry("why", "other_epoch");
            }
        }
    }

    @Test
    void aSnapshotSaysHowMuchOfTheStreamItContains() throws InterruptedException {
        var run = served.begun("one");
        served.await(() -> client.get(RUNS + "/" + run).at("state").equals("running"));
        var snapshot = client.get(RUNS + "/" + run + "/tasks");
        served.jobs.succeeds("extract");
        try (var listener = listen("topics=run:nightly/" + run + "&after=" + snapshot.header("Event-Id"))) {
            listener.until(each -> tasks(each).contains("extract success"));
        }
    }

    @Test
    void aLogIsHeardToGrow() throws InterruptedException, IOException {
        var run = served.begun("one");
        var log = Files.createDirectories(folder.resolve("logs/nightly/" + run + "/extract/1"));
        try (var listener = listen("topics=log:nightly/" + run + "/extract/1")) {
            assertThat(listener.next("log.grew").data()).containsEntry("stdout", 0L);
            Files.writeString(log.resolve("stdout"), "first\n");
            assertThat(listener.next("log.grew").data()).containsEntry("stdout", 6L).containsEntry("task", "extract");
        }
    }

    @Test
    void theFifthStreamEndsTheFirst() throws InterruptedException {
        var listeners = new ArrayList<Listener>();
        for (int i = 0; i < 5; i++) {
            listeners.add(listen("topics=night"));
            listeners.getLast().next("hello");
        }
        assertThat(listeners.getFirst().next("bye").data()).containsKey("retry_ms");
        listeners.getFirst().next("end");
        listeners.forEach(Listener::close);
    }

    @Test
    void aServerThatStopsSaysGoodbye() throws InterruptedException {
        try (var listener = listen("topics=night")) {
            listener.next("hello");
            served.close();
            listener.next("bye");
        }
        served = new Served(folder.resolve("again"));
    }

    @Test
    void nobodyHearsOfWhatTheyMayNotSee() throws InterruptedException {
        client.send("PUT", "/api/v1/users/ana", "{\"role\": \"admin\", \"password\": \"correct horse\"}");
        var people = served.store.people();
        var ana = served.access.addToken(people.named("ana").orElseThrow(), "t", null).secret();
        var bob = served.access.addPerson("bob", null, null, Map.of(new DagId("hourly"), Role.VIEWER));
        var token = served.access.addToken(bob, "t", null).secret();
        assertThat(client.get("/api/v1/events").status()).isEqualTo(401);
        try (var listener = listen("topics=night", "Authorization", "Bearer " + token)) {
            listener.next("hello");
            client.post("/api/v1/dags/nightly/runs", "{}", "Authorization", "Bearer " + ana);
            client.post("/api/v1/dags/hourly/runs", "{}", "Authorization", "Bearer " + ana);
            var heard = listener.until(each -> each.name().equals("run.changed") && "hourly".equals(each.data().get("dag_id")));
            assertThat(heard).noneMatch(each -> "nightly".equals(each.data().get("dag_id")));
        }
    }

    @Test
    void aTopicThatIsNoneIsRefused() {
        var refused = client.get("/api/v1/events?topics=night,nonsense");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("detail")).contains("\"nonsense\" is no topic");
        assertThat(client.get("/api/v1/events?topics=log:nightly/../../etc/1").status()).isEqualTo(422);
    }
}
