package comporta.app;

import comporta.dagfile.DagSchema;
import tools.jackson.databind.json.JsonMapper;

/** {@code comporta dags schema}. */
final class SchemaVerb extends Action {
    static final String HELP = """
            Usage: comporta dags schema

            Prints the format of DAG files as a JSON Schema (draft-07), from which editors complete and check keys and values while one
            types. An editor finds it by the first line of a DAG file:
              # yaml-language-server: $schema=./dag.schema.json
              # $schema: ./dag.schema.json                              (editors of JetBrains)
            What a schema cannot say, such as cycles and templates, `comporta dags validate` says.

            Options
              --output text|json          the same: the schema is JSON
              --color auto|always|never

            Examples
              comporta dags schema > dags/dag.schema.json
              comporta dags schema | jq '.definitions.job.properties | keys'

            Exit codes: 0 printed, 2 wrong usage.
            """;

    @Override
    int run(Terminal terminal) {
        terminal.out().println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(DagSchema.draft07()));
        return ExitCode.DONE;
    }
}
