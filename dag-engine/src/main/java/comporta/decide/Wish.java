package comporta.decide;

import comporta.dag.DagId;
import comporta.dag.PlainData;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants of a run, or of a DAG. Wishes are rows of an inbox; the engine grants or refuses them.
 *
 * @param id its number in the store; 0 before it has one
 * @param run number of the run that is meant; 0: the DAG is
 * @param dag the DAG that is meant; null: a run is
 * @param tasks what is meant: tasks, groups, instances such as {@code score[churn]} or {@code score[0]}; empty for the run as a whole
 * @param details what else the verb wants to know, as plain data
 * @param user who wants it
 * @param reason why, in the person's words
 */
public record Wish(
        long id, long run, @Nullable DagId dag, Verb verb, List<String> tasks, Map<String, Object> details, String user, String reason) {
    public Wish {
        tasks = List.copyOf(tasks);
        details = PlainData.ordered(details);
    }

    /** A wish of a run that says all by its verb. */
    public Wish(long id, long run, Verb verb, List<String> tasks, String user, String reason) {
        this(id, run, null, verb, tasks, Map.of(), user, reason);
    }

    /** The same wish, with its number in the store. */
    public Wish numbered(long number) {
        return new Wish(number, run, dag, verb, tasks, details, user, reason);
    }

    /** The deeds. */
    public enum Verb {
        CANCEL,
        /** Cancel without grace: what runs is killed, teardowns too. */
        FORCE,
        PAUSE,
        RESUME,
        KILL,
        /** Tasks start over: details {@code upstream}, {@code downstream}, {@code failed_only}, {@code only}. */
        CLEAR,
        MARK_SUCCESS,
        MARK_FAILED,
        SKIP,
        /** A run of a DAG: details {@code params}, {@code sealed}, {@code date}, {@code note}, {@code key}. */
        TRIGGER,
        PAUSE_DAG,
        RESUME_DAG,
        /** Runs for a past range of a DAG. */
        BACKFILL,
        CANCEL_BACKFILL,
        PAUSE_BACKFILL,
        RESUME_BACKFILL,
        /** Tasks and all after them start over: details {@code params}, and those of clear. */
        RERUN,
        /** Tasks do not start while it is there: detail {@code remove}, true to take it away. */
        BREAKPOINT,
        /** Tasks wait for no other run. */
        BYPASS,
        /** Details {@code fields}, and the {@code roles} of the user. */
        APPROVE,
        REJECT,
        /** The run goes on with another version of its DAG: detail {@code to}, its number. */
        MOVE,
        /** Machines are held, whatever their tasks do: details {@code lease}, and {@code until}, an instant. */
        KEEP,
        /** Machines are given back: details {@code lease}, and {@code force}, though tasks use them. */
        RELEASE;

        /** The word that users see. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
