package comporta.secret;

import java.util.Optional;

/** Where connections, variables and secrets are asked for, at the moment when they are handed to the outside world. */
public interface Vault {
    /** Holds nothing. */
    Vault EMPTY = new Vault() {
        private final Mask mask = new Mask();

        @Override
        public Optional<Connection> connection(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<String> variable(String name) {
            return Optional.empty();
        }

        @Override
        public String opened(String sealed, String param) {
            throw new SecretMissing("param \"" + param + "\" is sealed, and no key is at hand");
        }

        @Override
        public Mask mask() {
            return mask;
        }
    };

    /** The connection of that name. */
    Optional<Connection> connection(String name);

    /** The variable of that name; lists and maps as JSON. */
    Optional<String> variable(String name);

    /**
     * A secret parameter, which was sealed when its run began, as JSON; from now on it is masked.
     *
     * @throws SecretMissing when it cannot be opened
     */
    String opened(String sealed, String param);

    /**
     * A secret parameter as it is stored.
     *
     * @param json its value
     * @throws SecretMissing when there is no key to seal with
     */
    default String sealed(String json, String param) {
        throw new SecretMissing("param \"" + param + "\" is secret, and no key is at hand to seal it with");
    }

    /** Knows every secret that was handed out. */
    Mask mask();

    /** From now on all is masked that could be handed out, by whatever process; to be called before logs of jobs are shown. */
    default void learnAll() {}

    /**
     * The value that a reference leads to; from now on it is masked.
     *
     * @throws SecretMissing when there is none
     */
    default String secret(Reference reference) {
        var value = switch (reference) {
            case Reference.OfVariable(var name) -> variable(name).orElseThrow(() -> new SecretMissing(
                    "there is no variable \"" + name + "\". Add it, or for a local run give --var " + name + "=…"));
            case Reference.OfConnection(var name, var field) -> connectionOrFail(name).field(field).orElseThrow(() -> new SecretMissing(
                    "connection \"" + name + "\" has no field \"" + field + "\". Add it, or name another field"));
        };
        mask().learn(value);
        return value;
    }

    /**
     * The connection of that name; from now on its secrets are masked.
     *
     * @throws SecretMissing when there is none
     */
    default Connection connectionOrFail(String name) {
        var connection = connection(name).orElseThrow(() -> new SecretMissing(
                "there is no connection \"" + name + "\". Add it to connections of comporta.yaml, or of local.yaml beside the DAG file"));
        mask().learn(connection);
        return connection;
    }
}
