package comporta.job;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Who signs in with basic authentication. */
public record Credentials(String user, String password) {

    /** The header {@code Authorization}. */
    public String header() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Credentials[" + user + "]";   // the password stays out of logs
    }
}
