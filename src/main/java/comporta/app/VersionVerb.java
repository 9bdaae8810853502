package comporta.app;

import comporta.dag.PlainData;
import java.util.LinkedHashMap;
import java.util.Objects;

/** {@code comporta version}. */
final class VersionVerb extends Action {
    static final String HELP = """
            Usage: comporta version [--output json]

            Prints the version of Comporta and of the Java that runs it.

            Options
              --output text|json          json: one object {version, java} on stdout
              --color auto|always|never
            """;

    @Override
    int run(Terminal terminal) {
        var version = version();
        if (json()) {
            var answer = new LinkedHashMap<String, Object>();
            answer.put("version", version);
            answer.put("java", Runtime.version().toString());
            terminal.out().println(PlainData.toJson(answer));
        } else {
            terminal.out().println("comporta " + version + ", Java " + Runtime.version());
        }
        return ExitCode.DONE;
    }

    /** Of this program; it stands in the jar's manifest, and classes outside a jar have none. */
    static String version() {
        return Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "(not packaged)");
    }
}
