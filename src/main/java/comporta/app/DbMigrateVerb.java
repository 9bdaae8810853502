package comporta.app;

import comporta.store.StoreSettings;
import comporta.store.Upkeep;
import java.util.Map;

/** {@code comporta db migrate}. */
final class DbMigrateVerb extends DatabaseAction {
    static final String HELP = """
            Usage: comporta db migrate [OPTIONS]

            Brings the tables of the configured database up to date, with what is in them. `comporta start` does the same by itself. Of an H2
            file a copy is kept beside it first; make a backup of a PostgreSQL yourself (docs/operations.md).

            Options
              --config FILE               in place of $COMPORTA_HOME/comporta.yaml
              --output text|json          json: one object {from, to} of schema numbers
              --color auto|always|never

            Exit codes: 0 up to date now, 2 the database cannot be used, or is newer than this Comporta.
            """;

    @Override
    int run(Terminal terminal, StoreSettings database) {
        var before = Upkeep.schema(database);
        open(database).close();
        tell(terminal, Map.of("from", before.found(), "to", before.wanted()),
                before.found() == before.wanted()
                        ? database + " is up to date: schema " + before.wanted()
                        : database + " is brought from schema " + before.found() + " to " + before.wanted());
        return ExitCode.DONE;
    }
}
