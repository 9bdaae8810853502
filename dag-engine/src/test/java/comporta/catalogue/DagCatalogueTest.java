package comporta.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.dag.DagId;
import comporta.dagfile.Outside;
import comporta.store.Databases;
import comporta.store.Deed;
import comporta.store.FreshDatabase;
import comporta.store.Origin;
import comporta.store.Problem;
import comporta.store.Store;
import comporta.store.StoreFailed;
import comporta.store.StoredDag.FileState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The list of DAGs of a server, on a real folder and a real database. */
@Order(-30)
class DagCatalogueTest {
    private static final DagId NIGHTLY = new DagId("nightly");
    private static final Deed ANA = new Deed(Instant.parse("2030-01-01T12:00:00Z"), "ana", Origin.COMMAND_LINE, "wrong image");
    private static final String TASKS = "tasks: {a: {run: echo, execution_timeout: 1m}}\n";
    private static final String RIGHT = "dag: nightly\nschedule: '@daily'\n" + TASKS;

    @TempDir
    private Path temporary;

    private final ExecutorService writer = Executors.newSingleThreadExecutor();
    private final BlockingQueue<List<CataloguedDag>> told = new LinkedBlockingQueue<>();
    private final Desk desk = new Desk() {
        @Override
        public <T> T does(Supplier<T> deed) {
            try {
                return writer.submit(deed::get).get();
            } catch (ExecutionException e) {
                throw (RuntimeException) e.getCause();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    };

    private FreshDatabase database;
    private Store store;
    private DagCatalogue catalogue;

    @BeforeEach
    void begin() throws IOException {
        database = Databases.H2.withTables(temporary.resolve("db"));
        Files.createDirectories(temporary.resolve("dags"));
        open();
    }

    private void open() {
        store = desk.does(() -> database.open());
        var settings = new CatalogueSettings(
                temporary.resolve("dags"), ZoneOffset.UTC, Duration.ofHours(1), () -> Outside.UNKNOWN, InstantSource.system());
        catalogue = new DagCatalogue(store, settings, told::add);
    }

    private void close() {
        catalogue.close();
        desk.does(() -> {
            store.close();
            return true;
        });
    }

    @AfterEach
    void end() {
        close();
        writer.shutdown();
    }

    @Test
    void aDagOfTheFolderIsKnownWithItsVersion() throws IOException {
        write("nightly.yaml", RIGHT);
        catalogue.lead(desk);

        assertThat(catalogue.all()).singleElement().satisfies(dag -> {
            assertThat(dag.dag().id()).isEqualTo(NIGHTLY);
            assertThat(dag.onRecord().file()).isEqualTo(FileState.OK);
            assertThat(dag.onRecord().active().number()).isEqualTo(1);
            assertThat(dag.file()).isEqualTo(temporary.resolve("dags/nightly.yaml"));
            assertThat(dag.source()).isEqualTo(RIGHT);
            assertThat(dag.isScheduled()).isTrue();
            assertThat(Objects.requireNonNull(dag.timetable()).next(Instant.parse("2030-01-01T12:00:00Z")).orElseThrow().at())
                    .isEqualTo(Instant.parse("2030-01-02T00:00:00Z"));
        });
        assertThat(told.poll()).isEqualTo(catalogue.all());
        var commits = store.commits();
        catalogue.look();
        assertThat(store.commits()).as("nothing has changed").isEqualTo(commits);
        assertThat(told).isEmpty();
    }

    @Test
    void aChangedFileIsAVersionAndABrokenOneKeepsTheLast() throws IOException {
        write("nightly.yaml", RIGHT);
        catalogue.lead(desk);
        write("nightly.yaml", RIGHT + "description: other\n");
        catalogue.look();
        assertThat(states()).containsExactly("nightly 2 OK");

        write("nightly.yaml", RIGHT + "retires: 2\n");
        catalogue.look();
        assertThat(states()).containsExactly("nightly 2 BROKEN");
        assertThat(catalogue.all().getFirst().isScheduled()).isTrue();
        assertThat(catalogue.all().getFirst().dag().description()).isEqualTo("other");
        assertThat(store.problems().open()).singleElement().satisfies(problem -> {
            assertThat(problem.problem().kind()).isEqualTo(Problem.Kind.DAG_FILE);
            assertThat(problem.problem().where()).isEqualTo(new Problem.Where("nightly.yaml", 4, 1));
            assertThat(problem.problem().subject()).isEqualTo(new Problem.Subject("dag", "nightly"));
            assertThat(problem.problem().fix()).endsWith("[unknown-key]");
        });

        close();
        open();
        catalogue.lead(desk);
        assertThat(states()).as("after a restart").containsExactly("nightly 2 BROKEN");
        assertThat(catalogue.all().getFirst().dag().description()).isEqualTo("other");

        write("nightly.yaml", RIGHT);
        catalogue.look();
        assertThat(states()).as("the first text again").containsExactly("nightly 1 OK");
        assertThat(store.problems().open()).isEmpty();
    }

    @Test
    void aFileThatGoesTakesItsTicksAlongUntilItComesBack() throws IOException {
        write("nightly.yaml", RIGHT);
        catalogue.lead(desk);
        Files.delete(temporary.resolve("dags/nightly.yaml"));
        catalogue.look();
        assertThat(states()).containsExactly("nightly 1 GONE");
        assertThat(catalogue.all().getFirst().isScheduled()).isFalse();

        write("team/nightly.yaml", RIGHT);
        catalogue.look();
        assertThat(states()).as("in another folder its paths mean something else").containsExactly("nightly 2 OK");
    }

    @Test
    void aFolderThatIsNotThereTakesNothingAway() throws IOException {
        write("nightly.yaml", RIGHT);
        catalogue.lead(desk);
        close();
        Files.move(temporary.resolve("dags"), temporary.resolve("away"));
        open();
        catalogue.lead(desk);
        assertThat(states()).containsExactly("nightly 1 OK");
        assertThat(store.problems().open()).extracting(problem -> problem.problem().text())
                .containsExactly("the dags folder " + temporary.resolve("dags") + " cannot be read: it is not there");

        Files.move(temporary.resolve("away"), temporary.resolve("dags"));
        catalogue.look();
        assertThat(store.problems().open()).isEmpty();
    }

    @Test
    void anOlderVersionIsUsedUntilTheFileChangesOrItIsUndone() throws IOException {
        write("nightly.yaml", RIGHT);
        catalogue.lead(desk);
        write("nightly.yaml", RIGHT + "description: other\n");
        catalogue.look();

        assertThat(catalogue.rollBack(NIGHTLY, 1, ANA).number()).isEqualTo(1);
        assertThat(states()).containsExactly("nightly 1 OK");
        assertThat(catalogue.all().getFirst().onRecord().rolledBackBy()).isEqualTo("ana");
        assertThat(catalogue.all().getFirst().dag().description()).isEmpty();
        catalogue.look();
        close();
        open();
        catalogue.lead(desk);
        assertThat(states()).as("after a restart").containsExactly("nightly 1 OK");

        assertThat(catalogue.undo(NIGHTLY, ANA)).isTrue();
        assertThat(catalogue.undo(NIGHTLY, ANA)).isFalse();
        assertThat(states()).containsExactly("nightly 2 OK");

        catalogue.rollBack(NIGHTLY, 1, ANA);
        write("nightly.yaml", RIGHT + "description: third\n");
        catalogue.look();
        assertThat(states()).containsExactly("nightly 3 OK");
        assertThat(catalogue.all().getFirst().onRecord().rolledBackBy()).isNull();
        assertThatThrownBy(() -> catalogue.rollBack(NIGHTLY, 9, ANA)).isInstanceOf(StoreFailed.class).hasMessageContaining("has no version 9");
    }

    @Test
    void versionsAreToldApart() throws IOException {
        write("nightly.yaml", "dag: nightly\ntasks:\n  a: {run: echo}\n  b: {run: echo}\n");
        catalogue.lead(desk);
        write("nightly.yaml", "dag: nightly\nowner: x\ntasks:\n  a: {run: echo 2, retries: 1}\n  c: {run: echo}\n");
        catalogue.look();

        assertThat(catalogue.versions(NIGHTLY, Integer.MAX_VALUE, 10)).extracting(version -> version.version().number()).containsExactly(2, 1);
        var difference = catalogue.difference(NIGHTLY, 1, 2).orElseThrow();
        assertThat(difference.added()).containsExactly("c");
        assertThat(difference.removed()).containsExactly("b");
        assertThat(difference.changed()).isEqualTo(Map.of("a", List.of("run", "retries")));
        assertThat(difference.keys()).containsExactly("owner");
        assertThat(catalogue.difference(NIGHTLY, 1, 7)).isEmpty();
    }

    @Test
    void whoFollowsReadsTheRecord() throws IOException {
        write("nightly.yaml", RIGHT);
        catalogue.lead(desk);
        var settings = new CatalogueSettings(
                temporary.resolve("elsewhere"), ZoneOffset.UTC, Duration.ofHours(1), () -> Outside.UNKNOWN, InstantSource.system());
        try (var follower = new DagCatalogue(store, settings, _ -> { })) {
            follower.follow();
            assertThat(follower.find(NIGHTLY).orElseThrow().dag().schedule()).isEqualTo(catalogue.find(NIGHTLY).orElseThrow().dag().schedule());
            assertThatThrownBy(() -> follower.rollBack(NIGHTLY, 1, ANA)).isInstanceOf(NotLeading.class);

            write("nightly.yaml", RIGHT + "description: other\n");
            catalogue.look();
            follower.look();
            assertThat(follower.find(NIGHTLY).orElseThrow().dag().description()).isEqualTo("other");
        }
    }

    @Test
    void aChangeIsNoticedByItself() throws IOException, InterruptedException {
        catalogue.lead(desk);
        assertThat(told.poll()).as("told at first, even that there is nothing").isEmpty();
        write("deep/er/nightly.yaml", RIGHT);
        assertThat(told.poll(30, TimeUnit.SECONDS)).isNotNull();
        assertThat(states()).containsExactly("nightly 1 OK");
        write("deep/er/nightly.yaml", RIGHT + "description: other\n");
        assertThat(told.poll(30, TimeUnit.SECONDS)).isNotNull();
        assertThat(states()).containsExactly("nightly 2 OK");
    }

    @Test
    void whatIsPushedIsThereAsOneSet() throws IOException {
        write("nightly.yaml", RIGHT);
        catalogue.lead(desk);
        var files = Map.of(
                "nightly.yaml", (RIGHT + "description: pushed\n").getBytes(UTF_8),
                "team/after.yaml", ("dag: after\nschedule: {after: {all: [nightly]}}\n" + TASKS).getBytes(UTF_8),
                "team/_calendars/bank.yaml", "weekend: [sun]\n".getBytes(UTF_8));

        assertThat(catalogue.push(files, true).dags()).extracting(PushOutcome.Pushed::dag).containsExactlyInAnyOrder("nightly", "after");
        assertThat(states()).as("only checked").containsExactly("nightly 1 OK");

        assertThat(catalogue.push(files, false).dags()).containsExactlyInAnyOrder(
                new PushOutcome.Pushed("nightly.yaml", "nightly", 2, true), new PushOutcome.Pushed("team/after.yaml", "after", 1, true));
        assertThat(states()).containsExactly("after 1 OK", "nightly 2 OK");
        assertThat(temporary.resolve("dags/team/_calendars/bank.yaml")).hasContent("weekend: [sun]");
        assertThat(catalogue.push(files, false).dags()).extracting(PushOutcome.Pushed::changed).containsOnly(false);
        try (var left = Files.list(temporary.resolve("dags"))) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("nightly.yaml", "team");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # path                 | text                | is refused with
            ../nightly.yaml        | dag: a              | is no path below the dags folder
            /etc/nightly.yaml      | dag: a              | is no path below the dags folder
            a//b.yaml              | dag: a              | is no path below the dags folder
            a\\b.yaml               | dag: a              | is no path below the dags folder
            .push-ready/b.yaml     | dag: a              | is no path below the dags folder
            _calendars/x/b.yaml    | dag: a              | is no path below the dags folder
            'a/'                   | dag: a              | is no path below the dags folder
            Evil.java              | class Evil {}       | nothing that comes over the network is ever compiled
            run.sh                 | rm -rf              | is no DAG file by its name
            local.yaml             | variables           | is no DAG file by its name
            link.yaml              | dag: a              | meets something else at link.yaml
            out/b.yaml             | dag: a              | meets something else at out
            nightly.yaml/b.yaml    | dag: a              | meets something else at nightly.yaml
            b.yaml                 | '{dag: nightly, tasks: {a: {run: echo}}}' | there is an error in what was sent
            b.yaml                 | {{{{                | in what was sent, and nothing of it was taken
            _calendars/b.yaml      | weekend: [someday]  | there is an error in what was sent
            """)
    void whatIsSentIsNotTrusted(String path, String text, String refusal) throws IOException {
        write("nightly.yaml", RIGHT);
        Files.createSymbolicLink(temporary.resolve("dags/link.yaml"), temporary.resolve("dags/nightly.yaml"));
        Files.createSymbolicLink(temporary.resolve("dags/out"), temporary);
        catalogue.lead(desk);
        var before = names();

        assertThatThrownBy(() -> catalogue.push(Map.of(path, text.getBytes(UTF_8), "fine.yaml", ("dag: fine\n" + TASKS).getBytes(UTF_8)), false))
                .isInstanceOf(PushRefused.class).hasMessageContaining(refusal);
        assertThat(names()).as("nothing is half done").isEqualTo(before);
    }

    @Test
    void aPushThatACrashCutShortIsFinished() throws IOException {
        write(".push-ready/team/nightly.yaml", RIGHT);
        write(".push-coming/half.yaml", "dag: ha");
        catalogue.lead(desk);

        assertThat(states()).containsExactly("nightly 1 OK");
        assertThat(temporary.resolve("dags/team/nightly.yaml")).hasContent(RIGHT.strip());
        assertThat(temporary.resolve("dags/.push-ready")).doesNotExist();
    }

    private List<String> states() {
        return catalogue.all().stream()
                .map(dag -> dag.dag().id() + " " + dag.onRecord().active().number() + " " + dag.onRecord().file()).toList();
    }

    private List<String> names() throws IOException {
        try (var all = Files.walk(temporary.resolve("dags"))) {
            return new ArrayList<>(all.map(Path::toString).sorted().toList());
        }
    }

    private void write(String path, String text) throws IOException {
        var file = temporary.resolve("dags").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
