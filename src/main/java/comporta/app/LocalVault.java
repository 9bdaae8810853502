package comporta.app;

import comporta.dag.Dag;
import comporta.dag.PlainData;
import comporta.secret.Connection;
import comporta.secret.KeyFile;
import comporta.secret.Mask;
import comporta.secret.Sealer;
import comporta.secret.SecretMissing;
import comporta.secret.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The secrets of local runs: those of {@code comporta.yaml} and {@code local.yaml}, and the parameters that are sealed. */
final class LocalVault implements Vault {
    private static final String IN_FILE = "_file";

    private final LocalValues values;
    private final Path keyFile;
    private final Mask mask = new Mask();
    private @Nullable Sealer sealer;

    /** @param keyFile read, or made, when something is sealed or opened for the first time */
    LocalVault(LocalValues values, Path keyFile) {
        this.values = values;
        this.keyFile = keyFile;
        values.whole().forEach((name, fields) -> mask.learn(new Connection(name, inPlace(fields))));
    }

    @Override
    public Optional<Connection> connection(String name) {
        return Optional.ofNullable(values.whole().get(name)).map(fields -> new Connection(name, read(name, fields)));
    }

    private static Map<String, String> inPlace(Map<String, String> written) {
        var fields = new LinkedHashMap<>(written);
        fields.keySet().removeIf(field -> field.endsWith(IN_FILE));
        return fields;
    }

    /** {@code password_file} names the file that holds the password. */
    private static Map<String, String> read(String connection, Map<String, String> written) {
        var fields = new LinkedHashMap<String, String>();
        written.forEach((field, text) -> {
            if (!field.endsWith(IN_FILE)) {
                fields.put(field, text);
                return;
            }
            try {
                fields.put(field.substring(0, field.length() - IN_FILE.length()), Files.readString(Path.of(text)).strip());
            } catch (IOException e) {
                throw new SecretMissing("connection \"" + connection + "\": cannot read " + field + " " + text + ": " + e);
            }
        });
        return fields;
    }

    @Override
    public Optional<String> variable(String name) {
        return Optional.ofNullable(values.variables().get(name))
                .map(value -> value instanceof Map || value instanceof List ? PlainData.toJson(value) : String.valueOf(value));
    }

    /** The parameters of a run as they are kept: the secret ones sealed. */
    Map<String, Object> sealed(Dag dag, Map<String, Object> params) {
        var kept = new LinkedHashMap<>(params);
        kept.replaceAll((name, value) -> {
            var param = dag.params().get(name);
            return param != null && param.secret() ? sealed(PlainData.toJson(value), name) : value;
        });
        return kept;
    }

    @Override
    public String sealed(String json, String param) {
        learn(json);
        return sealer().seal(json, place(param));
    }

    @Override
    public String opened(String sealed, String param) {
        var json = sealer().open(sealed, place(param));
        learn(json);
        return json;
    }

    private void learn(String json) {
        if (PlainData.fromJson(json) instanceof String text) {
            mask.learn(text);
        }
    }

    private static String place(String param) {
        return "params." + param;
    }

    private synchronized Sealer sealer() {
        var known = sealer;
        if (known == null) {
            var random = new SecureRandom();
            known = new Sealer(KeyFile.read(keyFile, random), random);
            sealer = known;
        }
        return known;
    }

    @Override
    public Mask mask() {
        return mask;
    }
}
