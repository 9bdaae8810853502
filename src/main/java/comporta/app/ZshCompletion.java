package comporta.app;

import comporta.app.VerbWords.Operand;
import comporta.app.VerbWords.Option;
import java.util.Map;

/** The verbs as a completion for zsh. */
final class ZshCompletion {
    private ZshCompletion() {}

    static String script() {
        var script = new StringBuilder("""
                #compdef comporta
                # Completion of comporta for zsh. To have it in each shell: comporta completion zsh > a folder of $fpath, as _comporta
                _comporta() {
                  local verb=$words[2]
                  if (( CURRENT == 2 )); then
                """);
        described(VerbWords.firstWords(), script);
        script.append("    return\n  fi\n");
        for (var first : VerbWords.firstWords().keySet()) {
            var second = VerbWords.secondWords(first);
            if (!second.isEmpty()) {
                script.append("  if [[ $verb == ").append(first).append(" ]]; then\n    if (( CURRENT == 3 )); then\n");
                described(second, script);
                script.append("      return\n    fi\n    verb=\"").append(first)
                        .append(" $words[3]\"\n    shift words\n    (( CURRENT-- ))\n  fi\n");
            }
        }
        script.append("  shift words\n  (( CURRENT-- ))\n  case $verb in\n");
        for (var verb : VerbWords.all()) {
            script.append("    (").append(quoted(verb.words())).append(")\n      _arguments");
            verb.options().forEach(option -> option(option, script));
            if (verb.operand() != Operand.NONE) {
                script.append(" \\\n        '*:").append(action(verb.operand(), String.join(" ", verb.operands()))).append("'");
            }
            script.append(" ;;\n");
        }
        return script.append(
                "  esac\n}\nif [ \"$funcstack[1]\" = _comporta ]; then _comporta \"$@\"; else compdef _comporta comporta; fi\n").toString();
    }

    private static void described(Map<String, String> words, StringBuilder script) {
        script.append("    local -a all=(");
        words.forEach((word, about) -> script.append(' ').append(quoted(word + ":" + about)));
        script.append(" )\n    _describe verb all\n");
    }

    private static void option(Option option, StringBuilder script) {
        for (var name : option.names()) {
            boolean takes = option.operand() != Operand.NONE;
            script.append(" \\\n        ")
                    .append(quoted("*" + name + (takes && name.startsWith("--") ? "=" : "") + "[" + escaped(option.about()) + "]"
                    + (takes ? ":" + action(option.operand(), String.join(" ", option.values())) : "")));
        }
    }

    private static String action(Operand operand, String words) {
        return switch (operand) {
            case NONE, FREE -> "value: ";
            case WORDS -> "value:(" + words + ")";
            case FILE -> "file:_files";
            case DAG_FILE -> "file:_files -g \"*.(yaml|yml|java)(-.)\"";
            case FOLDER -> "folder:_files -/";
        };
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
