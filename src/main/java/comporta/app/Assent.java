package comporta.app;

import java.io.Console;
import java.util.Locale;

/** Whether a person at the terminal agrees. */
interface Assent {
    /** Somebody who can be asked. */
    boolean isThere();

    /** Whether the answer is yes. */
    boolean given(String question);

    /** At the terminal of this process, when both sides of it are one. */
    static Assent ofProcess() {
        return new Assent() {
            @Override
            public boolean isThere() {
                var console = System.console();
                return console != null && console.isTerminal();
            }

            @Override
            public boolean given(String question) {
                Console console = System.console();
                var answer = console == null ? null : console.readLine("%s [y/N] ", question);
                return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
            }
        };
    }
}
