package comporta.decide;

/**
 * How something in other runs stands that a task waits for.
 *
 * @param words what it is waited for and how that is, for people: {@code task load of prices/scheduled-20261121T040000Z is running}
 */
public record Standing(boolean isMet, String words) {
    static final Standing UNKNOWN = new Standing(false, "asks how other runs stand");
}
