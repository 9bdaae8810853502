package comporta.monasca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.dag.Moment;
import comporta.dag.PlainData;
import comporta.elasticity.Measure;
import comporta.job.HttpSettings;
import comporta.job.Unseen;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MonascaTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path folder;

    private FakeMonasca monasca;

    @BeforeEach
    void begin() throws IOException {
        monasca = new FakeMonasca(folder.resolve("fake"));
    }

    @AfterEach
    void end() {
        monasca.close();
    }

    private Path credentials(String keystonePath, String password) throws IOException {
        return Files.writeString(folder.resolve("credentialsMonasca.json"), PlainData.toJson(Map.of(
                "keystone_url", monasca.url() + keystonePath, "monocasca_client_url", monasca.url().toString(), "username", "user_monasca",
                "password", password, "project_name", "myproject")));
    }

    private MonascaClient client() throws IOException {
        return client(InstantSource.system());
    }

    private MonascaClient client(InstantSource clock) throws IOException {
        return new MonascaClient(MonascaCredentials.of(credentials("/v3/", "123456")), HttpSettings.PLAIN, clock);
    }

    private static Map<String, Object> metric(String name) {
        return Map.of("name", name, "timestamp", 1795220696526L, "value", 1);
    }

    private static Measure measure(String name, double value) {
        return new Measure(name, Map.of("jobname", "linpack"), NOON, value, Map.of());
    }

    @ParameterizedTest(name = "keystone_url ending in {0}")
    @ValueSource(strings = {"", "/", "/v3", "/v3/", "//v3//", "/v3/v3/"})
    void theCredentialFileIsTakenAsItIs(String path) throws Exception {
        try (var client = new MonascaClient(MonascaCredentials.of(credentials(path, "123456")), HttpSettings.PLAIN, InstantSource.system())) {
            client.sendMetrics(List.of(metric("current_cpu")));
        }
        assertThat(monasca.asked()).containsExactly("POST /v3/auth/tokens", "POST /v2.0/metrics");
    }

    @Test
    void aCredentialFileThatLacksSomethingIsToldAndThePasswordIsNot() throws Exception {
        var file = Files.writeString(folder.resolve("c.json"), "{\"keystone_url\": \"http://h\", \"password\": \"123456\"}");
        assertThatThrownBy(() -> MonascaCredentials.of(file)).hasMessageContaining("monocasca_client_url").hasMessageNotContaining("123456");
        assertThat(MonascaCredentials.of(credentials("/v3/", "123456")).toString()).doesNotContain("123456");
    }

    @Test
    void whoIsNotLetInHearsWhere() throws Exception {
        try (var client = new MonascaClient(MonascaCredentials.of(credentials("/v3/", "wrong")), HttpSettings.PLAIN, InstantSource.system())) {
            assertThatThrownBy(client::token).isInstanceOf(Unseen.class).hasMessageContaining("does not let user_monasca into project myproject");
        }
    }

    @Test
    void oneTokenServesUntilShortlyBeforeItsEnd() throws Exception {
        var now = new Instant[] {Instant.now()};
        try (var client = client(() -> now[0])) {
            client.sendMetrics(List.of(metric("a")));
            now[0] = now[0].plus(Duration.ofMinutes(58));
            client.sendMetrics(List.of(metric("a")));
            assertThat(monasca.tokens()).isEqualTo(1);
            now[0] = now[0].plus(Duration.ofSeconds(90));
            client.sendMetrics(List.of(metric("a")));
            assertThat(monasca.tokens()).isEqualTo(2);
        }
    }

    @Test
    void aTokenThatEndedIsRenewedAndTheCallRepeatedOnce() throws Exception {
        try (var client = client()) {
            client.sendMetrics(List.of(metric("a")));
            monasca.revokeAll();
            client.sendMetrics(List.of(metric("b")));
            assertThat(monasca.tokens()).isEqualTo(2);
            assertThat(monasca.metrics()).extracting(each -> each.get("name")).containsExactly("a", "b");
        }
    }

    @Test
    void aMissingRoleIsNoReasonForAnotherToken() throws Exception {
        monasca.takeTheRoleAway();
        try (var client = client()) {
            assertThatThrownBy(() -> client.sendMetrics(List.of(metric("a")))).isInstanceOf(MonascaRefused.class)
                    .hasMessageContaining("does not have access").hasMessageContaining("role monasca-user");
            assertThat(monasca.tokens()).isEqualTo(1);
            assertThat(monasca.asked()).hasSize(2);
        }
    }

    @Test
    void everyOperationOfThePresentClient() throws Exception {
        try (var client = client()) {
            var hook = client.createNotification(Map.of("name", "hook", "type", "WEBHOOK", "address", "http://x/y"));
            assertThatThrownBy(() -> client.createNotification(Map.of("name", "hook", "type", "WEBHOOK", "address", "http://x/y")))
                    .isInstanceOf(MonascaRefused.class).hasMessageContaining("already exists");
            assertThat(client.notification("hook")).contains(hook);
            assertThat(client.notification(String.valueOf(hook.get("id")))).contains(hook);
            assertThat(client.notification("none")).isEmpty();
            for (int i = 0; i < 4; i++) {
                client.createNotification(Map.of("name", "n" + i, "type", "EMAIL", "address", "a@example.com"));
            }
            assertThat(client.notifications()).hasSize(5);   // three pages
            var alarm = client.createAlarmDefinition(Map.of("name", "a", "expression", "max(x) > 0"));
            assertThat(client.deleteAlarmDefinition(String.valueOf(alarm.get("id")))).isTrue();
            assertThat(client.deleteAlarmDefinition(String.valueOf(alarm.get("id")))).isFalse();
            assertThat(client.token()).startsWith("gAAAA");
            assertThat(client.statistics("name=current_cpu&statistics=avg&start_time=2026-01-01T00:00:00Z")).hasSize(1);
            assertThat(client.alarms("state=ALARM")).hasSize(1);
        }
    }

    @Test
    void measuresAreSentTogetherAndWaitOnDiskWhileMonascaIsAway() throws Exception {
        var file = folder.resolve("waiting");
        monasca.cutOff();
        var away = new MonascaMeasures(client(), file, 100, Duration.ofMillis(1));
        away.take(List.of(measure("a", 1), measure("b", 2)));
        away.take(List.of(measure("bad name", 3), measure("c", Double.NaN)));
        away.close();
        assertThat(Files.readAllLines(file)).hasSize(2);
        monasca.restore();
        try (var back = new MonascaMeasures(client(), file, 100, Duration.ofMillis(1))) {
            monasca.awaitMetrics(2);
            back.take(List.of(measure("d", 4)));
            monasca.awaitMetrics(3);
        }
        assertThat(monasca.metrics()).extracting(each -> each.get("name")).containsExactly("a", "b", "d");
        assertThat(monasca.batches().getFirst()).isEqualTo(2);
        assertThat(monasca.metrics().getFirst()).containsEntry("timestamp", NOON.toEpochMilli());
    }

    @Test
    void whatIsNewGoesToDiskAlsoBetweenTwoTriesToSend() throws Exception {
        var file = folder.resolve("waiting");
        monasca.cutOff();
        var away = new MonascaMeasures(client(), file, 100, Duration.ofMillis(1));
        for (int i = 1; i <= 3; i++) {
            away.take(List.of(measure("a", i)));
            while (Files.readAllLines(file).size() < i) {
                Moment.pass();
            }
        }
        away.close();
        assertThat(Files.readAllLines(file)).hasSize(3);
    }

    @Test
    void oneThatIsRefusedDoesNotHoldUpTheOthers() throws Exception {
        try (var measures = new MonascaMeasures(client(), folder.resolve("waiting"), 100, Duration.ofMillis(50))) {
            measures.take(List.of(measure("a", 1), measure("refused", 2), measure("b", 3)));
            monasca.awaitMetrics(2);
        }
        assertThat(monasca.metrics()).extracting(each -> each.get("name")).containsExactly("a", "b");
    }

    @Test
    void theBufferIsBoundedAndTheOldestGo() throws Exception {
        var buffer = new MetricBuffer(folder.resolve("b"), 3);
        buffer.add(IntStream.range(0, 10).mapToObj(i -> Map.<String, Object>of("n", (long) i)).toList());
        assertThat(buffer.first(10)).extracting(each -> each.get("n")).containsExactly(7L, 8L, 9L);
        assertThat(buffer.dropped()).isEqualTo(7);
        Files.writeString(folder.resolve("b"), "{\"n\":7}\n{\"n\":8}\n{\"to");
        assertThat(new MetricBuffer(folder.resolve("b"), 3).first(10)).hasSize(2);
    }

    @Test
    void alarmDefinitionsStayInStepWithDeadlines() throws Exception {
        try (var client = client()) {
            var definitions = new AlarmDefinitions(client);
            client.createAlarmDefinition(Map.of("name", "somebody else's", "expression", "max(x) > 0"));
            var jobs = AlarmDefinitions.ofJobs("chronos");
            assertThat(definitions.keep(List.of(jobs, AlarmDefinitions.ofDeadline("nightly", "0", 0.4)))).hasSize(2);
            assertThat(definitions.keep(List.of(jobs, AlarmDefinitions.ofDeadline("nightly", "0", 0.4)))).isEmpty();
            assertThat(definitions.keep(List.of(jobs, AlarmDefinitions.ofDeadline("nightly", "0", 0.3)))).containsExactly("changed deadline 0 of nightly");
            assertThat(definitions.keep(List.of(jobs))).containsExactly("removed deadline 0 of nightly");
            assertThat(monasca.alarms().values()).extracting(each -> each.get("name")).containsExactlyInAnyOrder("somebody else's", "comporta: chronos jobs");
            assertThat(monasca.alarms().values()).extracting(each -> each.get("expression"))
                    .contains("max(prediction_vs_deadline{framework=chronos}) > 0");
        }
    }

    @ParameterizedTest(name = "{0} is answered by the fake as it was by the real one")
    @CsvSource({
        "monasca/02-bogus-token", "monasca/06-metric-single", "monasca/07-metric-array", "monasca/08-metric-fractional-timestamp",
        "monasca/09-metric-empty-array", "monasca/10-metric-no-timestamp", "monasca/11-metric-name-bad-char", "monasca/13-metric-value-string",
        "monasca/14-metric-wrong-content-type", "monasca/23-notification-create-webhook", "monasca/30-notification-missing",
        "monasca/34-alarm-definition-create", "monasca/40-alarm-definition-missing", "keystone/05-auth-wrong-password",
        "keystone/03-auth-password-project-scoped"})
    void theFakeIsHeldToTheRecordings(String name) throws Exception {
        var recording = Recording.of(name);
        try (var http = HttpClient.newHttpClient(); var client = client()) {
            var request = HttpRequest.newBuilder(URI.create(monasca.url() + recording.path()));
            recording.headers().forEach((header, value) -> {
                if (!header.equals("Host")) {
                    request.header(header, value.equals("<token>") ? token(client) : value);
                }
            });
            var answer = http.send(
                    request.method(recording.method(), HttpRequest.BodyPublishers.ofString(recording.body())).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(recording.status());
        }
    }

    private static String token(MonascaClient client) {
        try {
            return client.token();
        } catch (Unseen e) {
            throw new IllegalStateException(e);
        }
    }
}
