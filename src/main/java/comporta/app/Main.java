package comporta.app;

import comporta.dag.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The program's entry: finds the verb among the words of the command line and runs it. */
public final class Main {
    private static final Set<String> IN_FRONT = Set.of("--verbose", "--stack", "--aurora-stack");

    private Main() {}

    public static void main(String[] args) {
        FewWords.begin();
        System.exit(run(List.of(args), Terminal.ofProcess()));
    }

    /** Runs one command line and answers its exit code; nothing in it ends the JVM, so that several can follow each other. */
    static int run(List<String> typed, Terminal terminal) {
        var line = ordered(typed);
        var first = line.isEmpty() ? "--help" : line.getFirst();
        return switch (first) {
            case "--help", "-h", "help" -> help(line.subList(Math.min(1, line.size()), line.size()), terminal);
            case "--version", "-V" -> new VersionVerb().run(terminal);
            default -> Verb.ALL.stream()
                    .filter(verb -> verb.begins(line))
                    .findFirst()
                    .map(verb -> verb.run(line.subList(verb.words().split(" ", -1).length, line.size()), terminal))
                    .orElseGet(() -> withoutVerb(line, terminal));
        };
    }

    /** Options of single jobs that stood in front of all else in other tools go behind the verb. */
    private static List<String> ordered(List<String> typed) {
        int at = 0;
        while (at < typed.size() && IN_FRONT.contains(typed.get(at).replaceFirst("=.*", "").replace('_', '-'))) {
            at += typed.get(at).equals("--verbose") || typed.get(at).contains("=") ? 1 : 2;
        }
        if (at == 0 || at >= typed.size() || !typed.get(at).equals("jobs")) {
            return typed;
        }
        var line = new ArrayList<>(typed.subList(at, typed.size()));
        line.addAll(typed.subList(0, at));
        return line;
    }

    private static int help(List<String> about, Terminal terminal) {
        if (about.isEmpty()) {
            terminal.out().print(Overview.of(Verb.ALL));
            return ExitCode.DONE;
        }
        var line = new ArrayList<>(about);
        line.add("--help");
        return run(line, terminal);
    }

    /** The words begin with no verb: perhaps with the first word of some, such as {@code dags}. */
    private static int withoutVerb(List<String> line, Terminal terminal) {
        var family = Verb.ALL.stream().filter(verb -> verb.words().startsWith(line.getFirst() + " ")).toList();
        boolean asksForHelp = line.size() > 1 && (line.get(1).equals("--help") || line.get(1).equals("-h"));
        if (!family.isEmpty() && asksForHelp) {
            terminal.out().print(Overview.of(family));
            return ExitCode.DONE;
        }
        var typed = family.isEmpty() || line.size() < 2 ? line.getFirst() : line.getFirst() + " " + line.get(1);
        var known = new ArrayList<String>();
        for (var verb : Verb.ALL) {
            known.add(verb.words());
            known.add(verb.words().split(" ", -1)[0]);
        }
        terminal.err().println(!family.isEmpty() && line.size() < 2
                ? "comporta: \"" + typed + "\" wants a second word: " + secondWords(family) + "."
                : "comporta: there is no verb \"" + typed + "\". "
                        + Suggestion.didYouMean(typed, known, "`comporta --help` lists them."));
        return ExitCode.WRONG;
    }

    private static String secondWords(List<Verb> family) {
        return String.join(", ", family.stream().map(verb -> verb.words().split(" ", -1)[1]).toList());
    }
}
