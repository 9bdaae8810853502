package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.secret.KeyFile;
import comporta.secret.Sealer;
import comporta.store.StoreSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code comporta variables rotate-key}. */
final class VariablesRotateKeyVerb extends DatabaseAction {
    static final String HELP = """
            Usage: comporta variables rotate-key [OPTIONS]

            Puts a new key before the others in $COMPORTA_HOME/key, and seals every secret variable and every secret of a connection anew with
            it. The old keys stay in the file, to open what runs in progress have sealed with them. Schedulers of this machine go on; copy the
            file to those of other machines right away. An H2 file serves one process: stop the scheduler first.

            Options
              --why TEXT                  kept in the audit
              --config FILE               in place of $COMPORTA_HOME/comporta.yaml
              --output text|json          json: one object {resealed}
              --color auto|always|never

            Exit codes: 0 done, 2 the database or the key cannot be used; all is as it was then.
            """;

    @Parameter(names = "--why")
    private @Nullable String why;

    private final InstantSource clock;

    VariablesRotateKeyVerb(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    int run(Terminal terminal, StoreSettings database) {
        var file = key(terminal);
        try (var store = open(database)) {   // before the key is touched: it may be in use
            var random = new SecureRandom();
            KeyFile.rotate(file, random);
            var count = store.connections().reseal(Sealer.of(file, random), deed(clock.instant(), why));
            tell(terminal, Map.of("resealed", count),
                    (count == 1 ? "1 secret is" : count + " secrets are") + " sealed with a new key in " + file);
        }
        return ExitCode.DONE;
    }

    private static Path key(Terminal terminal) {
        return new Home(Configuration.home(terminal.environment())).key();
    }
}
