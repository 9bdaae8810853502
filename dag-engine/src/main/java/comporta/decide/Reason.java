package comporta.decide;

import comporta.dag.PlainData;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One condition that is not met.
 *
 * @param args of whom and what, as plain data
 * @param text in English, ready to show
 * @param subject what is waited for; null: nothing that has a name of its own
 * @param until the earliest end of this condition that is known; null: nobody knows
 * @param untilP90 nine in ten times it has ended by then; null: nobody knows
 * @param unblock what would end it sooner; null: nothing that a person can do
 */
public record Reason(
        Code code,
        Map<String, Object> args,
        String text,
        @Nullable Subject subject,
        @Nullable Instant until,
        @Nullable Instant untilP90,
        UntilIs untilIs,
        @Nullable Unblock unblock) {
    public Reason {
        args = PlainData.ordered(args);
    }

    /** What kind of condition it is. The list is closed: programs and pages know each of them. */
    public enum Code {
        /** A task above is not at rest. */
        UPSTREAM,
        /** The trigger rule, or the order of set-up and teardown, does not hold yet. */
        RULE,
        /** The run's time has not come. */
        SCHEDULE,
        /** A concurrency pool, or the processes of this machine, are all in use. */
        POOL_SLOTS,
        /** {@code max_active_runs} of the DAG is reached. */
        DAG_LIMIT,
        /** {@code max_active_tasks} of the run is reached. */
        RUN_LIMIT,
        /** {@code max_active} of the task or its group, or {@code max_parallel} of its items, is reached. */
        TASK_LIMIT,
        /** The limit of a tag is reached. */
        TAG_LIMIT,
        /** The same task of the run before has not succeeded. */
        PAST,
        /** Machines of a node pool are on their way, or on their way back. */
        MACHINES_BOOTING,
        /** The provider has no such machines now. */
        NO_CAPACITY,
        /** The cluster has no place for it now. */
        NO_OFFER,
        /** The wait before the next try. */
        RETRY_DELAY,
        /** A sensor's condition does not hold yet. */
        SENSOR,
        /** A person has to say yes. */
        APPROVAL,
        /** A person has set a breakpoint. */
        BREAKPOINT,
        DAG_PAUSED,
        RUN_PAUSED,
        /** It was sent off, and nobody has said that it runs. */
        LAUNCH_UNCONFIRMED,
        /** It was asked to end, and nobody has said that it did. */
        STOP_UNCONFIRMED,
        /** Sight of it is lost. */
        UNREACHABLE,
        /** The backend does not answer. */
        BACKEND_DOWN,
        /** It would cost more than the run may. */
        BUDGET;

        /** The word that programs see. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How well the end of a condition is known. */
    public enum UntilIs {
        /** By a clock. */
        EXACT,
        /** From what is usual. */
        PREDICTED,
        UNKNOWN;

        /** The word that programs see. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What is waited for.
     *
     * @param kind {@code task}, {@code run}, {@code dag}, {@code pool}, {@code lease} …
     * @param href of its page
     */
    public record Subject(String kind, String id, String href) {}

    /**
     * What would end the condition sooner.
     *
     * @param startsAt when the task would start then; null: nobody knows
     * @param deed null: nothing that can be done from here
     */
    public record Unblock(String text, @Nullable Instant startsAt, @Nullable Deed deed) {
        Map<String, @Nullable Object> data() {
            var data = new LinkedHashMap<String, @Nullable Object>();
            data.put("text", text);
            data.put("starts_at", Moments.json(startsAt));
            data.put("p_late", null);
            data.put("cost", null);
            data.put("action", deed == null ? null : deed.data());
            return data;
        }
    }

    /** The same as plain data. */
    public Map<String, @Nullable Object> data() {
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("code", code.word());
        data.put("args", args);
        data.put("text", text);
        data.put("subject", subject == null ? null : subject(subject));
        data.put("until", Moments.json(until));
        data.put("until_p90", Moments.json(untilP90));
        data.put("until_is", untilIs.word());
        data.put("unblock", unblock == null ? null : unblock.data());
        return data;
    }

    private static Map<String, Object> subject(Subject subject) {
        var data = new LinkedHashMap<String, Object>();
        data.put("kind", subject.kind());
        data.put("id", subject.id());
        data.put("href", subject.href());
        return data;
    }

    Phrase phrase() {
        return new Phrase(code.word(), args, text);
    }
}
