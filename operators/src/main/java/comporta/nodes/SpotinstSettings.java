package comporta.nodes;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where Elastigroups are kept.
 *
 * @param endpoint of the API, without a slash at the end
 * @param account null: the token's only one
 * @param token a secret
 */
public record SpotinstSettings(URI endpoint, @Nullable String account, String token) {
    /** The service itself. */
    public static final URI USUAL = URI.create("https://api.spotinst.io");

    @Override
    public String toString() {
        return "Spotinst at " + endpoint;
    }
}
