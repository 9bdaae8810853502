package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code comporta users set}. */
final class UsersSetVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta users set NAME [OPTIONS]

            Changes what somebody may do, or the password. Who is disabled is signed out, and the tokens of that user work no more.

            Options
              --role ROLE                 viewer|operator|author|admin in everything
              --dag DAG=ROLE              role in one DAG, none takes it away; may be repeated
              --password                  ask for a new password, or read it from stdin
              --disable                   may do nothing any more
              --enable                    the contrary
              --dry-run                   only say what would be done
              --server URL                default http://127.0.0.1:8080
              --token TOKEN               default $COMPORTA_TOKEN
              --output text|json
              --color auto|always|never

            Examples
              comporta users set ana --role operator
              comporta users set ana --password
              comporta users set ana --disable

            Exit codes: 0 done, 1 it cannot be done, 2 wrong usage or no such user, 3 no server, or it refuses.
            """;

    @Parameter
    private List<String> names = new ArrayList<>();

    @Parameter(names = "--role")
    private @Nullable String role;

    @Parameter(names = "--dag", splitter = NoSplit.class)
    private List<String> dags = new ArrayList<>();

    @Parameter(names = "--password")
    private boolean password;

    @Parameter(names = "--disable")
    private boolean disable;

    @Parameter(names = "--enable")
    private boolean enable;

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    private final SecretInput input;

    UsersSetVerb(SecretInput input) {
        this.input = input;
    }

    @Override
    int run(Terminal terminal, Remote remote) {
        var name = only(names, "which user? Write e.g. comporta users set ana --role operator.");
        if (disable && enable) {
            throw new UsageException("--disable and --enable exclude each other.");
        }
        var body = new LinkedHashMap<String, Object>();
        UserRoles.check(role, dags);
        if (role != null || !dags.isEmpty()) {
            UserRoles.into(body, role, dags, remote.get(Things.USERS.path(name), Map.of()).object());
        }
        if (disable || enable) {
            body.put("disabled", disable);
        }
        if (password) {
            body.put("password", input.ask("password of " + name));
        }
        if (body.isEmpty()) {
            throw new UsageException("what is to be set? Say --role, --dag, --password, --disable or --enable.");
        }
        return put(terminal, remote, Things.USERS, name, body, dryRun);
    }
}
