package comporta.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a server ends. */
class FarewellTest {
    @TempDir
    Path folder;

    @Test
    void aDeedThatIsNotDoneInTimeKeepsNothingFromClosing() throws IOException {
        var busy = new CompletableFuture<Boolean>();
        var served = new Served(folder);
        try (var client = new Socket(InetAddress.getLoopbackAddress(), served.client.port())) {
            var _ = served.call(busy::join);
            var body = "{\"slots\": 6}";
            client.getOutputStream().write("""
                    PUT /api/v1/pools/models HTTP/1.1\r
                    Host: localhost\r
                    Content-Type: application/json\r
                    Content-Length: %d\r
                    Expect: 100-continue\r
                    \r
                    """.formatted(body.length()).getBytes(US_ASCII));
            var said = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
            assertThat(said.readLine()).as("it is being worked on").startsWith("HTTP/1.1 100");
            client.getOutputStream().write(body.getBytes(US_ASCII));

            served.closeHttp();
        } finally {
            busy.complete(true);
            served.close();
        }
    }
}
