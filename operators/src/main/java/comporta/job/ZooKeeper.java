package comporta.job;

import comporta.dag.PlainData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Asks ZooKeeper which master leads: a session for two questions, then it is closed. We look again whenever a master is lost, so watches,
 * and a client library with a network stack of its own, would bring nothing. The format is that of ZooKeeper 3.4 and later.
 */
final class ZooKeeper {
    private static final int USUAL_PORT = 2181;
    private static final int PATIENCE_MS = 5_000;
    private static final int SESSION_MS = 10_000;
    private static final int LARGEST = 4 << 20;
    private static final int GET_CHILDREN = 8;
    private static final int GET_DATA = 4;
    private static final int CLOSE = -11;
    private static final int AUTH = 100;
    private static final int AUTH_XID = -4;
    private static final Pattern MASTER = Pattern.compile("json\\.info_\\d{10}");

    private final List<String> servers;
    private final String path;
    private final String below;
    private final String digest;

    /**
     * @param servers {@code host:port}
     * @param path where the masters stand for election
     * @param digest {@code user:password}, or empty
     */
    ZooKeeper(List<String> servers, String path, String digest) {
        this.servers = List.copyOf(servers);
        this.path = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        this.below = this.path.equals("/") ? "/" : this.path + "/";
        this.digest = digest;
    }

    /** @throws IOException when no server answers, or no master leads */
    URI leader() throws IOException {
        var failures = new ArrayList<String>();
        for (var server : servers) {
            try {
                return ask(server).orElseThrow(() -> new IOException("no master stands for election in " + path));
            } catch (IOException e) {
                failures.add(server + ": " + e.getMessage());
            }
        }
        throw new IOException("ZooKeeper names no leading master. " + String.join("; ", failures));
    }

    private Optional<URI> ask(String server) throws IOException {
        int colon = server.lastIndexOf(':');
        var host = colon < 0 ? server : server.substring(0, colon);
        try (var socket = new Socket()) {
            int port = colon < 0 ? USUAL_PORT : Integer.parseInt(server.substring(colon + 1));
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            var session = new Session(new DataInputStream(socket.getInputStream()), new DataOutputStream(socket.getOutputStream()));
            session.open();
            if (!digest.isEmpty()) {
                session.signIn(digest);
            }
            var first = session.children(path).stream()
                    .filter(child -> MASTER.matcher(child).matches())
                    .min(Comparator.naturalOrder());   // the lowest number leads
            var leader = first.isEmpty() ? Optional.<URI>empty() : Optional.of(master(session.data(below + first.get())));
            session.close();
            return leader;
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static URI master(byte[] data) {
        var info = PlainData.mapFromJson(new String(data, StandardCharsets.UTF_8));
        var address = PlainData.block(info, "address");
        var host = address.get("ip") instanceof String ip && !ip.isEmpty()
                ? ip
                : MasterAddress.reachable(String.valueOf(info.get("hostname")));
        if (!(address.getOrDefault("port", info.get("port")) instanceof Number port)) {
            throw new IllegalArgumentException("the leading master does not say its port in ZooKeeper");
        }
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port.longValue());
    }

    /** One connection, one request at a time. */
    private static final class Session {
        private final DataInputStream in;
        private final DataOutputStream out;
        private int number;

        Session(DataInputStream in, DataOutputStream out) {
            this.in = in;
            this.out = out;
        }

        void open() throws IOException {
            var request = new ByteArrayOutputStream();
            var body = new DataOutputStream(request);
            body.writeInt(0);
            body.writeLong(0);
            body.writeInt(SESSION_MS);
            body.writeLong(0);
            text(body, new byte[16]);
            body.writeBoolean(true);   // a server that has no quorum may answer too: it only reads
            send(request);
            var answer = receive();
            answer.readInt();
            if (answer.readInt() <= 0) {
                throw new IOException("the session was refused");
            }
        }

        void signIn(String digest) throws IOException {
            var request = request(AUTH_XID, AUTH);
            var body = new DataOutputStream(request);
            body.writeInt(0);
            text(body, "digest".getBytes(StandardCharsets.UTF_8));
            text(body, digest.getBytes(StandardCharsets.UTF_8));
            send(request);
            checked(receive());
        }

        List<String> children(String path) throws IOException {
            var answer = ask(GET_CHILDREN, path);
            int count = answer.readInt();
            var children = new ArrayList<String>();
            for (int i = 0; i < count; i++) {
                children.add(new String(bytes(answer), StandardCharsets.UTF_8));
            }
            return children;
        }

        byte[] data(String path) throws IOException {
            return bytes(ask(GET_DATA, path));
        }

        void close() throws IOException {
            send(request(++number, CLOSE));
        }

        private DataInputStream ask(int type, String path) throws IOException {
            var request = request(++number, type);
            var body = new DataOutputStream(request);
            text(body, path.getBytes(StandardCharsets.UTF_8));
            body.writeBoolean(false);
            send(request);
            return checked(receive());
        }

        private static ByteArrayOutputStream request(int number, int type) throws IOException {
            var request = new ByteArrayOutputStream();
            var head = new DataOutputStream(request);
            head.writeInt(number);
            head.writeInt(type);
            return request;
        }

        private void send(ByteArrayOutputStream request) throws IOException {
            out.writeInt(request.size());
            request.writeTo(out);
            out.flush();
        }

        private DataInputStream receive() throws IOException {
            int length = in.readInt();
            if (length < 0 || length > LARGEST) {
                throw new IOException("it does not speak like ZooKeeper");
            }
            return new DataInputStream(new ByteArrayInputStream(in.readNBytes(length)));
        }

        private static DataInputStream checked(DataInputStream answer) throws IOException {
            answer.readInt();
            answer.readLong();
            int error = answer.readInt();
            return switch (error) {
                case 0 -> answer;
                case -101 -> throw new IOException("it has no such path");
                case -102, -115 -> throw new IOException("it does not let us read there. Check user and password in the zk:// address");
                default -> throw new IOException("it answers with error " + error);
            };
        }

        private static void text(DataOutputStream to, byte[] text) throws IOException {
            to.writeInt(text.length);
            to.write(text);
        }

        private static byte[] bytes(DataInputStream from) throws IOException {
            int length = from.readInt();
            return length < 0 ? new byte[0] : from.readNBytes(length);
        }
    }
}
