package comporta.app;

import java.io.PrintStream;
import java.util.Objects;

/** {@code comporta version}. */
final class VersionVerb extends Verb.Action {
    @Override
    int run(PrintStream out, PrintStream err) {
        return print(out);
    }

    /** The version stands in the jar's manifest; classes outside a jar have none. */
    static int print(PrintStream out) {
        String version = Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "(not packaged)");
        out.println("comporta " + version + ", Java " + Runtime.version());
        return 0;
    }
}
