package comporta.job;

import java.util.List;

/** What a job runs. */
public sealed interface Command {
    /** One line for {@code /bin/sh -c}. */
    record Line(String text) implements Command {}

    /** A program and its arguments, taken as they are; never empty. */
    record Argv(List<String> words) implements Command {
        public Argv {
            words = List.copyOf(words);
        }

        /** The same as one line of a POSIX shell, for systems that know nothing else. */
        public String line() {
            return String.join(" ", words.stream().map(Argv::quoted).toList());
        }

        private static String quoted(String word) {
            return word.matches("[\\w./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
        }
    }

    /** The entry point of the job's image, with arguments. */
    record EntryPoint(List<String> args) implements Command {
        public EntryPoint {
            args = List.copyOf(args);
        }
    }
}
