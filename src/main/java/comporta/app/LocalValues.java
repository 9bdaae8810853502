package comporta.app;

import comporta.dag.PlainData;
import comporta.dagfile.KeyedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Variables and connections of local runs. Later ones win: {@code comporta.yaml}, {@code local.yaml} beside the DAG file,
 * {@code COMPORTA_VAR_NAME}, {@code --var}.
 */
final class LocalValues {
    static final String FILE = "local.yaml";
    private static final String PREFIX = "COMPORTA_VAR_";

    private final Map<String, Object> variables;
    private final Map<String, Object> connections;
    private final Map<String, String> environment;
    private final Map<String, String> given;

    private LocalValues(
            Map<String, Object> variables, Map<String, Object> connections, Map<String, String> environment, Map<String, String> given) {
        this.variables = variables;
        this.connections = connections;
        this.environment = environment;
        this.given = given;
    }

    /**
     * Reads {@code local.yaml}, if it is there, and puts all sources together.
     *
     * @param given by {@code --var}
     * @throws UsageException with every mistake of the file
     */
    static LocalValues load(Path dagFile, Configuration configuration, Map<String, String> environment, Map<String, String> given) {
        var variables = new LinkedHashMap<>(PlainData.block(configuration.values(), "variables"));
        var connections = new LinkedHashMap<>(PlainData.block(configuration.values(), "connections"));
        var beside = read(dagFile.resolveSibling(FILE));
        variables.putAll(PlainData.block(beside, "variables"));
        connections.putAll(PlainData.block(beside, "connections"));
        return new LocalValues(variables, connections, environment, given);
    }

    /** A variable: text, or a list or a map of a file; null: there is none. */
    @Nullable Object variable(String name) {
        var typed = given.get(name);
        if (typed != null) {
            return typed;
        }
        var exported = environment.getOrDefault(PREFIX + name, environment.get(PREFIX + exported(name)));
        return exported != null ? exported : variables.get(name);
    }

    /** Names of all variables. Whether one that the environment alone gives is written in capitals, nobody can tell: both count. */
    Set<String> variableNames() {
        var names = new LinkedHashSet<>(variables.keySet());
        names.addAll(given.keySet());
        for (var name : environment.keySet()) {
            if (name.startsWith(PREFIX)) {
                names.add(name.substring(PREFIX.length()));
                names.add(name.substring(PREFIX.length()).toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    /** The fields of a connection; empty when there is none. */
    Map<String, Object> connection(String name) {
        return PlainData.block(connections, name);
    }

    /** Names of all connections. */
    Set<String> connectionNames() {
        return Set.copyOf(connections.keySet());
    }

    private static String exported(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    }

    private static Map<String, Object> read(Path file) {
        KeyedFile read;
        try {
            read = KeyedFile.read(file.toString(), Files.readAllBytes(file), ConfigurationKeys.LOCAL);
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (IOException e) {
            throw new UsageException("cannot read " + file + ": " + Objects.requireNonNullElse(e.getMessage(), "unknown reason") + ".");
        }
        if (!read.problems().isEmpty()) {
            throw new UsageException(file + " cannot be used.\n"
                    + read.problems().stream().map(Object::toString).collect(Collectors.joining("\n")));
        }
        return read.values();
    }
}
