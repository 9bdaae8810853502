package comporta.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import comporta.dag.DagId;
import comporta.dag.PlainData;
import comporta.dag.TaskId;
import comporta.decide.Notice;
import comporta.decide.Notice.Addressee;
import comporta.operator.Cause;
import comporta.store.Letter;
import comporta.store.Store;
import comporta.store.StoreSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Order(-30)
class NotifierTest {
    @TempDir
    private Path folder;

    private static final String ID = Mail.id(notice().key() + " 0");

    private final Clock clock = new Clock();
    private final LinkedBlockingQueue<Post> posts = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
    private HttpServer server;

    /** @param headers id and signature */
    private record Post(String path, String headers, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var headers = exchange.getRequestHeaders();
            posts.add(new Post(
                    exchange.getRequestURI().getPath(), headers.getFirst("Idempotency-Key") + " " + headers.getFirst("X-Comporta-Signature"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            var answer = answers.poll();
            exchange.sendResponseHeaders(answer == null ? 200 : answer, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aWebhookGetsTheWholeNotice() throws Exception {
        tell(Map.of(), new Addressee.Written("webhook", url("/hook"), "it said hush1234"));

        assertThat(PlainData.mapFromJson(posts.take().body())).isEqualTo(PlainData.mapFromJson("""
                {"id": "%s", "event": "failure", "dag_id": "nightly", "run_id": "scheduled-20261101T040000Z", "task_id": "itaipu", "map_index": null,
                 "try_number": 3, "state": "failed", "cause": "user", "reason": "exit code 7", "owner": "data-infra",
                 "at": "2026-11-01T04:30:00Z", "message": "it said ***"}""".formatted(ID)));
    }

    @Test
    void aSecretSignsWhatIsPosted() throws Exception {
        Files.writeString(folder.resolve("hook.secret"), "key\n");
        tell(Map.of("oncall", Map.of("slack", url("/services/T1"), "secret_file", "hook.secret")), new Addressee.Named("oncall", "late"));

        var post = posts.take();
        assertThat(post.path()).isEqualTo("/services/T1");
        assertThat(post.body()).isEqualTo("{\"text\":\"late\"}");
        assertThat(post.headers()).endsWith(" sha256=43eb65b6118e3315240e8975badce7834bde84f8f789aa377c6d0ff096c27e3b");
    }

    @Test
    void aChannelIsReachedByTheHookOfTheConfiguration() throws Exception {
        tell(Map.of("other", Map.of("webhook", url("/no")), "chat", Map.of("slack", url("/services/T1"))),
                new Addressee.Written("slack", "#data", "late"));

        assertThat(posts.take().body()).isEqualTo("{\"text\":\"late\",\"channel\":\"#data\"}");
    }

    @ParameterizedTest(name = "answered {0}, {1} posts")
    @CsvSource(delimiter = '|', textBlock = """
            200             | 1
            204             | 1
            500 503 200     | 3
            429 200         | 2
            404             | 1
            400             | 1
            301             | 1
            500 500 500 500 | 3
            """)
    void whatMayGetThroughLaterIsRepeatedAndTellsSo(String answered, int times) throws Exception {
        for (var answer : answered.split(" ", -1)) {
            answers.add(Integer.parseInt(answer));
        }
        tell(Map.of(), new Addressee.Written("webhook", url("/hook"), "late"));

        assertThat(posts).hasSize(times);
        assertThat(posts.stream().map(Post::headers).distinct()).as("the same id each time").hasSize(1);
    }

    @Test
    void mailIsSentByTheServerOfTheConfiguration() throws Exception {
        try (var receiver = new MailReceiver(1)) {
            tell(Map.of("mail", Map.of("smtp", receiver.address(), "from", "comporta@example.org")),
                    new Addressee.Written("email", List.of("ana@example.org", "Rui <rui@example.org>"), "Está atrasado: hush1234\n.\nEnd"));

            var mail = receiver.taken.take();
            assertThat(mail.from()).contains("<comporta@example.org>");
            assertThat(mail.to()).containsExactly("<ana@example.org>", "<rui@example.org>");
            assertThat(mail.text())
                    .contains("Subject: [comporta] nightly.itaipu failed", "To: ana@example.org, Rui <rui@example.org>", "Auto-Submitted: auto-generated",
                            "Date: Sun, 1 Nov 2026", "charset=UTF-8")
                    .contains("@comporta>")
                    .doesNotContain("hush1234");
        }
    }

    @Test
    void aNamedTargetMayBeMailToo() throws Exception {
        try (var receiver = new MailReceiver(0)) {
            tell(Map.of("team", Map.of("smtp", receiver.address(), "to", List.of("ana@example.org"))), new Addressee.Named("team", "late"));

            assertThat(receiver.taken.take().to()).containsExactly("<ana@example.org>");
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            ana@refused.org   | refuses receivers
            not an address    | is no mail address
            """)
    void mailThatNobodyCanGetIsNotRepeated(String receiver, String why) throws Exception {
        try (var mail = new MailReceiver(0); var channels = new Channels(Map.of("mail", Map.of("smtp", mail.address())), folder)) {
            var channel = channels.to(new Addressee.Written("email", List.of(receiver), "late"));

            assertThatThrownBy(() -> channel.deliver(mail("late")))
                    .isInstanceOfSatisfying(NotDelivered.class, e -> assertThat(e.mayBeRepeated()).isFalse())
                    .hasMessageContaining(why);
        }
    }

    @Test
    void aCommandHearsItOnStdinAndInItsEnvironment() {
        var got = folder.resolve("got");
        tell(Map.of(), new Addressee.Written("command", "{ cat; env | grep ^COMPORTA_ | sort; } > " + got, "it said hush1234"));

        assertThat(got).hasContent("""
                it said ***
                COMPORTA_AT=2026-11-01T04:30:00Z
                COMPORTA_CAUSE=user
                COMPORTA_DAG_ID=nightly
                COMPORTA_EVENT=failure
                COMPORTA_MAP_INDEX=
                COMPORTA_MESSAGE=it said ***
                COMPORTA_OWNER=data-infra
                COMPORTA_REASON=exit code 7
                COMPORTA_RUN_ID=scheduled-20261101T040000Z
                COMPORTA_STATE=failed
                COMPORTA_TASK_ID=itaipu
                COMPORTA_TRY_NUMBER=3
                """);
    }

    @Test
    void aCommandThatFailsIsRepeated() {
        var count = folder.resolve("count");
        tell(Map.of(), new Addressee.Written("command", List.of("/bin/sh", "-c", "echo x >> " + count + "; test $(wc -l < " + count + ") = 3"), "late"));

        assertThat(count).hasContent("x\nx\nx");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            exit 3               | exit code 3
            echo broken; exit 3  | exit code 3: broken
            sleep 600            | did not end within
            """)
    void whyACommandDidNotDeliver(String line, String why) {
        var commands = new CommandRun(Duration.ofMillis(line.startsWith("sleep") ? 50 : 60_000));

        assertThatThrownBy(() -> commands.run(List.of("/bin/sh", "-c", line), mail("late")))
                .isInstanceOf(NotDelivered.class).hasMessageContaining(why);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            named   | nobody             | there is no target "nobody"
            named   | mail               | is a mail server without receivers
            named   | empty              | has neither slack, webhook nor smtp
            slack   | #data              | there is no Slack hook
            webhook | nowhere            | does not begin with http:// or https://
            webhook | file:///etc/passwd | does not begin with http:// or https://
            """)
    void whomNobodyKnowsIsNotTold(String kind, String address, String why) {
        try (var channels = new Channels(Map.of("mail", Map.of("smtp", "smtp://127.0.0.1:1"), "empty", Map.of()), folder)) {
            var addressee = kind.equals("named") ? new Addressee.Named(address, "late") : new Addressee.Written(kind, address, "late");

            assertThatThrownBy(() -> channels.to(addressee)).isInstanceOf(NotDelivered.class).hasMessageContaining(why);
        }
    }

    @Test
    void whatWasCommittedIsDeliveredByTheNextProcess() throws Exception {
        var file = folder.resolve("db");
        try (var store = Store.open(StoreSettings.h2(file, "one"))) {
            store.outbox().post(List.of(notice(new Addressee.Written("webhook", url("/hook"), "late"))));
        }
        assertThat(posts).isEmpty();
        try (var store = Store.open(StoreSettings.h2(file, "two"))) {
            rounds(store, Map.of());
            assertThat(posts).hasSize(1);
            rounds(store, Map.of());
            assertThat(posts).as("once it is delivered").hasSize(1);
        }
    }

    @Test
    void whatWasDeliveredAndNotRecordedComesOnceMoreUnderTheSameId() {
        try (var store = Store.inMemory("test")) {
            store.outbox().post(List.of(notice(new Addressee.Written("webhook", url("/hook"), "late"))));
            try (var dying = new Notifier(
                    store.outbox(), new Channels(Map.of(), folder), List.of(), NotifierTest::masked, clock, _ -> new CompletableFuture<Void>())) {
                dying.round(Runnable::run);
            }
            rounds(store, Map.of());

            assertThat(posts).hasSize(2);
            assertThat(posts.stream().map(Post::headers).distinct()).hasSize(1);
            assertThat(log(store)).containsExactly("1 delivered");
        }
    }

    @Test
    void theSameNoticeIsPutInOnce() {
        try (var store = Store.inMemory("test")) {
            var notice = notice(new Addressee.Written("webhook", url("/a"), "late"), new Addressee.Named("b", "late"));
            assertThat(store.outbox().post(List.of(notice, notice))).isEqualTo(2);
            assertThat(store.outbox().post(List.of(notice))).isZero();
        }
    }

    @Test
    void everyAttemptIsOnRecord() {
        answers.addAll(List.of(500, 503, 200));
        try (var store = Store.inMemory("test")) {
            store.outbox().post(List.of(notice(new Addressee.Written("webhook", url("/hook?key=hush1234"), "late"))));
            rounds(store, Map.of());

            assertThat(log(store)).containsExactly("1 127.0.0.1 answered 500", "2 127.0.0.1 answered 503", "3 delivered");
            var letter = store.outbox().newest(Long.MAX_VALUE, 1).getFirst();
            assertThat(letter.state()).isEqualTo(Letter.State.DELIVERED);
            assertThat(letter.nextAt()).isNull();
            assertThat(letter.attempts()).isEqualTo(3);
        }
    }

    @Test
    void theWaitGrowsAndIsTheSameForTheSameLetter() {
        answers.addAll(Collections.nCopies(8, 500));
        try (var store = Store.inMemory("test"); var notifier = notifier(store, Map.of(), Notifier.WAITS)) {
            store.outbox().post(List.of(notice(new Addressee.Written("webhook", url("/hook"), "late"))));
            var waits = new ArrayList<Long>();
            for (var due = store.outbox().nextDue(); due.isPresent(); due = store.outbox().nextDue()) {
                waits.add(Duration.between(clock.now, due.get()).toSeconds());
                clock.now = due.get();
                notifier.round(Runnable::run);
            }

            assertThat(waits.subList(1, waits.size())).hasSize(7).isSorted();
            assertThat(waits.getLast()).isBetween(3_600L, 4_500L);
            assertThat(store.outbox().newest(Long.MAX_VALUE, 1).getFirst().state()).isEqualTo(Letter.State.GIVEN_UP);
        }
    }

    @Test
    void aLetterThatComesDueJustAfterTheLookIsNotLeftForLater() {
        answers.add(500);
        try (var store = Store.inMemory("test"); var notifier = notifier(store, Map.of(), Notifier.WAITS)) {
            store.outbox().post(List.of(notice(new Addressee.Written("webhook", url("/hook"), "late"))));
            clock.now = store.outbox().nextDue().orElseThrow();
            notifier.round(Runnable::run);
            var due = store.outbox().nextDue().orElseThrow();
            clock.now = due.minusNanos(1_000);
            var looked = notifier.round(Runnable::run);
            assertThat(notifier.untilNext(looked)).isEqualTo(Duration.ofNanos(1_000));
            clock.now = due.plusMillis(1);
            assertThat(notifier.untilNext(looked)).isZero();
        }
    }

    @Test
    void theWorkerDeliversWhatItIsWokenFor() throws Exception {
        try (var store = Store.inMemory("test"); var writer = Executors.newSingleThreadExecutor()) {
            try (var notifier = new Notifier(
                    store.outbox(), new Channels(Map.of(), folder), List.of(), NotifierTest::masked, InstantSource.system(),
                    deed -> CompletableFuture.runAsync(deed, writer))) {
                notifier.start();
                writer.submit(() -> store.outbox().post(List.of(notice(new Addressee.Written("webhook", url("/hook"), "late"))))).get();
                notifier.wake();

                assertThat(posts.take().path()).isEqualTo("/hook");
            }
        }
    }

    /** Tells it, and tries until that is done with. */
    private void tell(Map<String, Object> configured, Addressee addressee) {
        try (var store = Store.inMemory("test")) {
            store.outbox().post(List.of(notice(addressee)));
            rounds(store, configured);
        }
    }

    private void rounds(Store store, Map<String, Object> configured) {
        try (var notifier = notifier(store, configured, Collections.nCopies(2, Duration.ofSeconds(1)))) {
            for (var due = store.outbox().nextDue(); due.isPresent(); due = store.outbox().nextDue()) {
                clock.now = due.get();
                notifier.round(Runnable::run);
            }
        }
    }

    /** On the thread of the test, which is the one that writes. */
    private Notifier notifier(Store store, Map<String, Object> configured, List<Duration> waits) {
        return new Notifier(store.outbox(), new Channels(configured, folder), waits, NotifierTest::masked, clock, deed -> {
            deed.run();
            return CompletableFuture.completedFuture(null);
        });
    }

    private static List<String> log(Store store) {
        var letter = store.outbox().newest(Long.MAX_VALUE, 1).getFirst();
        return store.outbox().deliveries(letter.id()).stream()
                .map(each -> each.attempt() + " " + (each.error() == null ? "delivered" : each.error()))
                .toList();
    }

    private static Mail mail(String message) {
        return new Mail("1", notice(), message);
    }

    private static final class Clock implements InstantSource {
        private Instant now = Instant.parse("2026-11-01T04:30:00Z");

        @Override
        public Instant instant() {
            return now;
        }
    }

    private static String masked(String text) {
        return text.replace("hush1234", "***");
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static Notice notice(Addressee... to) {
        return new Notice(
                "failure", new DagId("nightly"), "data-infra", "scheduled-20261101T040000Z", new TaskId("itaipu"), -1, 3, "failed", Cause.USER,
                "exit code 7", Instant.parse("2026-11-01T04:30:00Z"), List.of(to));
    }
}
