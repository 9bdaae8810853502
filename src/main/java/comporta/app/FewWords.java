package comporta.app;

import java.util.Map;

/** What libraries may log in every verb but {@code start}, which has a log of its own: warnings, to the error output. */
final class FewWords {
    private static final Map<String, String> PROPERTIES = Map.of(
            "slf4j.provider", "org.slf4j.simple.SimpleServiceProvider",
            "slf4j.internal.verbosity", "WARN",
            "org.slf4j.simpleLogger.defaultLogLevel", "warn");

    private FewWords() {}

    /** Before the first logger of this process is made. What the command line of the JVM says goes before. */
    static void begin() {
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }
}
