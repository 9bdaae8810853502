package comporta.local;

import comporta.job.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The few lines of shell that stand between us and a job, and live on when we do not.
 *
 * <p>Who creates {@code claim} decides whether the launch ever starts; {@code exit} says in one write that it is over, and how. The shim
 * survives the TERM that its group gets (a caught signal is default again in the job), and with its last deed ends all that is left of the
 * group. It knows its files from the environment, so that it needs no variable, which might be one of the job's.
 */
final class Shim {
    /** {@code $0} of every shim, by which it is told from all other processes. */
    static final String NAME = "comporta";

    /** Names the files of the launch, without their endings, in the environment of a shim and of all that descends from it. */
    static final String MARK = "COMPORTA_LAUNCH";

    /** How a shim exits that found its launch claimed. */
    static final int NOT_MINE = 98;

    /** A job that asks the terminal for a password is to fail then, not to be stopped for ever. */
    private static final boolean AT_TERMINAL = Host.hasTerminal();

    private static final Pattern PLAIN = Pattern.compile("[\\w./@%+,-]*/[\\w./@%+,-]*(?: +[\\w./@%+,:=-]+)*");

    private Shim() {}

    /**
     * The words to execute.
     *
     * @param host where and in which boot we are
     * @param command absolute program and arguments
     * @param last shell line after the command; null: none
     * @param maxRunTime the shim's own limit; null: none
     */
    static List<String> words(String host, List<String> command, @Nullable String last, @Nullable Duration maxRunTime, Duration grace) {
        var words = new ArrayList<String>();
        words.add("/bin/sh");
        words.add("-c");
        words.add(script(host, last != null, maxRunTime, grace));
        words.add(NAME);
        if (last != null) {
            words.add(last);
        }
        words.addAll(command);
        return words;
    }

    private static String script(String host, boolean last, @Nullable Duration maxRunTime, Duration grace) {
        return """
                trap : HUP INT QUIT TERM
                %sset -C
                echo $$ %s "$COMPORTA_SCRATCH" 2>/dev/null >"$COMPORTA_LAUNCH.claim" || exit %d
                """.formatted(AT_TERMINAL ? "trap '' TTIN TTOU\n" : "", host, NOT_MINE)
                + (maxRunTime == null ? "" : watchdog(maxRunTime, grace))
                + (last ? WITH_LAST_LINE : WITHOUT)
                + "kill -KILL 0\n";
    }

    private static final String WITHOUT = """
            "$@"
            echo $? >"$COMPORTA_LAUNCH.exit"
            """;

    private static final String WITH_LAST_LINE = """
            comporta_command() { shift; "$@"; }
            comporta_command "$@"
            set -- "$1" $?
            /bin/sh -c "$1"
            echo $2 >"$COMPORTA_LAUNCH.exit"
            """;

    /** A stop by us ends its sleep early, and with it the watchdog. */
    private static String watchdog(Duration maxRunTime, Duration grace) {
        return """
                { trap : TERM; sleep %d && { echo >"$COMPORTA_LAUNCH.late"; kill -TERM 0; sleep %d; \
                echo 137 >"$COMPORTA_LAUNCH.exit"; kill -KILL 0; }; } </dev/null >/dev/null 2>&1 &
                """.formatted(Math.max(1, maxRunTime.toSeconds()), Math.max(1, grace.toSeconds()));
    }

    /**
     * The program of a command and its arguments. A line of plain words that begins with a path needs no shell of its own: a shell
     * would do no more than execute it.
     */
    static List<String> direct(String line) {
        var words = line.strip();
        return PLAIN.matcher(words).matches() ? List.of(words.split(" +", -1)) : List.of("/bin/sh", "-c", line);
    }

    /** The words of {@code command}; empty when the job has only an image's entry point. */
    static List<String> words(Command command) {
        return switch (command) {
            case Command.Line line -> direct(line.text());
            case Command.Argv argv -> argv.words();
            case Command.EntryPoint none -> List.of();
        };
    }
}
