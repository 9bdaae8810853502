package comporta.store;

/** How far a backfill is: intervals by what has become of them; together they are all. */
public record BackfillProgress(int waiting, int active, int succeeded, int failed, int cancelled, int leftOut) {
    /** All of them. */
    public int total() {
        return waiting + active + succeeded + failed + cancelled + leftOut;
    }
}
