package comporta.store;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.store.Problem.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A problem is there once, however often it is found. */
@OnEachDatabase
class ProblemsTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final Problem BROKEN = new Problem(
            Kind.DAG_FILE, "nightly.yaml", "task \"a\" has no key \"retires\"", new Problem.Where("nightly.yaml", 4, 9), "Did you mean \"retries\"?",
            new Problem.Subject("dag", "nightly"));

    private final Databases databases;

    @TempDir
    Path folder;

    ProblemsTest(Databases databases) {
        this.databases = databases;
    }

    @Test
    void whatIsRaisedAgainIsTheSameProblem() {
        try (var database = databases.withTables(folder); var store = database.open()) {
            var problems = store.problems();
            var id = problems.raise(BROKEN, NOON);
            assertThat(problems.raise(BROKEN, NOON.plusSeconds(5))).isEqualTo(id);

            assertThat(problems.open()).containsExactly(new StoredProblem(id, BROKEN, NOON, NOON.plusSeconds(5), 2, null, null));
        }
    }

    @Test
    void whatIsClearedIsOverAndMayComeAgain() {
        try (var database = databases.withTables(folder); var store = database.open()) {
            var problems = store.problems();
            var first = problems.raise(BROKEN, NOON);
            assertThat(problems.clear(Kind.CLOCK, "nightly.yaml", NOON)).as("of another kind").isFalse();
            assertThat(problems.clear(Kind.DAG_FILE, "nightly.yaml", NOON.plusSeconds(60))).isTrue();
            assertThat(problems.clear(Kind.DAG_FILE, "nightly.yaml", NOON.plusSeconds(61))).isFalse();
            assertThat(problems.open()).isEmpty();
            assertThat(problems.find(first)).get().extracting(StoredProblem::overAt).isEqualTo(NOON.plusSeconds(60));

            var second = problems.raise(BROKEN, NOON.plusSeconds(120));
            assertThat(second).isGreaterThan(first);
            assertThat(problems.before(Long.MAX_VALUE, 10)).extracting(StoredProblem::id).containsExactly(second, first);
        }
    }

    @Test
    void somebodyMayKnowOfIt() {
        try (var database = databases.withTables(folder); var store = database.open()) {
            var problems = store.problems();
            var id = problems.raise(BROKEN, NOON);
            assertThat(problems.acknowledge(id, "ana", "after lunch", NOON.plusSeconds(9))).isTrue();
            assertThat(problems.acknowledge(id + 1, "ana", "", NOON)).as("there is none").isFalse();
            assertThat(problems.open()).extracting(StoredProblem::acknowledged)
                    .containsExactly(new StoredProblem.Acknowledged("ana", NOON.plusSeconds(9), "after lunch"));
        }
    }

    @Test
    void allOfAKindAreSetAtOnce() {
        try (var database = databases.withTables(folder); var store = database.open()) {
            var problems = store.problems();
            var other = Problem.of(Kind.DAG_FILE, "hourly.yaml", "this is not YAML", null);
            var clock = Problem.of(Kind.CLOCK, "jump", "the clock jumped by 2 h", "Check the time service");
            problems.raise(clock, NOON);
            problems.setAll(Kind.DAG_FILE, List.of(BROKEN, other), NOON);
            var commits = store.commits();
            problems.setAll(Kind.DAG_FILE, List.of(BROKEN, other), NOON.plusSeconds(1));
            assertThat(store.commits()).as("nothing has changed").isEqualTo(commits);

            problems.setAll(Kind.DAG_FILE, List.of(other), NOON.plusSeconds(2));
            assertThat(problems.open()).extracting(StoredProblem::problem).containsExactly(clock, other);
        }
    }
}
