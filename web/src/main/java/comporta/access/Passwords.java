package comporta.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Passwords as bcrypt hashes. Two at a time: each takes a quarter of a second of a processor, and the scheduler needs some, too. */
final class Passwords {
    private static final int SHORTEST = 10;
    /** What bcrypt can tell apart. */
    private static final int LONGEST_BYTES = 72;
    /** Characters of a hash behind its cost. */
    private static final int SALT_AND_HASH = 53;

    private final int cost;
    private final Semaphore turns = new Semaphore(2);
    /** Of zeros, at this cost: a server starts without the quarter of a second that a hash takes. */
    private final String nobodys;

    /** @param cost how often bcrypt goes round, as a power of two; 4 to 31 */
    Passwords(int cost) {
        this.cost = cost;
        nobodys = String.format(Locale.ROOT, "$2a$%02d$%s", cost, ".".repeat(SALT_AND_HASH));
    }

    /** What keeps a text from being somebody's password; empty: nothing. */
    static Optional<String> fault(String person, String password) {
        if (password.codePointCount(0, password.length()) < SHORTEST) {
            return Optional.of("the password is shorter than " + SHORTEST + " characters. Choose a longer one");
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
            return Optional.of("the password is longer than " + LONGEST_BYTES + " bytes. Choose a shorter one");
        }
        return password.equalsIgnoreCase(person) ? Optional.of("the password is the name. Choose another") : Optional.empty();
    }

    String hash(String password) {
        return inTurn(() -> BCrypt.withDefaults().hashToString(cost, password.toCharArray()));
    }

    /** Takes as long for nobody as for somebody, so that nobody learns who there is. */
    boolean fits(String password, @Nullable String hash) {
        var fits = password.getBytes(StandardCharsets.UTF_8).length <= LONGEST_BYTES
                && inTurn(() -> BCrypt.verifyer().verify(password.toCharArray(), hash == null ? nobodys : hash).verified);
        return fits && hash != null;
    }

    private <T> T inTurn(Supplier<T> work) {
        turns.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }
}
