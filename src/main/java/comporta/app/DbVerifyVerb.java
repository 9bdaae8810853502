package comporta.app;

import comporta.store.StoreSettings;
import java.util.LinkedHashMap;

/** {@code comporta db verify}. */
final class DbVerifyVerb extends DatabaseAction {
    static final String HELP = """
            Usage: comporta db verify [OPTIONS]

            Reads the whole database and tells what does not fit together: entries of the audit that were changed, removed or put in by others
            than Comporta (each is bound to the one before it by a hash), and tables that contradict each other or the history.

            Options
              --config FILE               in place of $COMPORTA_HOME/comporta.yaml
              --output text|json          json: one object {database, findings}
              --color auto|always|never

            Exit codes: 0 nothing found, 1 something was, 2 the database cannot be used.
            """;

    @Override
    int run(Terminal terminal, StoreSettings database) {
        try (var store = open(database)) {
            var findings = store.upkeep().verify();
            var answer = new LinkedHashMap<String, Object>();
            answer.put("database", database.toString());
            answer.put("findings", findings);
            tell(terminal, answer, findings.isEmpty()
                    ? database + ": " + store.audit().last() + " entries of the audit and all tables fit together"
                    : String.join("\n", findings));
            return findings.isEmpty() ? ExitCode.DONE : ExitCode.NOT_SUCCESSFUL;
        }
    }
}
