package comporta.monasca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.dag.Moment;
import comporta.elasticity.Measure;
import comporta.job.HttpSettings;
import comporta.job.Unseen;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our client and the programs themselves. What they prove: sign-in, both kinds of 401, validation, status codes, paging, bodies. Storage of
 * metrics and the evaluation of alarms are other programs, and not here.
 */
@Timeout(600)
@EnabledIfEnvironmentVariable(named = RealMonasca.MONASCA_HOME, matches = ".+",
        disabledReason = "it takes minutes: COMPORTA_REAL_MONASCA=1 ./test sets up Keystone and monasca-api")
class RealMonascaTest {
    /** Both are slow at their first request, on a busy machine above all. */
    private static final HttpSettings PATIENT = new HttpSettings(null, null, null, Duration.ofMinutes(1), Duration.ofMinutes(5));

    @TempDir
    static Path folder;

    private static RealMonasca real;
    /** One token for most: a password check is real work. */
    private static MonascaClient ours;

    private final String mark = UUID.randomUUID().toString();

    @BeforeAll
    @Timeout(600)
    static void begin() throws Exception {
        real = new RealMonasca(folder);
        ours = client();
    }

    @AfterAll
    static void end() {
        Optional.ofNullable(ours).ifPresent(MonascaClient::close);
        Optional.ofNullable(real).ifPresent(RealMonasca::close);
    }

    private static MonascaClient client(Path credentials) {
        return new MonascaClient(MonascaCredentials.of(credentials), PATIENT, InstantSource.system());
    }

    private static MonascaClient client() throws Exception {
        return client(real.credentials("user_monasca", "123456", "myproject", "/v3/"));
    }

    private Map<String, Object> metric(String name) {
        return Map.of("name", name, "dimensions", Map.of("mark", mark), "timestamp", Instant.now().toEpochMilli(), "value", 1.5);
    }

    /** What Monasca took of this test. */
    private List<Map<String, Object>> taken() {
        return real.metrics().stream().filter(each -> each.get("dimensions") instanceof Map<?, ?> map && mark.equals(map.get("mark"))).toList();
    }

    @ParameterizedTest(name = "keystone_url ending in {0}")
    @ValueSource(strings = {"", "/v3", "/v3/", "/v3/v3/"})
    void theCredentialFileIsTakenAsItIs(String path) throws Exception {
        try (var client = client(real.credentials("user_monasca", "123456", "myproject", path))) {
            client.sendMetrics(List.of(metric("current_cpu")));
        }
        assertThat(taken()).singleElement().extracting(each -> each.get("name"), each -> String.valueOf(each.get("value")))
                .containsExactly("current_cpu", "1.5");
    }

    @ParameterizedTest(name = "{0} with {1} in {2}")
    @CsvSource({"user_monasca, wrong, myproject", "nobody, 123456, myproject", "user_monasca, 123456, other"})
    void whoIsNotLetInHearsWhere(String user, String password, String project) throws Exception {
        try (var client = client(real.credentials(user, password, project, "/v3/"))) {
            assertThatThrownBy(client::token).isInstanceOf(Unseen.class).hasMessageContaining("does not let " + user + " into project " + project);
        }
    }

    @Test
    void aTokenThatWasTakenBackIsRenewedAndTheCallRepeated() throws Exception {
        try (var client = client()) {
            client.sendMetrics(List.of(metric("a")));
            var first = client.token();
            real.revoke(first);
            client.sendMetrics(List.of(metric("b")));
            assertThat(client.token()).isNotEqualTo(first);
        }
        assertThat(taken()).extracting(each -> each.get("name")).containsExactly("a", "b");
    }

    @Test
    void aMissingRoleIsNoReasonForAnotherToken() throws Exception {
        try (var client = client(real.credentials("user_reader", "123456", "myproject", "/v3/"))) {
            var token = client.token();
            assertThatThrownBy(() -> client.sendMetrics(List.of(metric("a")))).isInstanceOf(MonascaRefused.class)
                    .hasMessageContaining("does not have access").hasMessageContaining("role monasca-user");
            assertThat(client.token()).isEqualTo(token);
        }
    }

    @Test
    void oneBadMetricRefusesAllAndOursAreSaidAsMonascaTakesThem() throws Exception {
        assertThatThrownBy(() -> ours.sendMetrics(List.of(metric("good"), metric("bad name")))).isInstanceOf(MonascaRefused.class)
                .hasMessageContaining("(422)");
        assertThat(taken()).isEmpty();
        var odd = new Measure("comporta.cpu_decision", Map.of(
                "mark", mark, "jobname", "a&b=\"{c}\";<d>,\\", "_hidden", "x", "uuid", "u".repeat(300)), Instant.now(), 2,
                Map.of("state", "LATE", "reason", "it would have 2 (why; not), and 1 is what others leave"));
        ours.sendMetrics(List.of(MetricRules.metric(odd).orElseThrow()));
        assertThat(taken()).singleElement().satisfies(each -> assertThat(each.get("value_meta")).asString().contains("what others leave"));
    }

    @Test
    void measuresThatWaitedArriveTogether() throws Exception {
        var file = folder.resolve(mark);
        var many = IntStream.range(0, 1500).mapToObj(i -> new Measure("remaining_iterations", Map.of("mark", mark), Instant.now(), i, Map.of())).toList();
        var elsewhere = Files.readString(real.credentials("user_monasca", "123456", "myproject", "/v3"))
                .replace(real.monasca().toString(), "http://127.0.0.1:1");
        var away = new MonascaMeasures(client(Files.writeString(folder.resolve("away.json"), elsewhere)), file, 10_000, Duration.ofMillis(1));
        away.take(many);
        away.close();
        assertThat(Files.readAllLines(file)).hasSize(many.size());
        try (var _ = new MonascaMeasures(client(), file, 10_000, Duration.ofMillis(1))) {
            while (taken().size() < many.size()) {
                Moment.pass();
            }
        }
        assertThat(taken()).extracting(each -> Double.valueOf(String.valueOf(each.get("value"))).intValue())
                .isEqualTo(IntStream.range(0, 1500).boxed().toList());
    }

    @Test
    void everyOperationOfThePresentClient() throws Exception {
        var hook = ours.createNotification(Map.of("name", "hook" + mark, "type", "WEBHOOK", "address", "http://x.example.com/y"));
        assertThatThrownBy(() -> ours.createNotification(Map.of("name", "hook" + mark, "type", "WEBHOOK", "address", "http://x.example.com/y")))
                .isInstanceOf(MonascaRefused.class).hasMessageContaining("already exists");
        assertThat(ours.notification("hook" + mark)).hasValueSatisfying(found -> assertThat(found).containsEntry("id", hook.get("id")));
        assertThat(ours.notification(String.valueOf(hook.get("id")))).hasValueSatisfying(found -> assertThat(found).containsEntry("name", "hook" + mark));
        assertThat(ours.notification("none")).isEmpty();
        for (int i = 0; i < 4; i++) {
            ours.createNotification(Map.of("name", "n" + i + mark, "type", "EMAIL", "address", "a@example.com"));
        }
        assertThat(ours.notifications()).as("pages of three").extracting(each -> each.get("name"))
                .contains("hook" + mark, "n0" + mark, "n1" + mark, "n2" + mark, "n3" + mark).doesNotHaveDuplicates();
        var alarm = ours.createAlarmDefinition(Map.of(
                "name", "a" + mark, "expression", "max(current_cpu) > 0", "alarm_actions", List.of(String.valueOf(hook.get("id")))));
        assertThat(ours.deleteAlarmDefinition(String.valueOf(alarm.get("id")))).isTrue();
        assertThat(ours.deleteAlarmDefinition(String.valueOf(alarm.get("id")))).isFalse();
        assertThat(ours.alarms("state=ALARM")).isEmpty();
    }

    @Test
    void alarmDefinitionsStayInStepWithDeadlines() throws Exception {
        var definitions = new AlarmDefinitions(ours);
        ours.createAlarmDefinition(Map.of("name", mark, "expression", "max(x) > 0"));
        var jobs = AlarmDefinitions.ofJobs("chronos");
        var instance = AlarmDefinitions.ofDeadline("nightly", "load_rates.0", 0.25);
        assertThat(definitions.keep(List.of(jobs, instance, AlarmDefinitions.ofDeadline("nightly", "run.0", 0.4)))).hasSize(3);
        assertThat(definitions.keep(List.of(jobs, instance, AlarmDefinitions.ofDeadline("nightly", "run.0", 0.4)))).isEmpty();
        assertThat(definitions.keep(List.of(jobs, instance, AlarmDefinitions.ofDeadline("nightly", "run.0", 0.3))))
                .containsExactly("changed deadline run.0 of nightly");
        var other = new AlarmDefinitions.Wanted(jobs.name(), jobs.description(), "max(current_cpu)", "1", jobs.matchBy(), "LOW");
        assertThat(definitions.keep(List.of(other, instance, AlarmDefinitions.ofDeadline("nightly", "run.0", 0.3)))).containsExactly("made chronos jobs anew");
        assertThat(definitions.keep(List.of(other))).hasSize(2);
        assertThat(ours.alarmDefinitions()).extracting(each -> each.get("name")).contains(mark, "comporta: chronos jobs");
        assertThat(definitions.keep(List.of())).containsExactly("removed chronos jobs");
    }

    @ParameterizedTest(name = "{0} is answered as it was recorded")
    @CsvSource({
        "monasca/02-bogus-token", "monasca/06-metric-single", "monasca/07-metric-array", "monasca/08-metric-fractional-timestamp",
        "monasca/09-metric-empty-array", "monasca/10-metric-no-timestamp", "monasca/11-metric-name-bad-char", "monasca/13-metric-value-string",
        "monasca/14-metric-wrong-content-type", "monasca/30-notification-missing",
        "monasca/31-notification-types", "monasca/40-alarm-definition-missing", "monasca/47-alarm-missing", "monasca/52-alarms-bad-state",
        "keystone/05-auth-wrong-password", "keystone/08-auth-malformed", "keystone/20-seed-url-doubled-v3"})
    void theRecordingsAreStillTrue(String name) throws Exception {
        var recording = Recording.of(name);
        try (var http = HttpClient.newHttpClient()) {
            var server = name.startsWith("keystone") ? real.keystone() : real.monasca();
            var request = HttpRequest.newBuilder(URI.create(server + recording.path()));
            for (var header : recording.headers().entrySet()) {
                if (!header.getKey().equals("Host")) {
                    request.header(header.getKey(), header.getValue().equals("<token>") ? ours.token() : header.getValue());
                }
            }
            var answer = http.send(
                    request.method(recording.method(), HttpRequest.BodyPublishers.ofString(recording.body())).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(recording.status());
        }
    }
}
