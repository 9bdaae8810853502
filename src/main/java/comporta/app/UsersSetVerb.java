package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code comporta users set}. */
final class UsersSetVerb extends ServerAction {
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

    @Parameter(names = "--reason")
    private String reason = "";

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    private final SecretInput input;

    UsersSetVerb(SecretInput input) {
        this.input = input;
    }

    static String help() {
        return """
            Usage: comporta users set NAME [OPTIONS]

            Changes what somebody may do, or the password. Who is disabled is signed out, and the tokens of that user work no more.

            Options
              --role ROLE                 viewer|operator|author|admin|none in everything
              --dag DAG=ROLE              role in one DAG, none takes it away; may be repeated
              --password                  ask for a new password, or read it from stdin
              --disable                   may do nothing any more
              --enable                    the contrary
            %s
            Examples
              comporta users set ana --role operator
              comporta users set ana --password
              comporta users set ana --disable --reason "has left"

            Exit codes: 0 done, 1 it cannot be done, 2 wrong usage or no such user, 3 no server, or it refuses.
            """.formatted(RunWords.COMMON);
    }

    @Override
    int run(Terminal terminal, Remote remote) {
        var name = only(names, "which user? Write e.g. comporta users set ana --role operator.");
        if (disable && enable) {
            throw new UsageException("--disable and --enable exclude each other.");
        }
        var body = new LinkedHashMap<String, Object>();
        UserRoles.into(body, role, dags);
        if (disable || enable) {
            body.put("disabled", disable);
        }
        if (password) {
            body.put("password", input.ask("password of " + name));
        }
        if (body.isEmpty()) {
            throw new UsageException("what is to be set? Say --role, --dag, --password, --disable or --enable.");
        }
        body.put("reason", reason);
        return put(terminal, remote, Things.USERS.path(name), body, dryRun);
    }
}
