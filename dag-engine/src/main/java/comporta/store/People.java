package comporta.store;

import comporta.dag.DagId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what: people with their roles, sessions of their browsers, tokens of their programs. Of passwords, sessions and tokens only
 * hashes are known here. All that writes is called by the store's one writing thread.
 */
public final class People {
    private final Store store;
    private final Writer writer;

    People(Store store, Writer writer) {
        this.store = store;
        this.writer = writer;
    }

    /** Whether there is nobody yet. */
    public boolean isEmpty() {
        return store.read(PersonRows::isEmpty);
    }

    /** Everybody, by name. */
    public List<Person> all() {
        return store.read(PersonRows::all);
    }

    /** The person of that name. */
    public Optional<Person> named(String name) {
        return store.read(session -> PersonRows.named(session, name));
    }

    /** The hash of a person's password; empty for nobody, and for who has none. */
    public Optional<String> passwordHash(String name) {
        return store.read(session -> PersonRows.passwordHash(session, name));
    }

    /**
     * Adds somebody.
     *
     * @param everywhere null: roles of single DAGs only
     * @param passwordHash null: signs in by token only
     * @throws PersonExists when the name is taken
     */
    public Person add(String name, @Nullable Role everywhere, Map<DagId, Role> onDags, @Nullable String passwordHash, Instant now) {
        return writer.write(session -> PersonRows.add(session, name, everywhere, onDags, passwordHash, now));
    }

    /** Gives somebody other roles. Sessions and tokens have them at once. */
    public void giveRoles(Person person, @Nullable Role everywhere, Map<DagId, Role> onDags) {
        writer.write(session -> PersonRows.giveRoles(session, person.id(), everywhere, onDags));
    }

    /** Gives somebody another password, and ends all of their sessions. */
    public void setPassword(Person person, String passwordHash) {
        writer.write(session -> PersonRows.setPassword(session, person.id(), passwordHash));
    }

    /** Shuts somebody out, or lets them in again; sessions end. */
    public void disable(Person person, @Nullable Instant since) {
        writer.write(session -> PersonRows.disable(session, person.id(), since));
    }

    /** Removes somebody with all sessions and tokens. */
    public void remove(Person person) {
        writer.write(session -> PersonRows.remove(session, person.id()));
    }

    /** Begins a session, and forgets those that are over. */
    public void signIn(String hash, Person person, Instant now, Instant until) {
        writer.write(session -> CredentialRows.signIn(session, hash, person.id(), now, until));
    }

    /** Ends a session. */
    public void signOut(String hash) {
        writer.write(session -> CredentialRows.signOut(session, hash));
    }

    /** Whose session that is; empty when it is over, or its owner is shut out. */
    public Optional<Person> bySession(String hash, Instant now) {
        return store.read(session -> CredentialRows.bySession(session, hash, now));
    }

    /** Makes a token. */
    public ApiToken addToken(Person person, String name, String hash, Instant now, @Nullable Instant until) {
        return writer.write(session -> CredentialRows.addToken(session, person, name, hash, now, until));
    }

    /** Whose token that is, and which; empty when it has expired or was revoked, or its owner is shut out. */
    public Optional<TokenOwner> byToken(String hash, Instant now) {
        return store.read(session -> CredentialRows.byToken(session, hash, now));
    }

    /** Tokens by owner and name, revoked ones too; {@code person} null: of everybody. */
    public List<ApiToken> tokens(@Nullable String person) {
        return store.read(session -> CredentialRows.tokens(session, person));
    }

    /** Makes a token worthless. A second time changes nothing. */
    public void revoke(long token, Instant now) {
        writer.write(session -> CredentialRows.revoke(session, token, now));
    }

    /** Notes that a token was used. */
    public void used(long token, Instant now) {
        writer.write(session -> CredentialRows.used(session, token, now));
    }

    /** A person and the token that was shown. */
    public record TokenOwner(Person person, ApiToken token) {}
}
