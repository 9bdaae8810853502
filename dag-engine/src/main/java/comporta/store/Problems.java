package comporta.store;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The door to what is wrong. A problem is raised and cleared by its kind and key, as often as its finder likes: raised again while it is
 * open it stays the same problem. What writes is called by the one thread that does.
 */
public final class Problems {
    private final Store store;

    Problems(Store store) {
        this.store = store;
    }

    /**
     * Raises a problem, or says that it is still there.
     *
     * @return its number
     */
    public long raise(Problem problem, Instant now) {
        return store.writeLeading(session -> ProblemRows.raise(session, problem, now));
    }

    /** Whether a problem is open, whatever its words. */
    public boolean isOpen(Problem.Kind kind, String key) {
        return !store.read(session -> ProblemRows.openKeys(session, kind, key)).isEmpty();
    }

    /** Says that a problem is over; false: it was not open. */
    public boolean clear(Problem.Kind kind, String key, Instant now) {
        return isOpen(kind, key)
                && store.writeLeading(session -> ProblemRows.clear(session, kind, key, now)) > 0;
    }

    /**
     * Makes these the open problems of their kind, in one transaction: others of it are over. One that is
     * open with the same words is left alone.
     */
    public void setAll(Problem.Kind kind, Collection<Problem> problems, Instant now) {
        var open = store.read(session -> ProblemRows.open(session, kind));
        var stays = new HashSet<String>();
        problems.forEach(problem -> stays.add(problem.key()));
        var fresh = problems.stream().filter(problem -> open.stream().noneMatch(known -> known.problem().equals(problem))).toList();
        var over = open.stream().map(known -> known.problem().key()).filter(key -> !stays.contains(key)).toList();
        if (fresh.isEmpty() && over.isEmpty()) {
            return;
        }
        store.writeLeading(session -> {
            for (var problem : fresh) {
                ProblemRows.raise(session, problem, now);
            }
            for (var key : over) {
                ProblemRows.clear(session, kind, key, now);
            }
            return fresh.size();
        });
    }

    /**
     * Puts on record that somebody knows of an open problem; false: there is no such problem, or it is over.
     *
     * @param note in their words
     */
    public boolean acknowledge(long id, String by, String note, Instant now) {
        return store.writeLeading(session -> ProblemRows.acknowledge(session, id, by, note, now)) > 0;
    }

    /** The open ones, oldest first. */
    public List<StoredProblem> open() {
        return store.read(ProblemRows::open);
    }

    /** At most {@code limit} before that number, open or not, newest first. */
    public List<StoredProblem> before(long id, int limit) {
        return store.read(session -> ProblemRows.before(session, id, limit));
    }

    /** One of them. */
    public Optional<StoredProblem> find(long id) {
        return store.read(session -> ProblemRows.find(session, id));
    }
}
