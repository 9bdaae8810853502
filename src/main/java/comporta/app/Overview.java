package comporta.app;

import java.util.List;

/** The text that lists verbs. */
final class Overview {
    private static final String HEAD = """
            Usage: comporta VERB [OPTIONS]

            Decides what runs, when, in what order and on which machines, so that the data is ready before its deadline.

            Verbs
            """;
    private static final String TAIL = """

            `comporta VERB --help` tells more, with examples. Options of every verb:
              --output text|json          json: stdout holds JSON only, everything else goes to stderr
              --color auto|always|never   auto: on a terminal, unless NO_COLOR is set

            State lies in $COMPORTA_HOME (default ~/.comporta), the configuration in its comporta.yaml.
            Exit codes: 0 done, 1 not successful, 2 wrong usage, file or configuration, 3 no server, or it
            refuses, 130 interrupted.
            """;

    private Overview() {}

    static String of(List<Verb> verbs) {
        int widest = verbs.stream().mapToInt(verb -> verb.words().length()).max().orElse(0);
        var text = new StringBuilder(HEAD);
        for (var verb : verbs) {
            text.append("  ").append(verb.words()).repeat(' ', widest + 3 - verb.words().length()).append(verb.summary()).append('\n');
        }
        return text.append(TAIL).toString();
    }
}
