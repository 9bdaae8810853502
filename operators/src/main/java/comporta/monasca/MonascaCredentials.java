package comporta.monasca;

import comporta.dag.PlainData;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Who signs in, where.
 *
 * @param keystone address without {@code /v3}
 * @param monasca address without {@code /v2.0}
 */
public record MonascaCredentials(
        URI keystone, URI monasca, String username, String password, String project, String userDomain, String projectDomain) {
    private static final String NO_DOMAIN = "default";

    /**
     * Reads a credential file as it is: JSON with {@code keystone_url}, with {@code /v3/} or without, {@code monocasca_client_url} or
     * {@code monasca_client_url}, {@code username}, {@code password} and {@code project_name}.
     *
     * @throws IllegalArgumentException when it cannot be used
     */
    public static MonascaCredentials of(Path file) {
        Map<String, Object> keys;
        try {
            keys = PlainData.mapFromJson(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read. Put it there, and let this user read it", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " holds no JSON object: " + e.getMessage(), e);
        }
        var monasca = keys.containsKey("monasca_client_url") ? "monasca_client_url" : "monocasca_client_url";
        return new MonascaCredentials(
                address(file, keys, "keystone_url", "/v3"), address(file, keys, monasca, "/v2.0"), text(file, keys, "username"),
                text(file, keys, "password"),
                text(file, keys, "project_name"), domain(keys, "user_domain_id"), domain(keys, "project_domain_id"));
    }

    private static String domain(Map<String, Object> keys, String key) {
        return keys.get(key) instanceof String text ? text : NO_DOMAIN;
    }

    private static String text(Path file, Map<String, Object> keys, String key) {
        if (keys.get(key) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new IllegalArgumentException(file + " has no \"" + key + "\". Add it");
    }

    /** Slashes are cut, and the version where it stands: it is added again at each call, and once. */
    private static URI address(Path file, Map<String, Object> keys, String key, String version) {
        var written = text(file, keys, key);
        var bare = written.replaceFirst("/+$", "");
        while (bare.endsWith(version)) {
            bare = bare.substring(0, bare.length() - version.length()).replaceFirst("/+$", "");
        }
        try {
            var address = URI.create(bare);
            if (address.getHost() != null && address.getScheme() != null && address.getScheme().startsWith("http")) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new IllegalArgumentException(file + ": \"" + key + "\" is \"" + written
                + "\", and no address. Write e.g. http://host:5000/v3/");
    }

    @Override
    public String toString() {
        return "MonascaCredentials[" + username + " at " + keystone + "]";   // the password stays out of logs
    }
}
