package comporta.secret;

import comporta.dag.PlainData;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How to reach a system outside, by name.
 *
 * @param fields as configured; all but the plain ones are secret
 */
public record Connection(String name, Map<String, String> fields) {
    /** Fields that may be shown. Whatever else a connection holds is taken for a secret, so that a new kind of secret is none too late. */
    private static final Set<String> PLAIN = Set.of("type", "scheme", "host", "port", "schema", "user", "path", "description");

    public Connection {
        fields = PlainData.ordered(fields);
    }

    /** The value of a field, secret or not; empty when it has none. */
    public Optional<String> field(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    /** Whether the value of that field must not be shown. */
    public static boolean isSecret(String field) {
        return !PLAIN.contains(field);
    }

    @Override
    public String toString() {
        return "conn." + name;   // what it holds stays out of logs
    }
}
