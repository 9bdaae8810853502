package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import comporta.secret.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code comporta connections set}. */
final class ConnectionsSetVerb extends ServerAction {
    /**
     * Fields of which each value is a secret; others that are kept sealed, as an address with a password in
     * it may be, are up to who sets them.
     */
    private static final Set<String> ALWAYS_ASKED = Set.of("password", "token", "secret", "api_key", "private_key", "secret_key");

    @Parameter
    private List<String> words = new ArrayList<>();

    @Parameter(names = "--ask", splitter = NoSplit.class)
    private List<String> asked = new ArrayList<>();

    @Parameter(names = "--drop", splitter = NoSplit.class)
    private List<String> dropped = new ArrayList<>();

    @Parameter(names = "--reason")
    private String reason = "";

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    private final SecretInput input;

    ConnectionsSetVerb(SecretInput input) {
        this.input = input;
    }

    static String help() {
        return """
            Usage: comporta connections set NAME FIELD=VALUE... [OPTIONS]

            Sets fields of a connection, which tasks read as conn.NAME.FIELD; fields that are not named stay. Passwords, tokens and keys
            are kept sealed and never shown; they are not written on the command line, but asked for, or read from stdin.

            Options
              --ask FIELD                 ask for this field; may be repeated
              --drop FIELD                remove this field; may be repeated
            %s
            Examples
              comporta connections set warehouse url=jdbc:postgresql://db/dw user=etl --ask password
              comporta connections set warehouse --ask password < password.txt

            Exit codes: 0 done, 2 wrong usage, 3 no server, or it refuses.
            """.formatted(RunWords.COMMON);
    }

    @Override
    int run(Terminal terminal, Remote remote) {
        if (words.isEmpty() || words.getFirst().indexOf('=') >= 0) {
            throw new UsageException("which connection? Write e.g. comporta connections set warehouse user=etl --ask password.");
        }
        var name = words.getFirst();
        var fields = new LinkedHashMap<String, Object>(RunOptions.pairs("a field", words.subList(1, words.size())));
        for (var field : fields.keySet()) {
            if (ALWAYS_ASKED.contains(field)) {
                throw new UsageException(field + " would stay in the shell's history and be seen among the processes. Write --ask " + field
                        + ", and it is asked for or read from stdin.");
            }
        }
        for (var field : asked) {
            fields.put(field, input.ask(field + " of " + name));
        }
        if (fields.isEmpty() && dropped.isEmpty()) {
            throw new UsageException("what is to be set? Write fields as FIELD=VALUE, or --ask FIELD.");
        }
        var body = new LinkedHashMap<String, Object>();
        body.put("fields", whole(remote, name, fields));
        body.put("reason", reason);
        return put(terminal, remote, Things.CONNECTIONS, name, body, dryRun);
    }

    /** All fields: the server takes what it is not told for gone, but for secrets, which it keeps and an empty text removes. */
    private Map<String, Object> whole(Remote remote, String name, Map<String, Object> set) {
        var whole = new LinkedHashMap<String, Object>();
        try {
            whole.putAll(PlainData.block(remote.get(Things.CONNECTIONS.path(name), Map.of()).object(), "fields"));
        } catch (RemoteRefusal e) {
            if (e.status() != 404) {
                throw e;
            }
        }
        whole.keySet().removeIf(Connection::isSecret);      // what is told of them is not what they are
        whole.putAll(set);
        for (var field : dropped) {
            if (Connection.isSecret(field)) {
                whole.put(field, "");
            } else {
                whole.remove(field);
            }
        }
        return whole;
    }
}
