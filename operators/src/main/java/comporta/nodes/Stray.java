package comporta.nodes;

/**
 * A machine that carries our tags and that nobody holds: of a crash at a bad moment, or of a scheduler that is no more.
 *
 * @param pool for which it was started
 * @param why it is one
 * @param hindrance why it cannot be ended; empty: it ends
 */
public record Stray(String machine, String pool, String why, String hindrance) {

    /** In one sentence, without its end. */
    public String text() {
        return "machine " + machine + " of node pool " + pool + " is left over: " + why + (hindrance.isEmpty() ? "; it is ended now" : "; it cannot be ended: " + hindrance);
    }
}
