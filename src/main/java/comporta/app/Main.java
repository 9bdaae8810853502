package comporta.app;

import java.io.PrintStream;
import java.util.List;

/** The program's entry: finds the verb among the words of the command line and runs it. */
public final class Main {
    private static final int DONE = 0;
    private static final int WRONG_USAGE = 2;

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(List.of(args), System.out, System.err));
    }

    /** Runs one command line and answers its exit code; nothing in it ends the JVM, so that several can follow each other. */
    static int run(List<String> words, PrintStream out, PrintStream err) {
        String first = words.isEmpty() ? "--help" : words.getFirst();
        return switch (first) {
            case "--help", "-h", "help" -> {
                out.print(Verb.overview());
                yield DONE;
            }
            case "--version", "-V" -> VersionVerb.print(out);
            default -> Verb.named(first).map(verb -> verb.run(words.subList(1, words.size()), out, err)).orElseGet(() -> {
                err.println("comporta: there is no verb \"" + first + "\". `comporta --help` lists them.");
                return WRONG_USAGE;
            });
        };
    }
}
