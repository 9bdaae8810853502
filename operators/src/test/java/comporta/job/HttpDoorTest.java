package comporta.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to outside systems: what failed how, who signs in, what lies in between, who is trusted. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields
class HttpDoorTest {
    @TempDir
    Path folder;

    private FakeCluster fake;

    @BeforeEach
    void begin() throws IOException {
        fake = new FakeCluster(folder) {
            @Override
            public boolean holds(String name) {
                return false;
            }

            @Override
            protected FakeAnswer answer(FakeCall call) {
                return FakeAnswer.text(200, call.method() + " for " + call.signedIn() + " at " + call.headers().getFirst("Host"));
            }
        };
    }

    @AfterEach
    void close() {
        fake.close();
    }

    private static Reply send(HttpSettings settings, URI to) {
        try (var door = new HttpDoor(settings)) {
            return door.send(HttpRequest.newBuilder(to).GET());
        }
    }

    private static String words(Reply reply) {
        return reply.getClass().getSimpleName() + " " + reply;
    }

    @Test
    void whatFailedHow() {
        assertThat(send(HttpSettings.PLAIN, URI.create("http://127.0.0.1:1/"))).isInstanceOf(Reply.NotSent.class);
        assertThat(send(HttpSettings.PLAIN, URI.create("http://nobody.invalid/"))).isInstanceOf(Reply.NotSent.class);
        for (var trouble : List.of(Trouble.LOST_REPLY, Trouble.CUT_BEFORE, Trouble.TRUNCATED)) {
            fake.next(call -> true, trouble, 2);   // a question may be asked twice by the client below
            assertThat(send(HttpSettings.PLAIN, fake.url())).as(words(send(HttpSettings.PLAIN, fake.url()))).isNotInstanceOf(Reply.NotSent.class);
            fake.behave();
        }
        fake.next(call -> true, Trouble.status(503));
        assertThat(send(HttpSettings.PLAIN, fake.url())).isInstanceOfSatisfying(Reply.Answer.class, answer -> assertThat(answer).hasToString("503: no"));
    }

    @Test
    void anAnswerIsNotWaitedForForEver() {
        var latch = new CountDownLatch(1);
        fake.next(call -> true, Trouble.lateReply(latch));
        var settings = new HttpSettings(null, null, null, Duration.ofMillis(500), Duration.ofMillis(100));
        assertThat(send(settings, fake.url())).isInstanceOf(Reply.Lost.class);
        latch.countDown();
    }

    @Test
    void whoSignsInStaysOutOfMessages() {
        var settings = HttpSettings.PLAIN.as(new Credentials("me", "hunter22"));
        assertThat(((Reply.Answer) send(settings, fake.url())).text()).startsWith("GET for me:hunter22");
        assertThat(settings.toString()).contains("me").doesNotContain("hunter22");
    }

    @Test
    void aProxyIsAskedInPlaceOfTheSystem() {
        var settings = new HttpSettings(null, fake.url(), null, Duration.ofSeconds(5), Duration.ofSeconds(5));
        assertThat(((Reply.Answer) send(settings, URI.create("http://chronos.invalid:4400/ping"))).text()).endsWith("at chronos.invalid:4400");
    }

    @Test
    void onlyTheCertificatesOfTheFileAreTrusted() throws Exception {
        var own = OwnAuthority.in(folder);
        var server = https(own.context());
        try {
            var url = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/");
            assertThat(send(HttpSettings.PLAIN, url)).as("nobody vouches for it").isInstanceOf(Reply.NotSent.class);
            var trusting = new HttpSettings(null, null, own.file(), Duration.ofSeconds(5), Duration.ofSeconds(5));
            assertThat(send(trusting, url)).as(words(send(trusting, url))).isInstanceOf(Reply.Answer.class);
        } finally {
            server.stop(0);
        }
        Files.writeString(own.file(), "nothing");
        assertThatThrownBy(() -> new HttpDoor(new HttpSettings(null, null, own.file(), Duration.ofSeconds(5), Duration.ofSeconds(5))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ca.pem");
    }

    private static HttpsServer https(SSLContext context) throws IOException {
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }
}
