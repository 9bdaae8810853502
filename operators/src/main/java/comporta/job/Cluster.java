package comporta.job;

import comporta.dag.Durations;
import comporta.dag.PlainData;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as the configuration names it. What it says is wrong when a file cannot be had, and told as {@link IllegalArgumentException}.
 *
 * @param name that {@code job.backend} names it by
 * @param keys what is said of it; spelling was checked, and the kind's needed keys are there
 * @param folder where files lie that are named without a folder
 */
public record Cluster(String name, Map<String, Object> keys, Path folder) {
    public Cluster {
        keys = PlainData.ordered(keys);
    }

    public String kind() {
        return text("kind", "local");
    }

    /** A text, or {@code otherwise} when nothing is said. */
    public String text(String key, String otherwise) {
        return keys.get(key) instanceof String text ? text : otherwise;
    }

    /** A text, or null when nothing is said. */
    public @Nullable String text(String key) {
        return keys.get(key) instanceof String text ? text : null;
    }

    public Duration duration(String key, Duration otherwise) {
        var text = text(key);
        return text == null ? otherwise : Durations.parse(text);
    }

    /**
     * The address in that key, without a slash at the end; null when nothing is said.
     *
     * @throws IllegalArgumentException when it is none
     */
    public @Nullable URI address(String key) {
        var text = text(key);
        return text == null ? null : address(text, key);
    }

    /**
     * Where the cluster is: {@code url}, or the one of the {@code credentials} file.
     *
     * @throws IllegalArgumentException when neither says it
     */
    public URI url() {
        var own = address("url");
        if (own != null) {
            return own;
        }
        var file = credentials();
        if (file.get("url") instanceof String text) {
            return address(text, "url of " + text("credentials"));
        }
        throw new IllegalArgumentException("backend \"" + name + "\": " + text("credentials", "it") + " has no \"url\". Add it");
    }

    /**
     * How the cluster is spoken to, with the password of {@code credentials} or {@code password_file}.
     *
     * @throws IllegalArgumentException when a file cannot be read
     */
    public HttpSettings http() {
        var authorities = text("ca_file");
        return new HttpSettings(
                who(), address("proxy"), authorities == null ? null : folder.resolve(authorities),
                duration("connect_timeout", HttpSettings.PLAIN.connecting()), duration("timeout", HttpSettings.PLAIN.answering()));
    }

    /**
     * How the masters and agents of the Mesos are spoken to that the cluster is, or stands on: as its {@code principal}, if it names one.
     * Who signs in to a scheduler above them is nobody to them.
     *
     * @throws IllegalArgumentException when a file of it cannot be read
     */
    public HttpSettings mesosHttp() {
        var principal = text("principal");
        return http().as(principal == null || text("secret_file") == null ? null : new Credentials(principal, secret("secret_file")));
    }

    private @Nullable Credentials who() {
        if (text("credentials") != null) {
            var file = credentials();
            return file.get("user") instanceof String user && !user.isEmpty()
                    ? new Credentials(user, file.get("password") instanceof String password ? password : "")
                    : null;
        }
        return text("password_file") == null ? null : new Credentials(text("user", ""), secret("password_file"));
    }

    /**
     * The first line of the file that a key names.
     *
     * @throws IllegalArgumentException when it cannot be read
     */
    public String secret(String key) {
        return read(key).lines().findFirst().orElse("").strip();
    }

    private Map<String, Object> credentials() {
        try {
            return PlainData.mapFromJson(read("credentials"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "backend \"" + name + "\": the credentials cannot be used: " + e.getMessage()
                    + ". Write {\"url\": …, \"user\": …, \"password\": …}");
        }
    }

    private String read(String key) {
        var file = folder.resolve(text(key, ""));
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "backend \"" + name + "\": " + key + " " + file + " cannot be read. Put it there, and let this user read it");
        }
    }

    private URI address(String text, String key) {
        try {
            var address = URI.create(text.replaceFirst("/+$", ""));
            if (address.getHost() != null && address.getScheme() != null && address.getScheme().startsWith("http")) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new IllegalArgumentException("backend \"" + name + "\": " + key + " \"" + text
                + "\" is not an address. Write e.g. http://host:8080");
    }
}
