package comporta.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.dag.PlainData;
import comporta.job.MasterAddress;
import comporta.operator.Refused;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the leading master is found. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields
class ZooKeeperTest {
    private final Map<String, byte[]> nodes = new LinkedHashMap<>();
    private ServerSocket server;
    private String digest = "";

    @BeforeEach
    void begin() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        nodes.put("log_replicas", new byte[0]);
        Recording.of("500").whole().all("response").forEach(node -> nodes.put(
                node.text("path").substring("/mesos/".length()), PlainData.toJson(node.in("data").fields()).getBytes(StandardCharsets.UTF_8)));
    }

    @AfterEach
    void end() throws IOException {
        server.close();
    }

    @Test
    void theLowestNumberLeads() throws IOException {
        assertThat(address("zk://127.0.0.1:" + server.getLocalPort() + "/mesos").next()).isEqualTo(URI.create("http://127.0.0.1:5050"));
        nodes.remove("json.info_0000000000");
        assertThat(address("zk://127.0.0.1:1,127.0.0.1:" + server.getLocalPort() + "/mesos").next()).isEqualTo(URI.create("http://127.0.0.1:5052"));
    }

    @Test
    void withoutMastersItSaysSo() {
        nodes.clear();
        var address = address("zk://127.0.0.1:" + server.getLocalPort() + "/mesos");
        assertThatThrownBy(address::next).isInstanceOf(IOException.class).hasMessageContaining("no master stands for election in /mesos");
        var other = address("zk://127.0.0.1:" + server.getLocalPort() + "/other");
        assertThatThrownBy(other::next).isInstanceOf(IOException.class).hasMessageContaining("no such path");
    }

    @Test
    void whoSignsInIsLetIn() throws IOException {
        digest = "ana:secret";
        assertThat(address("zk://ana:secret@127.0.0.1:" + server.getLocalPort() + "/mesos").next().getPort()).isEqualTo(5050);
        var address = address("zk://127.0.0.1:" + server.getLocalPort() + "/mesos");
        assertThatThrownBy(address::next).hasMessageContaining("does not let us read").message().doesNotContain("secret");
    }

    @Test
    void severalMastersAreAskedInTurn() throws IOException {
        var address = address("http://m1:5050,m2,https://m3:8443");
        assertThat(List.of(address.next(), address.next(), address.next(), address.next())).extracting(URI::toString)
                .containsExactly("http://m1:5050", "http://m2:5050", "https://m3:8443", "http://m1:5050");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m1 m2", "ftp://m1", "zk://h1:2181", "http://"})
    void whatIsNoAddressIsRefused(String written) {
        assertThatThrownBy(() -> address(written)).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            //localhost:5050/master/api/v1/scheduler, http://localhost:5050
            //10.0.0.2:5051, http://10.0.0.2:5051
            https://m2:5050/x, https://m2:5050
            //ip-10-130-118-157.ec2.internal:5050, http://10.130.118.157:5050
            """)
    void aRedirectionIsReadAgainstTheRequest(String location, String master) {
        assertThat(MasterAddress.redirected(URI.create("http://m1:5050"), location)).isEqualTo(URI.create(master));
    }

    private static MasterAddress address(String written) {
        return new MasterAddress(written);
    }

    private void serve() {
        while (!server.isClosed()) {
            try (var socket = server.accept()) {
                converse(new DataInputStream(socket.getInputStream()), new DataOutputStream(socket.getOutputStream()));
            } catch (IOException e) {
                // the next one
            }
        }
    }

    private void converse(DataInputStream in, DataOutputStream out) throws IOException {
        in.readNBytes(in.readInt());
        var session = new ByteArrayOutputStream();
        var body = new DataOutputStream(session);
        body.writeInt(0);
        body.writeInt(10_000);
        body.writeLong(7);
        body.writeInt(16);
        body.write(new byte[16]);
        body.writeBoolean(false);
        send(out, session);
        boolean isIn = digest.isEmpty();
        while (true) {
            in.readInt();
            int number = in.readInt();
            int type = in.readInt();
            if (type == -11) {
                return;
            }
            var answer = new ByteArrayOutputStream();
            var data = new DataOutputStream(answer);
            data.writeInt(number);
            data.writeLong(1);
            if (type == 100) {
                in.readInt();
                text(in);
                isIn = text(in).equals(digest);
                data.writeInt(isIn ? 0 : -115);
            } else {
                var path = text(in);
                in.readBoolean();
                answer(type, path, isIn, data);
            }
            send(out, answer);
        }
    }

    private void answer(int type, String path, boolean isIn, DataOutputStream data) throws IOException {
        var node = nodes.get(path.substring(path.lastIndexOf('/') + 1));
        boolean isThere = type == 8 ? path.equals("/mesos") : node != null;
        data.writeInt(!isIn ? -102 : isThere ? 0 : -101);
        if (isIn && isThere && type == 8) {
            data.writeInt(nodes.size());
            for (var name : nodes.keySet()) {
                data.writeInt(name.length());
                data.writeBytes(name);
            }
        } else if (isIn && node != null) {
            data.writeInt(node.length);
            data.write(node);
        }
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static void send(DataOutputStream out, ByteArrayOutputStream message) throws IOException {
        out.writeInt(message.size());
        message.writeTo(out);
        out.flush();
    }
}
