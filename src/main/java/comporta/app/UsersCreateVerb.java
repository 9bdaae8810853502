package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code comporta users create}. */
final class UsersCreateVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta users create NAME [OPTIONS]

            Lets somebody sign in. The password is asked for, or read from stdin. With the first user the server is open no longer: give
            that one the role admin.

            Options
              --role ROLE                 viewer|operator|author|admin in everything; without it only in what --dag names
              --dag DAG=ROLE              role in one DAG; may be repeated
              --no-password               signs in by tokens alone, as programs do
              --dry-run                   only say what would be done
              --server URL                default http://127.0.0.1:8080
              --token TOKEN               default $COMPORTA_TOKEN
              --output text|json
              --color auto|always|never

            Examples
              comporta users create ana --role admin
              comporta users create report-bot --dag reports=operator --no-password
              comporta users create ana --role admin < password.txt

            Exit codes: 0 done, 1 there is one of that name, 2 wrong usage, 3 no server, or it refuses.
            """;

    @Parameter
    private List<String> names = new ArrayList<>();

    @Parameter(names = "--role")
    private @Nullable String role;

    @Parameter(names = "--dag", splitter = NoSplit.class)
    private List<String> dags = new ArrayList<>();

    @Parameter(names = "--no-password")
    private boolean noPassword;

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    private final SecretInput input;

    UsersCreateVerb(SecretInput input) {
        this.input = input;
    }

    @Override
    int run(Terminal terminal, Remote remote) {
        var name = only(names, "what is the user to be called? Write e.g. comporta users create ana --role admin.");
        var body = new LinkedHashMap<String, Object>();
        UserRoles.check(role, dags);
        UserRoles.into(body, role, dags, Map.of());
        if (body.isEmpty()) {
            throw new UsageException("which role? Say it with --role: " + String.join(", ", UserRoles.ALL) + "; or with --dag DAG=ROLE.");
        }
        if (!noPassword) {
            body.put("password", input.ask("password of " + name));
        }
        try {
            remote.get(Things.USERS.path(name), Map.of());
        } catch (RemoteRefusal e) {
            if (e.status() == 404) {
                return made(terminal, remote, name, body);
            }
            throw e;
        }
        terminal.err().println("comporta users create: there is a user \"" + name + "\". comporta users set changes one.");
        return ExitCode.NOT_SUCCESSFUL;
    }

    private int made(Terminal terminal, Remote remote, String name, Map<String, Object> body) {
        int code = put(terminal, remote, Things.USERS, name, body, dryRun);
        if (code == ExitCode.DONE && !dryRun && !noPassword && !remote.hasToken()) {
            terminal.err().println("comporta: from now on the server wants to know who asks. A token for this command line:\n"
                    + "  export COMPORTA_TOKEN=$(comporta tokens create " + name + "-cli --sign-in " + name + ")");
        }
        return code;
    }
}
