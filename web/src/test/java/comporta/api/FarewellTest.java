package comporta.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a server ends. */
class FarewellTest {
    @TempDir
    Path folder;

    @Test
    void aRequestThatNeverComesToItsEndKeepsNothingFromClosing() throws IOException {
        var served = new Served(folder);
        try (var hanging = new Socket(InetAddress.getLoopbackAddress(), served.client.port())) {
            hanging.getOutputStream().write("""
                    PUT /api/v1/pools/models HTTP/1.1\r
                    Host: localhost\r
                    Content-Type: application/json\r
                    Content-Length: 1000\r
                    Expect: 100-continue\r
                    \r
                    """.getBytes(US_ASCII));
            var said = new BufferedReader(new InputStreamReader(hanging.getInputStream(), US_ASCII));
            assertThat(said.readLine()).as("its body is waited for").startsWith("HTTP/1.1 100");

            served.close();

            assertThat(said.lines().filter(line -> line.startsWith("HTTP/1.1 200"))).isEmpty();
        }
    }
}
