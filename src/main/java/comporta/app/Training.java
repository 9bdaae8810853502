package comporta.app;

import java.util.List;

/** Runs the usual verbs one after another; the launcher records from it which classes the AOT cache should hold. */
final class Training {
    private static final List<List<String>> COMMAND_LINES =
            List.of(List.of("--help"), List.of("version"), List.of("version", "--help"), List.of("no-such-verb"));

    private Training() {}

    public static void main(String[] args) {
        COMMAND_LINES.forEach(words -> Main.run(words, Terminal.ofProcess()));
    }
}
