package comporta.app;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParameterException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A verb of the command line. Only the one that was typed is given to JCommander, so that a start pays for one verb and not for all. */
record Verb(String word, String summary, Supplier<Action> action) {
    private static final List<Verb> ALL =
            List.of(new Verb("version", "print the version of Comporta and of the Java that runs it", VersionVerb::new));

    /** What a verb does once JCommander has filled its fields. */
    abstract static class Action {
        @Parameter(names = {"--help", "-h"}, help = true, description = "Show this help")
        boolean help;

        abstract int run(PrintStream out, PrintStream err);
    }

    static Optional<Verb> named(String word) {
        return ALL.stream().filter(verb -> verb.word.equals(word)).findFirst();
    }

    static String overview() {
        return ALL.stream()
                .map(verb -> "  %-10s %s%n".formatted(verb.word, verb.summary))
                .collect(Collectors.joining("", "Usage: comporta VERB [OPTIONS]%n%n".formatted(), "%n`comporta VERB --help` tells more.%n".formatted()));
    }

    int run(List<String> words, PrintStream out, PrintStream err) {
        Action chosen = action.get();
        // An argument "@x" is a value like any other, never a file to read more arguments from.
        JCommander parser = JCommander.newBuilder().programName("comporta " + word).addObject(chosen).expandAtSign(false).build();
        try {
            parser.parse(words.toArray(String[]::new));
        } catch (ParameterException wrong) {
            err.println("comporta " + word + ": " + wrong.getMessage() + ". `comporta " + word + " --help` lists its options.");
            return 2;
        }
        if (chosen.help) {
            StringBuilder text = new StringBuilder();
            parser.getUsageFormatter().usage(text);
            out.print(text);
            return 0;
        }
        return chosen.run(out, err);
    }
}
