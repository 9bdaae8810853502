package comporta.app;

import comporta.app.VerbWords.Operand;
import comporta.app.VerbWords.Option;

/** The verbs as a completion for fish. */
final class FishCompletion {
    private FishCompletion() {}

    static String script() {
        var script = new StringBuilder("""
                # Completion of comporta for fish. To have it in each shell: comporta completion fish > ~/.config/fish/completions/comporta.fish
                function __comporta_at
                    set -l words (commandline -opc)
                    set -e words[1]
                    test "$words" = "$argv"
                end
                function __comporta_in
                    set -l words (commandline -opc)
                    set -e words[1]
                    string match -q -- "$argv" "$words"; or string match -q -- "$argv *" "$words"
                end
                complete -c comporta -f
                """);
        VerbWords.firstWords().forEach((word, about) -> word(script, "", word, about));
        for (var first : VerbWords.firstWords().keySet()) {
            VerbWords.secondWords(first).forEach((word, about) -> word(script, first, word, about));
        }
        for (var verb : VerbWords.all()) {
            var condition = "-n " + quoted("__comporta_in " + verb.words());
            verb.options().forEach(option -> option(script, condition, option));
            var operand = arguments(verb.operand(), String.join(" ", verb.operands()));
            if (!operand.isEmpty()) {
                script.append("complete -c comporta ").append(condition).append(operand).append('\n');
            }
        }
        return script.toString();
    }

    private static void word(StringBuilder script, String at, String word, String about) {
        script.append("complete -c comporta -n ").append(quoted(("__comporta_at " + at).strip())).append(" -a ").append(quoted(word))
                .append(" -d ")
                .append(quoted(about)).append('\n');
    }

    private static void option(StringBuilder script, String condition, Option option) {
        script.append("complete -c comporta ").append(condition);
        for (var name : option.names()) {
            script.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        script.append(option.operand() == Operand.NONE ? "" : " -r").append(arguments(option.operand(), String.join(" ", option.values())));
        script.append(" -d ").append(quoted(option.about())).append('\n');
    }

    private static String arguments(Operand operand, String words) {
        return switch (operand) {
            case NONE, FREE -> "";
            case WORDS -> " -a " + quoted(words);
            case FILE -> " -F";
            case DAG_FILE -> " -k -a '(__fish_complete_suffix .yaml .yml .java)'";
            case FOLDER -> " -a '(__fish_complete_directories)'";
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
