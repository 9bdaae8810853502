package comporta.app;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import comporta.dag.Suggestion;
import java.util.List;

/** What a verb does once JCommander has filled its fields. */
@Parameters(separators = "=")
abstract class Action {
    @Parameter(names = "--output")
    private String output = "text";

    @Parameter(names = "--color")
    private String color = "auto";

    /**
     * Does it.
     *
     * @return an exit code
     * @throws UsageException when the words, or the files they name, cannot be used
     */
    abstract int run(Terminal terminal);

    /** Checks what every verb understands; called before {@link #run}. */
    final void check() {
        oneOf("--output", output, List.of("text", "json"));
        oneOf("--color", color, List.of("auto", "always", "never"));
    }

    /** Whether stdout is to hold JSON only. */
    final boolean json() {
        return output.equals("json");
    }

    /** The colours of stdout. */
    final Paint paint(Terminal terminal) {
        return switch (color) {
            case "always" -> new Paint(true);
            case "never" -> Paint.NONE;
            default -> new Paint(terminal.redraws() && terminal.environment().getOrDefault("NO_COLOR", "").isEmpty());
        };
    }

    /** @throws UsageException when {@code value} is none of {@code words} */
    static void oneOf(String option, String value, List<String> words) {
        if (!words.contains(value)) {
            throw new UsageException(option + " cannot be \"" + value + "\". "
                    + Suggestion.didYouMean(value, words, "Use " + String.join(", ", words)));
        }
    }
}
