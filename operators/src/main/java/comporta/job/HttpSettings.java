package comporta.job;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an outside system is spoken to.
 *
 * @param credentials null: nobody signs in
 * @param proxy address of an HTTP proxy; null: none
 * @param authorities PEM file of the certificates that are trusted in place of the system's; null: the system's
 * @param connecting limit for a connection
 * @param answering limit for a whole answer
 */
public record HttpSettings(
        @Nullable Credentials credentials, @Nullable URI proxy, @Nullable Path authorities, Duration connecting, Duration answering) {
    /** Nobody signs in, and nothing stands in between; limits as the protocol pages give them. */
    public static final HttpSettings PLAIN = new HttpSettings(null, null, null, Duration.ofSeconds(5), Duration.ofSeconds(30));

    /** The same for who signs in so. */
    public HttpSettings as(@Nullable Credentials who) {
        return new HttpSettings(who, proxy, authorities, connecting, answering);
    }
}
