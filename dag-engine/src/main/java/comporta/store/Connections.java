package comporta.store;

import comporta.dag.PlainData;
import comporta.secret.Connection;
import comporta.secret.Mask;
import comporta.secret.Reference;
import comporta.secret.Sealer;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How systems outside are reached; secret fields are sealed, and are never given back but to whom uses them. */
public final class Connections {
    private final Store store;
    private final Writer writer;

    Connections(Store store, Writer writer) {
        this.store = store;
        this.writer = writer;
    }

    /** All of them, by name. */
    public List<StoredConnection> all() {
        return store.read(ConnectionRows::all);
    }

    /** The connection of that name, its secrets sealed. */
    public Optional<StoredConnection> find(String name) {
        return Optional.ofNullable(store.read(session -> ConnectionRows.find(session, name)));
    }

    /** A connection to be used. */
    public static Connection opened(StoredConnection connection, Sealer sealer) {
        var fields = new LinkedHashMap<>(connection.fields());
        connection.secrets().forEach((field, sealed) -> fields.put(field, sealer.open(sealed, place(connection.name(), field))));
        return new Connection(connection.name(), fields);
    }

    /**
     * Makes a connection, or changes it. For the thread that writes.
     *
     * @param fields all that it is to have by name, secrets too; a secret that it has and that is not named here stays, an empty one goes
     */
    public StoredConnection set(String name, Map<String, String> fields, Sealer sealer, Deed deed) {
        return writer.write(session -> {
            var before = ConnectionRows.find(session, name);
            var plain = new LinkedHashMap<String, String>();
            var secrets = new LinkedHashMap<>(before == null ? Map.<String, String>of() : before.secrets());
            fields.forEach((field, text) -> {
                if (!Connection.isSecret(field)) {
                    plain.put(field, text);
                } else if (text.isEmpty()) {
                    secrets.remove(field);
                } else {
                    secrets.put(field, sealer.seal(text, place(name, field)));
                }
            });
            var after = new StoredConnection(name, plain, secrets, before == null ? 1 : before.version() + 1, deed.at(), deed.who());
            ConnectionRows.write(session, after);
            Audit.add(session, deed.of(before == null ? "create" : "change", subject(name), shown(before), shown(after)));
            return after;
        });
    }

    /** Removes a connection; false: there is none. For the thread that writes. */
    public boolean remove(String name, Deed deed) {
        return writer.write(session -> {
            var before = ConnectionRows.find(session, name);
            if (before == null) {
                return false;
            }
            ConnectionRows.delete(session, name);
            Audit.add(session, deed.of("delete", subject(name), shown(before), null));
            return true;
        });
    }

    /**
     * Seals every secret of the database anew with the newest key, those of variables too. For the thread that writes.
     *
     * @param sealer opens with every key that there is
     * @return how many secrets that were
     */
    public int reseal(Sealer sealer, Deed deed) {
        return writer.write(session -> {
            var count = Variables.reseal(session, sealer) + reseal(session, sealer);
            Audit.add(session, deed.of("rotate key", "key", null, count + " secrets sealed anew"));
            return count;
        });
    }

    private static int reseal(Session session, Sealer sealer) throws SQLException {
        var count = 0;
        for (var connection : ConnectionRows.all(session)) {
            var secrets = new LinkedHashMap<>(connection.secrets());
            secrets.replaceAll((field, sealed) -> {
                var place = place(connection.name(), field);
                return sealer.seal(sealer.open(sealed, place), place);
            });
            ConnectionRows.reseal(session, connection.name(), secrets);
            count += secrets.size();
        }
        return count;
    }

    private static @Nullable String shown(@Nullable StoredConnection connection) {
        if (connection == null) {
            return null;
        }
        var fields = new TreeMap<>(connection.fields());
        connection.secrets().keySet().forEach(field -> fields.put(field, Mask.STARS));
        return PlainData.toJson(fields);
    }

    private static String place(String name, String field) {
        return new Reference.OfConnection(name, field).toString();
    }

    private static String subject(String name) {
        return "connections/" + name;
    }
}
