package comporta.basic;

import comporta.secret.Connection;
import comporta.secret.Mask;
import comporta.secret.SecretMissing;
import comporta.secret.Vault;
import java.util.Map;
import java.util.Optional;

/** A vault for tests. What is sealed is {@code sealed:} and JSON. */
public final class Vaults implements Vault {
    private final Map<String, Map<String, String>> connections;
    private final Map<String, String> variables;
    private final Mask mask = new Mask();

    private Vaults(Map<String, Map<String, String>> connections, Map<String, String> variables) {
        this.connections = Map.copyOf(connections);
        this.variables = Map.copyOf(variables);
    }

    public static Vaults of(Map<String, Map<String, String>> connections) {
        return new Vaults(connections, Map.of());
    }

    public static Vaults of(Map<String, Map<String, String>> connections, Map<String, String> variables) {
        return new Vaults(connections, variables);
    }

    @Override
    public Optional<Connection> connection(String name) {
        return Optional.ofNullable(connections.get(name)).map(fields -> new Connection(name, fields));
    }

    @Override
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    @Override
    public String opened(String sealed, String param) {
        if (!sealed.startsWith("sealed:")) {
            throw new SecretMissing("param " + param + " is not sealed");
        }
        return sealed.substring("sealed:".length());
    }

    @Override
    public Mask mask() {
        return mask;
    }
}
