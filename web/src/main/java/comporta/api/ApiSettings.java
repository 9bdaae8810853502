package comporta.api;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the API listens.
 *
 * @param bind address, or name of one
 * @param port 0: any that is free
 * @param hosts names under which requests are taken, besides loopback and {@code bind}
 * @param publicUrl how others reach us; null: by {@code bind} and {@code port}
 */
public record ApiSettings(String bind, int port, Set<String> hosts, @Nullable URI publicUrl) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    public ApiSettings {
        hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether nobody but this machine can ask. */
    public boolean isLoopback() {
        return LOOPBACK.contains(bind) || bind.startsWith("127.");
    }

    /**
     * Whether a request may name that host, which comes without its port. A page elsewhere that had its name lead here must not be served.
     */
    boolean isOurs(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        return LOOPBACK.contains(name) || name.equals(bind) || hosts.contains(name)
                || (publicUrl != null && name.equals(publicUrl.getHost()));
    }
}
