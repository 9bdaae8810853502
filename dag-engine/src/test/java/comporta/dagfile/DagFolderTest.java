package comporta.dagfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.dag.Calendar;
import comporta.dag.DagId;
import comporta.dagfile.KnownNames.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A dags folder as one set of files, real ones. */
class DagFolderTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final String TASKS = "tasks: {a: {run: echo, execution_timeout: 1m}}\n";

    @TempDir
    private Path temporary;

    /** What others do to the folder between two listings. */
    private final Deque<Change> meanwhile = new ArrayDeque<>();
    private Map<String, DagId> owners = Map.of();

    private interface Change {
        void make() throws IOException;
    }

    private final class Folder {
        private final DagFolder folder;

        Folder(Path path) {
            folder = new DagFolder(path, InstantSource.fixed(NOON), this::pause);
        }

        private void pause() {
            if (!meanwhile.isEmpty()) {
                try {
                    meanwhile.remove().make();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        FolderReading read() throws IOException {
            return folder.read(Outside.UNKNOWN, owners);
        }

        List<String> dags() throws IOException {
            return read().dags().stream().map(found -> found.path() + " " + found.dag().id()).toList();
        }

        List<String> problems() throws IOException {
            return read().problems().stream().flatMap(file -> file.errors().stream())
                    .map(problem -> problem.toString().replace(temporary + "/", "")).toList();
        }
    }

    @Test
    void onlyWhatHasChangedIsParsedAgain() throws IOException {
        write("dags/a.yaml", "dag: a\n" + TASKS);
        write("dags/deep/er/b.yml", "dag: b\n" + TASKS);
        write("dags/_drafts/c.yaml", "dag: c\n" + TASKS);
        write("dags/.git/d.yaml", "dag: d\n" + TASKS);
        write("dags/local.yaml", "variables: {}\n");
        var folder = new Folder(temporary.resolve("dags"));

        var first = folder.read();
        assertThat(first.parsed()).isEqualTo(2);
        assertThat(first.dags()).extracting(found -> found.path() + " " + found.dag().id()).containsExactly("a.yaml a", "deep/er/b.yml b");
        assertThat(folder.read()).as("nothing has changed").isSameAs(first);

        touch("dags/a.yaml", NOON.minusSeconds(5));
        assertThat(folder.read()).as("the bytes are the same").isSameAs(first);

        write("dags/a.yaml", "dag: a\ndescription: other\n" + TASKS);
        assertThat(folder.read().parsed()).isEqualTo(1);
    }

    @Test
    void aChangeWithinOneTickOfTheClockIsSeen() throws IOException {
        write("dags/a.yaml", "dag: a\nowner: x\n" + TASKS);
        touch("dags/a.yaml", NOON);
        var folder = new Folder(temporary.resolve("dags"));
        folder.read();
        Files.writeString(temporary.resolve("dags/a.yaml"), "dag: a\nowner: y\n" + TASKS);
        touch("dags/a.yaml", NOON);

        assertThat(folder.read().dags()).extracting(found -> found.dag().owner()).containsExactly("y");
    }

    @Test
    void aFileThatIsWrittenHalfIsBrokenOnlyThatLong() throws IOException {
        write("dags/a.yaml", "dag: a\n" + TASKS);
        var folder = new Folder(temporary.resolve("dags"));
        folder.read();

        write("dags/a.yaml", "dag: a\ntasks: {a: {run: ec");
        var broken = folder.read();
        assertThat(broken.dags()).isEmpty();
        assertThat(broken.broken()).containsExactly(new DagId("a"));

        write("dags/a.yaml", "dag: a\n" + TASKS);
        assertThat(folder.dags()).containsExactly("a.yaml a");
    }

    @Test
    void whatChangesWhileItIsReadIsReadUntilItRests() throws IOException {
        write("dags/a.yaml", "dag: a\n" + TASKS);
        write("dags/b.yaml", "dag: b\n" + TASKS);
        var folder = new Folder(temporary.resolve("dags"));
        assertThat(folder.dags()).containsExactly("a.yaml a", "b.yaml b");
        Files.delete(temporary.resolve("dags/a.yaml"));
        meanwhile.add(() -> Files.delete(temporary.resolve("dags/b.yaml")));
        meanwhile.add(() -> write("dags/c.yaml", "dag: c\n" + TASKS));

        assertThat(folder.dags()).containsExactly("c.yaml c");
    }

    @Test
    void aLinkThatIsSwitchedIsTakenAsOneSet() throws IOException {
        for (var release : List.of("one", "two")) {
            write(release + "/a.yaml", "dag: a\ndescription: " + release + "\n" + TASKS);
            write(release + "/b.yaml", "dag: b\ndescription: " + release + "\n" + TASKS);
        }
        link("one");
        var folder = new Folder(temporary.resolve("dags"));
        assertThat(folder.read().dags()).extracting(found -> found.dag().description()).containsExactly("one", "one");
        assertThat(folder.read().dags()).extracting(FoundDag::file).first().isEqualTo(temporary.resolve("dags/a.yaml"));

        write("two/c.yaml", "dag: c\n" + TASKS);
        link("two");
        meanwhile.add(() -> link("one"));
        meanwhile.add(() -> link("two"));
        assertThat(folder.read().dags()).extracting(found -> found.dag().description()).containsExactly("two", "two", "");
    }

    @Test
    void aGitCheckoutAtWorkIsWaitedFor() throws IOException {
        write("dags/.git/index.lock", "");
        touch("dags/.git/index.lock", NOON);
        write("dags/a.yaml", "dag: a\n" + TASKS);
        meanwhile.add(() -> { });
        meanwhile.add(() -> { });
        meanwhile.add(() -> Files.delete(temporary.resolve("dags/.git/index.lock")));

        assertThat(new Folder(temporary.resolve("dags")).dags()).containsExactly("a.yaml a");
        assertThat(meanwhile).as("it waited for the lock").isEmpty();
    }

    @Test
    void aFolderThatIsNotThereHasNotLostItsFiles() throws IOException {
        var folder = new Folder(temporary.resolve("dags"));
        assertThatThrownBy(folder::read).isInstanceOf(NoSuchFileException.class);
        write("dags/a.yaml", "dag: a\n" + TASKS);
        assertThat(folder.dags()).containsExactly("a.yaml a");
    }

    @Test
    void ofTwoFilesWithTheSameDagTheOneThatHadItKeepsIt() throws IOException {
        write("dags/a.yaml", "dag: nightly\n" + TASKS);
        write("dags/b.yaml", "# a copy\ndag: nightly\n" + TASKS);
        owners = Map.of("b.yaml", new DagId("nightly"));
        var folder = new Folder(temporary.resolve("dags"));

        assertThat(folder.dags()).containsExactly("b.yaml nightly");
        assertThat(folder.read().broken()).as("it is right in the other file").isEmpty();
        assertThat(folder.problems()).containsExactly(
                "dags/a.yaml:1:1: DAG \"nightly\" is also in dags/b.yaml. Rename one. [duplicate-dag]");

        owners = Map.of();
        assertThat(folder.dags()).as("the first, where nobody had it").containsExactly("a.yaml nightly");
    }

    @Test
    void dagsThatAreNotThereAreTold() throws IOException {
        write("dags/a.yaml", "dag: a\n" + TASKS);
        write("dags/b.yaml", "dag: b\nschedule: {after: {all: [aa]}}\n" + TASKS);
        var folder = new Folder(temporary.resolve("dags"));
        assertThat(folder.problems()).containsExactly(
                "dags/b.yaml:2:26: there is no DAG \"aa\". DAGs are a, b. [unknown-dag]");
        assertThat(folder.read().broken()).containsExactly(new DagId("b"));

        write("dags/c.yaml", "dag: aa\n" + TASKS);
        assertThat(folder.problems()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # what                        | DAG a                                         | DAG b                                       | is told
            each after the other          | 'schedule: {after: {all: [b]}}'               | 'schedule: {after: {any: [a]}}'             | a → b → a: these DAGs wait for each other
            after itself                  | 'schedule: {after: {all: [a]}}'               | ''                                          | a → a: this DAG waits for itself
            tasks that wait crosswise     | 'groups: {g: {depends_on: [{dag: b, task: a}]}}' | 'groups: {g: {depends_on: [{dag: a, task: a}]}}' | a → b → a: these DAGs wait for each other
            each by any new run           | 'groups: {g: {depends_on: [{dag: b, task: a, match: latest}]}}' | 'groups: {g: {depends_on: [{dag: a, task: a, match: latest}]}}' |
            one way                       | 'schedule: {after: {all: [b]}}'               | ''                                          |
            """)
    void dagsThatWaitForEachOtherAreTold(String what, String a, String b, String told) throws IOException {
        var tasks = "tasks: {a: {run: echo, execution_timeout: 1m, group: g}}\n";
        write("dags/a.yaml", "dag: a\n" + a + "\n" + (a.startsWith("groups") ? tasks : TASKS));
        write("dags/b.yaml", "dag: b\n" + b + "\n" + (b.startsWith("groups") ? tasks : TASKS));
        var folder = new Folder(temporary.resolve("dags"));

        assertThat(folder.problems().stream().map(text -> text.replaceAll("^[^ ]+ |\\. Remove .*", ""))).isEqualTo(told == null ? List.of() : List.of(told));
    }

    @Test
    void calendarsComeFromTheFolderElseFromOutside() throws IOException {
        write("dags/a.yaml", "dag: a\nschedule: {cron: '0 1 * * *', calendar: bank}\n" + TASKS);
        var folder = new DagFolder(temporary.resolve("dags"), InstantSource.fixed(NOON), () -> { });
        var outside = new Outside(
                KnownNames.NONE, Map.of("bank", new Calendar("bank", Set.of(), Set.of(), Set.of())));

        assertThat(folder.read(outside, Map.of()).dags()).extracting(found -> String.valueOf(found.calendar())).first().asString().contains("weekend=[]");
        write("dags/_calendars/bank.yaml", "weekend: [sun]\n");
        assertThat(folder.read(outside, Map.of()).dags()).extracting(found -> String.valueOf(found.calendar())).first().asString().contains("SUNDAY");
        write("dags/_calendars/bank.yaml", "weekend: [mon, sun]\n");
        assertThat(folder.read(outside, Map.of()).dags()).extracting(found -> String.valueOf(found.calendar())).first().asString().contains("MONDAY");

        write("dags/_calendars/bank.yaml", "weekend: [someday]\n");
        var reading = folder.read(outside, Map.of());
        assertThat(reading.dags()).isEmpty();
        assertThat(reading.broken()).containsExactly(new DagId("a"));
        assertThat(reading.problems()).hasSize(1);
    }

    @Test
    void aNameThatNobodyHasDefinedIsToldAndKeepsNothingFromRunning() throws IOException {
        write("dags/a.yaml", "dag: a\ntasks: {a: {run: echo, execution_timeout: 1m, pool: warehouse}}\n");
        var folder = new DagFolder(temporary.resolve("dags"), InstantSource.fixed(NOON), () -> { });
        var without = new Outside(KnownNames.NONE.with(Kind.POOL, Set.of()), Map.of());
        var with = new Outside(KnownNames.NONE.with(Kind.POOL, Set.of("warehouse")), Map.of());

        var reading = folder.read(without, Map.of());
        assertThat(reading.dags()).hasSize(1);
        assertThat(reading.problems().getFirst().errors()).isEmpty();
        assertThat(reading.problems().getFirst().pressing()).extracting(DagProblem::id).containsExactly("unknown-pool");

        assertThat(folder.read(with, Map.of()).problems().getFirst().pressing()).as("asked anew").isEmpty();
        write("dags/a.yaml", "dag: a\nretires: 1\ntasks: {a: {run: echo, execution_timeout: 1m, pool: warehouse}}\n");
        assertThat(folder.read(without, Map.of()).broken()).as("with another mistake").containsExactly(new DagId("a"));
    }

    @Test
    void aJavaFileIsReadAgainWhenWhatItUsesChanges() throws IOException {
        write("dags/Models.java", """
                import static comporta.Dsl.*;

                class Models {
                    Dag dag() {
                        var dag = newDag("models");
                        readLines("models.txt").forEach(name -> dag.tasks(noop(name)));
                        return dag;
                    }
                }
                """);
        write("dags/models.txt", "churn\n");
        var folder = new Folder(temporary.resolve("dags"));
        assertThat(folder.read().dags().getFirst().dag().tasks()).hasSize(1);

        write("dags/models.txt", "churn\ncredit\n");
        assertThat(folder.read().dags().getFirst().dag().tasks()).hasSize(2);
        assertThat(folder.read()).isSameAs(folder.read());
    }

    private void link(String release) throws IOException {
        var next = Files.createSymbolicLink(temporary.resolve("next"), temporary.resolve(release));
        Files.move(next, temporary.resolve("dags"), StandardCopyOption.ATOMIC_MOVE);
    }

    private void write(String path, String text) throws IOException {
        var file = temporary.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        touch(path, NOON.minusSeconds(60 + text.length()));
    }

    private void touch(String path, Instant at) throws IOException {
        Files.setLastModifiedTime(temporary.resolve(path), FileTime.from(at));
    }
}
