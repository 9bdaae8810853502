package comporta.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.dag.DagId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEachDatabase
class PeopleTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final Instant EVENING = NOON.plus(Duration.ofHours(8));
    private static final DagId NIGHTLY = new DagId("nightly");

    private final Databases databases;

    @TempDir
    Path folder;

    private FreshDatabase database;
    private Store store;
    private People people;

    PeopleTest(Databases databases) {
        this.databases = databases;
    }

    @BeforeEach
    void open() {
        database = databases.withTables(folder);
        store = database.open();
        people = store.people();
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    @Test
    void whoIsAddedIsThere() {
        assertThat(people.isEmpty()).isTrue();
        var ana = people.add("ana", Role.VIEWER, Map.of(NIGHTLY, Role.OPERATOR), "hash", NOON);
        assertThat(people.isEmpty()).isFalse();
        assertThat(people.named("ana")).contains(ana);
        assertThat(people.all()).containsExactly(ana);
        assertThat(people.passwordHash("ana")).contains("hash");
        assertThat(people.passwordHash("Ana")).isEmpty();
        assertThatThrownBy(() -> people.add("ana", Role.ADMIN, Map.of(), null, NOON)).isInstanceOf(PersonExists.class);
        assertThat(people.named("ana")).contains(ana);
    }

    @Test
    void rolesChangeAtOnce() {
        var ana = people.add("ana", Role.ADMIN, Map.of(), null, NOON);
        people.addToken(ana, "laptop", "t", NOON, null);
        people.giveRoles(ana, null, Map.of(NIGHTLY, Role.AUTHOR));
        var now = people.byToken("t", EVENING).orElseThrow().person();
        assertThat(now.everywhere()).isNull();
        assertThat(now.onDags()).isEqualTo(Map.of(NIGHTLY, Role.AUTHOR));
    }

    @Test
    void aSessionEnds() {
        var ana = people.add("ana", Role.VIEWER, Map.of(), "hash", NOON);
        people.signIn("s", ana, NOON, EVENING);
        assertThat(people.bySession("s", NOON)).contains(ana);
        assertThat(people.bySession("s", EVENING)).isEmpty();
        people.signIn("t", ana, NOON, EVENING);
        people.signOut("s");
        assertThat(people.bySession("s", NOON)).isEmpty();
        people.setPassword(ana, "another");
        assertThat(people.bySession("t", NOON)).as("after another password").isEmpty();
    }

    @Test
    void aTokenExpiresAndIsRevoked() {
        var ana = people.add("ana", Role.VIEWER, Map.of(), null, NOON);
        var forEver = people.addToken(ana, "laptop", "1", NOON, null);
        people.addToken(ana, "ci", "2", NOON, EVENING);
        assertThat(people.byToken("2", NOON)).isPresent();
        assertThat(people.byToken("2", EVENING)).isEmpty();
        assertThat(people.byToken("3", NOON)).isEmpty();
        people.used(forEver.id(), EVENING);
        people.revoke(forEver.id(), EVENING);
        assertThat(people.byToken("1", EVENING)).isEmpty();
        assertThat(people.tokens("ana")).extracting(ApiToken::name).containsExactly("ci", "laptop");
        assertThat(people.tokens(null)).extracting(ApiToken::usedAt).containsExactly(null, EVENING);
        assertThat(people.tokens("bob")).isEmpty();
    }

    @Test
    void whoIsShutOutIsOutAtOnce() {
        var ana = people.add("ana", Role.VIEWER, Map.of(), "hash", NOON);
        people.signIn("s", ana, NOON, EVENING);
        people.addToken(ana, "laptop", "1", NOON, null);
        people.disable(ana, NOON);
        assertThat(people.bySession("s", NOON)).isEmpty();
        assertThat(people.byToken("1", NOON)).isEmpty();
        assertThat(people.passwordHash("ana")).isEmpty();
        people.disable(ana, null);
        assertThat(people.byToken("1", NOON)).isPresent();
        people.remove(ana);
        assertThat(people.byToken("1", NOON)).isEmpty();
        assertThat(people.isEmpty()).isTrue();
    }
}
