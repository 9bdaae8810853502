package comporta.store;

import comporta.secret.Mask;
import comporta.secret.Reference;
import comporta.secret.Sealer;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Variables that templates read; the secret ones are sealed before they come into the database. All that
 * writes is for the thread that writes.
 */
public final class Variables {
    private final Store store;
    private final Writer writer;

    Variables(Store store, Writer writer) {
        this.store = store;
        this.writer = writer;
    }

    /** All of them, by name. */
    public List<StoredVariable> all() {
        return store.read(VariableRows::all);
    }

    /** The variable of that name. */
    public Optional<StoredVariable> find(String name) {
        return Optional.ofNullable(store.read(session -> VariableRows.find(session, name)));
    }

    /** Its plain data as JSON, whether it is a secret or not. */
    public static String opened(StoredVariable variable, Sealer sealer) {
        return variable.secret() ? sealer.open(variable.body(), place(variable.name())) : variable.body();
    }

    /** Makes a variable, or changes it. */
    public StoredVariable set(String name, String json, String description, Deed deed) {
        return set(name, json, false, description, deed);
    }

    /** Makes a secret variable, or changes it; what was no secret is one from now on. */
    public StoredVariable setSecret(String name, String json, String description, Sealer sealer, Deed deed) {
        return set(name, sealer.seal(json, place(name)), true, description, deed);
    }

    private StoredVariable set(String name, String body, boolean secret, String description, Deed deed) {
        return writer.write(session -> {
            var before = VariableRows.find(session, name);
            var after = new StoredVariable(name, body, secret, description, before == null ? 1 : before.version() + 1,
                    deed.at(), deed.who());
            VariableRows.write(session, after);
            Audit.add(session,
                    deed.of(before == null ? "create" : "change", subject(name), before == null ? null : shown(before), shown(after)));
            return after;
        });
    }

    /** Removes a variable; false: there is none. */
    public boolean remove(String name, Deed deed) {
        return writer.write(session -> {
            var before = VariableRows.find(session, name);
            if (before == null) {
                return false;
            }
            VariableRows.delete(session, name);
            Audit.add(session, deed.of("delete", subject(name), shown(before), null));
            return true;
        });
    }

    /** Seals all secrets anew, with the newest key. */
    static int reseal(Session session, Sealer sealer) throws SQLException {
        var count = 0;
        for (var old : VariableRows.all(session)) {
            if (old.secret()) {
                VariableRows.reseal(session, old.name(), sealer.seal(opened(old, sealer), place(old.name())));
                count++;
            }
        }
        return count;
    }

    private static String shown(StoredVariable variable) {
        return variable.secret() ? Mask.STARS : variable.body();
    }

    private static String place(String name) {
        return new Reference.OfVariable(name).toString();
    }

    private static String subject(String name) {
        return "variables/" + name;
    }
}
