package comporta.app;

import comporta.dag.PlainData;
import comporta.dagfile.FolderList;
import comporta.dagfile.KeyedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Variables and connections of local runs. Later ones win: {@code comporta.yaml}, {@code local.yaml} beside the DAG file,
 * {@code COMPORTA_VAR_NAME}, {@code --var}.
 *
 * @param variables by name: text, or a list or a map of a file
 * @param connections by name, with the fields that templates may read; secrets are none of them
 * @param whole connections by name, secrets too; only {@link LocalVault} may hand them out
 */
record LocalValues(
        Map<String, Object> variables, Map<String, Map<String, Object>> connections, Map<String, Map<String, String>> whole) {
    static final String FILE = FolderList.LOCAL_VALUES;
    private static final String PREFIX = "COMPORTA_VAR_";
    static final List<String> OPEN_FIELDS = List.of("host", "port", "schema", "user");

    LocalValues {
        variables = PlainData.ordered(variables);
        connections = PlainData.ordered(connections);
        whole = PlainData.ordered(whole);
    }

    /**
     * Reads {@code local.yaml}, if it is there, and puts all sources together.
     *
     * @param given by {@code --var}
     * @throws UsageException with every mistake of the file
     */
    static LocalValues load(Path dagFile, Configuration configuration, Map<String, String> environment, Map<String, String> given) {
        var beside = beside(dagFile);
        var variables = new LinkedHashMap<>(PlainData.block(configuration.values(), "variables"));
        variables.putAll(PlainData.block(beside, "variables"));
        exported(environment, variables);
        variables.putAll(given);
        var whole = connections(configuration.values(), configuration.home());
        whole.putAll(connections(beside, dagFile.toAbsolutePath().getParent()));
        var open = new LinkedHashMap<String, Map<String, Object>>();
        whole.forEach((name, all) -> {
            var fields = new LinkedHashMap<String, Object>(all);
            fields.keySet().retainAll(OPEN_FIELDS);
            open.put(name, fields);
        });
        return new LocalValues(variables, open, whole);
    }

    /** The connections of a file; files that they name lie beside it. */
    private static Map<String, Map<String, String>> connections(Map<String, Object> file, @Nullable Path folder) {
        var connections = new LinkedHashMap<String, Map<String, String>>();
        var block = PlainData.block(file, "connections");
        for (var name : block.keySet()) {
            var fields = new LinkedHashMap<String, String>();
            PlainData.block(block, name).forEach((field, value) -> {
                var text = String.valueOf(value);
                fields.put(field, field.endsWith("_file") && folder != null ? folder.resolve(text).toString() : text);
            });
            connections.put(name, fields);
        }
        return connections;
    }

    /** Says nothing of what the connections hold. */
    @Override
    public String toString() {
        return "LocalValues" + whole.keySet();
    }

    /** A name in capitals stands for the one of a file that reads so, else for its small letters; any other name for itself. */
    private static void exported(Map<String, String> environment, Map<String, Object> variables) {
        var inCapitals = new LinkedHashMap<String, String>();
        for (var name : variables.keySet()) {
            inCapitals.put(name.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_'), name);
        }
        environment.forEach((key, text) -> {
            if (key.startsWith(PREFIX) && key.length() > PREFIX.length()) {
                var name = key.substring(PREFIX.length());
                variables.put(name, text);
                variables.put(inCapitals.getOrDefault(name, name.toLowerCase(Locale.ROOT)), text);
            }
        });
    }

    /**
     * What {@code local.yaml} beside that file says; nothing when there is none.
     *
     * @throws UsageException with every mistake of it
     */
    static Map<String, Object> beside(Path dagFile) {
        return read(dagFile.resolveSibling(FILE));
    }

    private static Map<String, Object> read(Path file) {
        KeyedFile read;
        try {
            read = KeyedFile.read(file.toString(), Files.readAllBytes(file), ConfigurationKeys.LOCAL);
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (IOException e) {
            throw UsageException.unreadable(file, e);
        }
        if (!read.problems().isEmpty()) {
            throw new UsageException(file + " cannot be used.\n"
                    + read.problems().stream().map(Object::toString).collect(Collectors.joining("\n")));
        }
        return read.values();
    }
}
