package comporta.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Map;

/** Whether somebody listens at an address outside. */
final class Reach {
    private static final int PATIENCE_MS = 3_000;
    private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443, "smtp", 25, "smtps", 465, "zk", 2181);

    private Reach() {}

    /** What came of connecting to the first host of {@code address}; nothing is sent. */
    static Finding of(String part, String address) {
        var shown = address.replaceAll("(?<=//)[^/@]*@", "").replaceAll("(?<=//[^/]{1,200}/).*", "…");   // a path of a hook is its secret
        URI first;
        try {
            first = URI.create(address.replaceAll("(?<=//[^/]{1,200}),[^/]*", ""));
        } catch (IllegalArgumentException e) {
            return Finding.failed(part, shown + " is no address", "Write it like https://host:port/path");
        }
        var port = first.getPort() >= 0 ? first.getPort() : PORTS.getOrDefault(String.valueOf(first.getScheme()), -1);
        if (first.getHost() == null || port < 0) {
            return Finding.failed(part, shown + " names no host and port", "Write it like https://host:port/path");
        }
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(first.getHost(), port), PATIENCE_MS);
            return Finding.ok(part, shown + " can be reached");
        } catch (IOException e) {
            return Finding.failed(part, shown + " cannot be reached: " + e.getMessage(), "Check host, port and firewall");
        }
    }
}
