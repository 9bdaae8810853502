package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.Durations;
import comporta.dag.Misspelt;
import comporta.dag.PlainData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code comporta tokens create}. */
final class TokensCreateVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta tokens create NAME [OPTIONS]

            Makes a token for a program, which may do with it what its user may. It is printed once and kept by nobody: put it where the
            program finds it, as $COMPORTA_TOKEN.

            Options
              --sign-in USER              ask as this user, whose password is asked for, or read from stdin: for a first token
              --user USER                 whose; default who asks
              --expires SPAN              after which it works no more, e.g. 90d; default never
              --dry-run                   only say what would be done
              --server URL                default http://127.0.0.1:8080
              --token TOKEN               default $COMPORTA_TOKEN
              --output text|json
              --color auto|always|never

            Examples
              export COMPORTA_TOKEN=$(comporta tokens create laptop --sign-in ana)
              comporta tokens create ci --expires 90d
              comporta tokens create reports --user report-bot --output json | jq -r .secret > token

            Exit codes: 0 done, 2 wrong usage or no such user, 3 no server, or it refuses.
            """;

    @Parameter
    private List<String> names = new ArrayList<>();

    @Parameter(names = "--sign-in")
    private @Nullable String signIn;

    @Parameter(names = "--user")
    private @Nullable String user;

    @Parameter(names = "--expires")
    private @Nullable String expires;

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    private final SecretInput input;

    TokensCreateVerb(SecretInput input) {
        this.input = input;
    }

    @Override
    int run(Terminal terminal, Remote remote) {
        var body = new LinkedHashMap<String, Object>();
        body.put("name", only(names, "what is the token to be called? Write e.g. comporta tokens create ci --expires 90d."));
        if (user != null) {
            body.put("user", user);
        }
        if (expires != null) {
            body.put("days", days(expires));
        }
        var answer = made(remote, body);
        if (json() || dryRun) {
            return DeedAnswer.tell(terminal, json(), answer);
        }
        var token = PlainData.block(answer, "token");
        terminal.err().println("token " + text(token, "id") + " of " + text(token, "user") + "; it is not shown again:");
        terminal.out().println(text(answer, "secret"));
        return ExitCode.DONE;
    }

    private Map<String, Object> made(Remote remote, Map<String, Object> body) {
        if (signIn != null) {
            remote.signIn(signIn, input.ask("password of " + signIn));
        }
        try {
            return remote.post("/tokens", dryRun ? Map.of("dry_run", "true") : Map.of(), body).object();
        } finally {
            if (signIn != null) {
                remote.signOut();
            }
        }
    }

    private static long days(String span) {
        try {
            var days = Durations.parse(span);
            if (!days.equals(Duration.ofDays(days.toDays())) || days.isZero()) {
                throw new UsageException("--expires is \"" + span + "\", and must be whole days, e.g. 90d.");
            }
            return days.toDays();
        } catch (Misspelt e) {
            throw new UsageException("--expires: " + e.getMessage() + ".");
        }
    }
}
