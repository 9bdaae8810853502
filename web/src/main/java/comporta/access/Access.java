package comporta.access;

import comporta.dag.DagId;
import comporta.store.ApiToken;
import comporta.store.People;
import comporta.store.Person;
import comporta.store.PersonExists;
import comporta.store.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The door of this room: lets people in by password, cookie or token, and keeps their accounts. */
public final class Access {
    /** The cost of guessing one password, in bcrypt's measure. */
    public static final int USUAL_COST = 12;
    /** How long a browser stays signed in. */
    public static final Duration SESSION = Duration.ofHours(12);

    private static final String TOKEN_PREFIX = "comporta_";
    private static final Duration USED_STEP = Duration.ofMinutes(1);

    private final People people;
    private final Desk desk;
    private final boolean mayBeOpen;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Passwords passwords;
    private final Attempts attempts = new Attempts();
    private volatile boolean closed;

    /**
     * @param mayBeOpen whether everybody may do everything while there are no users: only where nobody but this machine can ask
     * @param random for secrets
     * @param cost of a password, 4 to 31; {@link #USUAL_COST}
     */
    public Access(People people, Desk desk, boolean mayBeOpen, InstantSource clock, RandomGenerator random, int cost) {
        this.people = people;
        this.desk = desk;
        this.mayBeOpen = mayBeOpen;
        this.clock = clock;
        this.random = random;
        this.passwords = new Passwords(cost);
    }

    /** What somebody gets who signed in: the secret for the cookie, and another that changing requests have to bring along. */
    public record SignedIn(Caller caller, String secret, String csrf, Instant until) {}

    /** A token and its secret, which nobody can be shown again. */
    public record NewToken(ApiToken token, String secret) {}

    /** Whether everybody may do everything, because nobody was made known yet. */
    public boolean isOpen() {
        return mayBeOpen && isUnclaimed();
    }

    /** Whether there are no users. It cannot come back: the last admin is never removed. */
    public boolean isUnclaimed() {
        if (closed) {
            return false;
        }
        closed = !people.isEmpty();
        return !closed;
    }

    /** Who sends that cookie; empty: the session is over. */
    public Optional<Caller> bySession(String secret) {
        var hash = Hashes.sha256(secret);
        return people.bySession(hash, clock.instant()).map(person -> caller(person, Caller.Means.SESSION, hash));
    }

    /** Who sends that token; empty: it is not valid, or no longer. */
    public Optional<Caller> byToken(String secret) {
        var now = clock.instant();
        return people.byToken(Hashes.sha256(secret), now).map(owner -> {
            var used = owner.token().usedAt();
            if (used == null || used.plus(USED_STEP).isBefore(now)) {
                var _ = desk.call(() -> {
                    people.used(owner.token().id(), now);
                    return now;
                });
            }
            return caller(owner.person(), Caller.Means.TOKEN, "");
        });
    }

    /** Who came with a token some time ago, with the roles of now; empty: may do nothing any more. */
    public Optional<Caller> now(Caller caller) {
        return people.named(caller.name()).filter(person -> person.disabledAt() == null)
                .map(person -> caller(person, caller.means(), caller.session()));
    }

    /** Whether a changing request of a browser carries what only our own pages know. */
    public static boolean isOurs(String secret, String csrf) {
        return Hashes.same(csrf(secret), csrf);
    }

    /** What changing requests of that session have to bring along. */
    public static String csrf(String secret) {
        return Hashes.sha256("csrf " + secret);
    }

    /**
     * Lets somebody in by password.
     *
     * @throws AccessRefused when that is not their password, or too many attempts failed
     */
    public SignedIn signIn(String name, String password, String address) {
        var now = clock.instant();
        var until = attempts.blockedUntil(name, address, now);
        if (until != null) {
            throw AccessRefused.tooMany(Duration.between(now, until));
        }
        attempts.failed(name, address, now);   // counted before: who asks many times at once is not let past
        var person = people.named(name);
        if (!passwords.fits(password, people.passwordHash(name).orElse(null)) || person.isEmpty()) {
            throw new AccessRefused(AccessRefused.Why.UNKNOWN, "there is no such user with that password");
        }
        attempts.succeeded(name, address);
        var secret = Hashes.secret(random);
        var ends = now.plus(SESSION);
        done(() -> {
            people.signIn(Hashes.sha256(secret), person.get(), now, ends);
            return ends;
        });
        return new SignedIn(caller(person.get(), Caller.Means.SESSION, Hashes.sha256(secret)), secret, csrf(secret), ends);
    }

    /** Ends the session that a caller came with; nothing without one. */
    public void signOut(Caller caller) {
        if (!caller.session().isEmpty()) {
            done(() -> {
                people.signOut(caller.session());
                return caller;
            });
        }
    }

    /**
     * Adds a person. The first must be an admin: else nobody could add a second.
     *
     * @param password null: signs in by token only
     * @throws AccessRefused when the name is taken, or something does not fit
     */
    public Person addPerson(String name, @Nullable String password, @Nullable Role everywhere, Map<DagId, Role> onDags) {
        checkName(name);
        checkPassword(name, password);
        checkRoles(everywhere, onDags);
        var hash = password == null ? null : passwords.hash(password);
        var added = done(() -> {
            if (people.isEmpty() && (everywhere != Role.ADMIN || hash == null)) {
                throw new AccessRefused(AccessRefused.Why.UNFIT,
                        "the first user must be an admin with a password: else nobody could add another");
            }
            try {
                return people.add(name, everywhere, onDags, hash, clock.instant());
            } catch (PersonExists e) {
                throw new AccessRefused(AccessRefused.Why.CONFLICT, e.getMessage() + ". Choose another name");
            }
        });
        closed = true;
        return added;
    }

    /**
     * Gives a person other roles, another password, or shuts them out; what is null stays as it is.
     *
     * @param roles null: stay; else the role in everything, and those of single DAGs
     * @throws AccessRefused when nobody could add people any more, or something does not fit
     */
    public Person change(Person person, @Nullable String password, @Nullable Roles roles, @Nullable Boolean disabled) {
        checkPassword(person.name(), password);
        if (roles != null) {
            checkRoles(roles.everywhere(), roles.onDags());
        }
        var hash = password == null ? null : passwords.hash(password);
        return done(() -> {
            if ((roles != null && roles.everywhere() != Role.ADMIN) || Boolean.TRUE.equals(disabled)) {
                keepAnAdmin(person);
            }
            if (roles != null) {
                people.giveRoles(person, roles.everywhere(), roles.onDags());
            }
            if (hash != null) {
                people.setPassword(person, hash);
            }
            if (disabled != null) {
                people.disable(person, disabled ? clock.instant() : null);
            }
            return people.named(person.name()).orElse(person);
        });
    }

    /** Roles of one person. */
    public record Roles(@Nullable Role everywhere, Map<DagId, Role> onDags) {
        public Roles {
            onDags = Map.copyOf(onDags);
        }
    }

    /**
     * Removes a person, with all sessions and tokens.
     *
     * @throws AccessRefused when it is the last admin
     */
    public void remove(Person person) {
        done(() -> {
            keepAnAdmin(person);
            people.remove(person);
            return person;
        });
    }

    private void keepAnAdmin(Person person) {
        var others = people.all().stream().anyMatch(other ->
                other.id() != person.id() && other.everywhere() == Role.ADMIN && other.disabledAt() == null);
        if (person.everywhere() == Role.ADMIN && !others) {
            throw new AccessRefused(
                    AccessRefused.Why.CONFLICT, "\"" + person.name() + "\" is the last admin: make somebody else an admin first");
        }
    }

    /** Makes a token of a person; {@code until} null: for ever. */
    public NewToken addToken(Person person, String name, @Nullable Instant until) {
        var now = clock.instant();
        if (until != null && !until.isAfter(now)) {
            throw new AccessRefused(AccessRefused.Why.UNFIT,
                    "the token would expire at " + until + ", which has passed. Give a later instant");
        }
        var secret = TOKEN_PREFIX + Hashes.secret(random);
        return new NewToken(done(() -> people.addToken(person, name, Hashes.sha256(secret), now, until)), secret);
    }

    /** Makes a token worthless. */
    public void revoke(ApiToken token) {
        done(() -> {
            people.revoke(token.id(), clock.instant());
            return token;
        });
    }

    private <T> T done(Supplier<T> deed) {
        try {
            return desk.call(deed).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : e;
        }
    }

    private static Caller caller(Person person, Caller.Means means, String session) {
        return new Caller(person.name(), person.everywhere(), person.onDags(), means, session);
    }

    private static void checkName(String name) {
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,99}")) {
            throw new AccessRefused(
                    AccessRefused.Why.UNFIT,
                    "\"" + name + "\" cannot name a user: use 1 to 100 letters, digits, _ . @ + -, not beginning with . @ + -");
        }
    }

    private static void checkPassword(String name, @Nullable String password) {
        if (password != null) {
            Passwords.fault(name, password).ifPresent(fault -> {
                throw new AccessRefused(AccessRefused.Why.UNFIT, fault);
            });
        }
    }

    private static void checkRoles(@Nullable Role everywhere, Map<DagId, Role> onDags) {
        if (everywhere == null && onDags.isEmpty()) {
            throw new AccessRefused(AccessRefused.Why.UNFIT,
                    "a user without any role could do nothing. Give one of viewer, operator, author, admin");
        }
    }
}
