package comporta;

/**
 * What schedules of every form have in common.
 *
 * @param <T> the schedule itself, so that calls can be chained
 */
public abstract class ScheduleKeys<T extends ScheduleKeys<T>> extends Block<T> implements Schedules.Schedule {
    ScheduleKeys() {}

    /** Zone of by; absent: the DAG's. */
    public T timezone(String timezone) {
        return put("timezone", timezone);
    }

    /** No tick before it. */
    public T start(String start) {
        return put("start", start);
    }

    /** No tick from it on. */
    public T end(String end) {
        return put("end", end);
    }

    /** Wall time that a spring night lacks; first_valid when absent. */
    public T gap(String gap) {
        return put("gap", gap);
    }

    /** Wall time that an autumn night has twice; first when absent. */
    public T fold(String fold) {
        return put("fold", fold);
    }

    /** Only days of a named calendar. */
    public T calendar(Schedules.Calendar calendar) {
        return put("calendar", calendar);
    }

    /** Only days of a named calendar. */
    public T calendar(String calendar) {
        return put("calendar", calendar);
    }

    /** Piece of the data that a run works on. */
    public T partition(Schedules.Partition partition) {
        return put("partition", partition);
    }

    /** Piece of the data that a run works on. */
    public T partition(String partition) {
        return put("partition", partition);
    }

    /** Ticks that passed unserved; none when absent. */
    public T catchup(String catchup) {
        return put("catchup", catchup);
    }

    /** Catch up only ticks younger than this. */
    public T catchupWindow(String catchupWindow) {
        return put("catchup_window", catchupWindow);
    }

    /** A younger tick still starts, whatever catchup says; 1h when absent. */
    public T lateLimit(String lateLimit) {
        return put("late_limit", lateLimit);
    }

    /** A tick while as many runs as allowed are active; queue when absent. */
    public T overlap(String overlap) {
        return put("overlap", overlap);
    }

    /** Start later by a share of this; 0s when absent. */
    public T jitter(String jitter) {
        return put("jitter", jitter);
    }

    /** Skip a tick when a success exists since the tick before; false when absent. */
    public T skipIfSuccess(boolean skipIfSuccess) {
        return put("skip_if_success", skipIfSuccess);
    }
}
