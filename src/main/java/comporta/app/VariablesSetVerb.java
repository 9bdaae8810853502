package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code comporta variables set}. */
final class VariablesSetVerb extends ServerAction {
    @Parameter
    private List<String> words = new ArrayList<>();

    @Parameter(names = "--secret")
    private boolean secret;

    @Parameter(names = "--json")
    private boolean isJson;

    @Parameter(names = "--description")
    private @Nullable String description;

    @Parameter(names = "--reason")
    private String reason = "";

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    private final SecretInput input;

    VariablesSetVerb(SecretInput input) {
        this.input = input;
    }

    static String help() {
        return """
            Usage: comporta variables set NAME [VALUE] [OPTIONS]

            Sets a variable, which templates read as var.NAME. A secret one is not written on the command line, where others could see it:
            it is asked for, or read from stdin.

            Options
              --secret                    sealed, masked wherever it would be shown, and only for tasks that name it under secrets
              --json                      VALUE is JSON, such as a list or a number; else it is text
              --description TEXT          what it is for
            %s
            Examples
              comporta variables set itaipu_version df8da67
              comporta variables set regions '["br", "mx"]' --json
              comporta variables set api_key --secret < key.txt

            Exit codes: 0 done, 2 wrong usage, 3 no server, or it refuses.
            """.formatted(RunWords.COMMON);
    }

    @Override
    int run(Terminal terminal, Remote remote) {
        if (words.isEmpty() || words.size() > 2) {
            throw new UsageException("which variable, and what value? Write e.g. comporta variables set itaipu_version df8da67.");
        }
        if (secret && words.size() > 1) {
            throw new UsageException("a secret on the command line is none: leave it out, and it is asked for, or read from stdin.");
        }
        if (!secret && words.size() < 2) {
            throw new UsageException("what value? Write e.g. comporta variables set " + words.getFirst() + " df8da67.");
        }
        var body = new LinkedHashMap<String, Object>();
        var text = secret ? input.ask("value of " + words.getFirst()) : words.getLast();
        body.put("value", isJson ? value(text) : text);
        body.put("secret", secret);
        if (description != null) {
            body.put("description", description);
        }
        body.put("reason", reason);
        return put(terminal, remote, Things.VARIABLES, words.getFirst(), body, dryRun);
    }

    private static @Nullable Object value(String json) {
        try {
            return PlainData.fromJson(json);
        } catch (IllegalArgumentException e) {
            throw new UsageException("the value is not JSON: " + e.getMessage() + ".");
        }
    }
}
