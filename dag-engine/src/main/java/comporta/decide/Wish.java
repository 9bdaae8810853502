package comporta.decide;

import java.util.List;
import java.util.Locale;

/**
 * What a person wants of a run. Wishes are rows of an inbox; the engine grants or refuses them.
 *
 * @param id its number in the store; 0 before it has one
 * @param tasks what is meant: tasks, groups, instances such as {@code score[churn]} or {@code score[0]}; empty for the run as a whole
 * @param user who wants it
 * @param reason why, in the person's words
 */
public record Wish(long id, long run, Verb verb, List<String> tasks, String user, String reason) {
    public Wish {
        tasks = List.copyOf(tasks);
    }

    /** The deeds. */
    public enum Verb {
        CANCEL,
        /** Cancel without grace: what runs is killed, teardowns too. */
        FORCE,
        PAUSE,
        RESUME,
        KILL,
        CLEAR,
        MARK_SUCCESS,
        MARK_FAILED,
        SKIP;

        /** The word that users see. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
