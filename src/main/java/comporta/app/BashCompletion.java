package comporta.app;

import comporta.app.VerbWords.Operand;
import comporta.app.VerbWords.Option;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The verbs as a completion for bash. */
final class BashCompletion {
    private static final String HEAD = """
            # Completion of comporta for bash. To have it in each shell: comporta completion bash > ~/.local/share/bash-completion/completions/comporta
            _comporta_of() {
              case $1 in
                words) COMPREPLY=($(compgen -W "$2" -- "$cur")) ;;
                dags) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$cur") $(compgen -f -- "$cur" | grep -E '\\.(yaml|yml|java)$')) ;;
                files) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")) ;;
                folders) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$cur")) ;;
              esac
            }
            _comporta() {
              local IFS=$' \\t\\n' cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb=${COMP_WORDS[1]} at=1
              COMPREPLY=()
              # --output=json comes as three words
              if [ "$cur" = = ]; then cur=''; elif [ "$prev" = = ]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi
              if [ "$verb" = help ] && [ "$COMP_CWORD" -gt 1 ]; then verb=${COMP_WORDS[2]} at=2; fi
              if [ "$COMP_CWORD" -eq "$at" ]; then _comporta_of words "FIRST_WORDS"; return; fi
              case $verb in
            """;

    private BashCompletion() {}

    static String script() {
        var script = new StringBuilder(HEAD.replace("FIRST_WORDS",
                String.join(" ", VerbWords.firstWords().keySet()) + " --help --version"));
        for (var first : VerbWords.firstWords().keySet()) {
            var second = VerbWords.secondWords(first);
            if (!second.isEmpty()) {
                script.append("    ").append(first).append(")\n      if [ \"$COMP_CWORD\" -eq $((at + 1)) ]; then _comporta_of words \"")
                        .append(String.join(" ", second.keySet())).append("\"; return; fi\n      verb=\"").append(first)
                        .append(" ${COMP_WORDS[at+1]}\" ;;\n");
            }
        }
        script.append("  esac\n  case \"$verb $prev\" in\n");
        VerbWords.all().forEach(verb -> verb.options().forEach(option -> value(verb, option, script)));
        script.append("  esac\n  case $verb in\n");
        for (var verb : VerbWords.all()) {
            script.append("    \"").append(verb.words()).append("\")\n      case $cur in\n        -*) _comporta_of words \"")
                    .append(verb.options().stream().flatMap(option -> option.names().stream()).collect(Collectors.joining(" ")))
                    .append("\" ;;\n        *) ").append(of(verb.operand(), String.join(" ", verb.operands())))
                    .append(" ;;\n      esac ;;\n");
        }
        return script.append("  esac\n}\ncomplete -F _comporta comporta\n").toString();
    }

    private static void value(VerbWords verb, Option option, StringBuilder script) {
        if (option.operand() != Operand.NONE) {
            var patterns = option.names().stream().flatMap(name -> Stream.of("\"" + verb.words() + " " + name + "\""))
                    .collect(Collectors.joining(" | "));
            script.append("    ").append(patterns).append(") ").append(of(option.operand(), String.join(" ", option.values())))
                    .append("; return ;;\n");
        }
    }

    private static String of(Operand operand, String words) {
        return switch (operand) {
            case NONE, FREE -> ":";
            case WORDS -> "_comporta_of words \"" + words + "\"";
            case FILE -> "_comporta_of files";
            case DAG_FILE -> "_comporta_of dags";
            case FOLDER -> "_comporta_of folders";
        };
    }
}
