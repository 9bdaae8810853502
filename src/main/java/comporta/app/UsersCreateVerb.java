package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code comporta users create}. */
final class UsersCreateVerb extends ServerAction {
    @Parameter
    private List<String> names = new ArrayList<>();

    @Parameter(names = "--role")
    private @Nullable String role;

    @Parameter(names = "--dag", splitter = NoSplit.class)
    private List<String> dags = new ArrayList<>();

    @Parameter(names = "--no-password")
    private boolean noPassword;

    @Parameter(names = "--reason")
    private String reason = "";

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    private final SecretInput input;

    UsersCreateVerb(SecretInput input) {
        this.input = input;
    }

    static String help() {
        return """
            Usage: comporta users create NAME [OPTIONS]

            Lets somebody sign in. The password is asked for, or read from stdin. With the first user the server is open no longer: give
            that one the role admin.

            Options
              --role ROLE                 viewer|operator|author|admin in everything; without it only in what --dag names
              --dag DAG=ROLE              role in one DAG; may be repeated
              --no-password               signs in by tokens alone, as programs do
            %s
            Examples
              comporta users create ana --role admin
              comporta users create report-bot --dag reports=operator --no-password
              comporta users create ana --role admin < password.txt

            Exit codes: 0 done, 1 there is one of that name, 2 wrong usage, 3 no server, or it refuses.
            """.formatted(RunWords.COMMON);
    }

    @Override
    int run(Terminal terminal, Remote remote) {
        var name = only(names, "what is the user to be called? Write e.g. comporta users create ana --role admin.");
        var body = new LinkedHashMap<String, Object>();
        body.put("name", name);
        UserRoles.into(body, role, dags);
        if (!body.containsKey("role") && dags.isEmpty()) {
            throw new UsageException("which role? Say it with --role: " + String.join(", ", UserRoles.ALL) + "; or with --dag DAG=ROLE.");
        }
        if (!noPassword) {
            body.put("password", input.ask("password of " + name));
        }
        body.put("reason", reason);
        return RunWords.deed(terminal, remote, json(), "/users", dryRun, body);
    }
}
