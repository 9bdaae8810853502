package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.List;

/** {@code comporta completion}. */
final class CompletionVerb extends Action {
    static final String HELP = """
            Usage: comporta completion bash|zsh|fish [OPTIONS]

            Prints a script that lets a shell complete verbs, options, their values and DAG files when Tab is pressed.

            Options
              --output text|json          the same: a script has one form
              --color auto|always|never

            Examples
              source <(comporta completion bash)                                                   (this bash)
              comporta completion bash > ~/.local/share/bash-completion/completions/comporta       (each bash)
              comporta completion zsh > "${fpath[1]}/_comporta"
              comporta completion fish > ~/.config/fish/completions/comporta.fish

            Exit codes: 0 printed, 2 wrong usage.
            """;
    private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    @Parameter
    private List<String> shells = new ArrayList<>();

    @Override
    int run(Terminal terminal) {
        if (shells.size() != 1) {
            throw new UsageException("which shell? Write e.g. comporta completion bash.");
        }
        oneOf("the shell", shells.getFirst(), SHELLS);
        terminal.out().print(switch (shells.getFirst()) {
            case "zsh" -> ZshCompletion.script();
            case "fish" -> FishCompletion.script();
            default -> BashCompletion.script();
        });
        terminal.out().flush();
        return ExitCode.DONE;
    }
}
