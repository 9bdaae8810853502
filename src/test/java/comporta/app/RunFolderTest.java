package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.app.RunFolder.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which run a command goes on with, and what of earlier ones it clears away. */
final class RunFolderTest {
    private static final Request NIGHTLY = new Request(Path.of("/dags/nightly.yaml"), "text 1, no options");
    private static final Request CHANGED = new Request(Path.of("/dags/nightly.yaml"), "text 2, no options");
    private static final Request OTHER = new Request(Path.of("/dags/etl.yaml"), "text 1, no options");

    @TempDir
    private Path home;

    private Path runs;

    @BeforeEach
    void runs() {
        runs = home.resolve("local/runs");
    }

    @Test
    void theSameCommandGoesOnWithTheOldestRunThatWasCutOff() throws IOException {
        cutOff("a", NIGHTLY);
        cutOff("b", NIGHTLY);
        try (var taken = RunFolder.take(runs, "c", NIGHTLY, false)) {
            assertThat(taken.goesOn()).isTrue();
            assertThat(taken.folder()).isEqualTo(runs.resolve("a"));
            assertThat(taken.left()).containsExactly(runs.resolve("b"));
        }
    }

    @Test
    void anotherTextOrOptionBeginsAnewAndNamesWhatIsLeft() throws IOException {
        cutOff("a", NIGHTLY);
        cutOff("b", OTHER);
        try (var taken = RunFolder.take(runs, "c", CHANGED, false)) {
            assertThat(taken.goesOn()).isFalse();
            assertThat(taken.folder()).isEqualTo(runs.resolve("c")).isDirectory();
            assertThat(taken.left()).containsExactly(runs.resolve("a"));
        }
        assertThat(runs.resolve("a")).exists();
        assertThat(runs.resolve("b")).exists();
    }

    @Test
    void freshLeavesTheRunThatWasCutOff() throws IOException {
        cutOff("a", NIGHTLY);
        try (var taken = RunFolder.take(runs, "b", NIGHTLY, true)) {
            assertThat(taken.goesOn()).isFalse();
            assertThat(taken.left()).containsExactly(runs.resolve("a"));
        }
    }

    @Test
    void aRunThatIsUnderWayIsNobodyElses() {
        try (var first = RunFolder.take(runs, "a", NIGHTLY, false)) {
            first.begun();
            try (var second = RunFolder.take(runs, "b", NIGHTLY, false)) {
                assertThat(second.goesOn()).isFalse();
                assertThat(second.left()).isEmpty();
            }
        }
    }

    @Test
    void whatNeverBeganOrIsOverIsClearedAway() throws IOException {
        try (var neverBegan = RunFolder.take(runs, "a", NIGHTLY, false)) {
            Files.writeString(neverBegan.database(), "half a database");
        }
        cutOff("b", NIGHTLY);
        Files.delete(runs.resolve("b/request"));
        Files.createDirectories(runs.resolve("c/launch/deeper"));
        try (var taken = RunFolder.take(runs, "d", NIGHTLY, false)) {
            assertThat(taken.goesOn()).isFalse();
        }
        assertThat(runs).isDirectoryContaining("glob:**/d");
        assertThat(runs.resolve("a")).doesNotExist();
        assertThat(runs.resolve("b")).doesNotExist();
        assertThat(runs.resolve("c")).doesNotExist();
    }

    @Test
    void nothingIsLeftOfARunThatIsOver() throws IOException {
        cutOff("a", NIGHTLY);
        try (var taken = RunFolder.take(runs, "b", NIGHTLY, false)) {
            taken.delete();
        }
        assertThat(runs).isEmptyDirectory();
    }

    /** What a process leaves that was killed. */
    private void cutOff(String name, Request request) throws IOException {
        try (var folder = RunFolder.take(runs, name, request, true)) {
            Files.writeString(folder.database(), "a database");
            folder.begun();
        }
    }
}
