package comporta.app;

import comporta.store.StoreSettings;
import comporta.store.Upkeep;
import java.util.LinkedHashMap;

/** {@code comporta db check}. */
final class DbCheckVerb extends DatabaseAction {
    static final String HELP = """
            Usage: comporta db check [OPTIONS]

            Tells whether the configured database can be reached, and whether its tables are those of this Comporta. Changes nothing.

            Options
              --config FILE               in place of $COMPORTA_HOME/comporta.yaml
              --output text|json          json: one object {database, schema, wanted, state}, state: current, behind, newer or empty
              --color auto|always|never

            Exit codes: 0 up to date, 1 it is not, 2 the database cannot be used.
            """;

    @Override
    int run(Terminal terminal, StoreSettings database) {
        var schema = Upkeep.schema(database);
        var state = state(schema);
        var answer = new LinkedHashMap<String, Object>();
        answer.put("database", database.toString());
        answer.put("schema", schema.found());
        answer.put("wanted", schema.wanted());
        answer.put("state", state);
        tell(terminal, answer, database + ": " + switch (state) {
            case "current" -> "up to date, schema " + schema.found();
            case "empty" -> "no tables yet. `comporta start` makes them, or comporta db migrate";
            case "behind" -> "schema " + schema.found() + ", this Comporta works with " + schema.wanted() + ". Run: comporta db migrate";
            default -> "schema " + schema.found() + ", and this Comporta knows only up to " + schema.wanted() + ". Use a newer Comporta";
        });
        return state.equals("current") ? ExitCode.DONE : ExitCode.NOT_SUCCESSFUL;
    }

    static String state(Upkeep.SchemaState schema) {
        if (schema.found() == schema.wanted()) {
            return "current";
        }
        return schema.found() == 0 ? "empty" : schema.found() < schema.wanted() ? "behind" : "newer";
    }
}
