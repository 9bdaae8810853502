package comporta.app;

import java.io.Console;
import java.util.Locale;
import java.util.Optional;

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
                return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
            }

            @Override
            public boolean given(String question) {
                return Optional.ofNullable(System.console())
                        .map(console -> console.readLine("%s [y/N] ", question))
                        .filter(answer -> answer.strip().toLowerCase(Locale.ROOT).matches("y|yes"))
                        .isPresent();
            }
        };
    }
}
