package comporta.dagfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that were made to hurt cost a problem, not the process. */
class HostileFilesTest {
    private static final String DAG = "dag: a\ntasks: {a: {run: x}}\n";

    @Test
    void laughsByAliases() {
        var text = new StringBuilder("dag: a\nenv: {A: x}\nparams:\n  p:\n    type: list\n    default:\n    - &l0 [ha, ha, ha, ha, ha]\n");
        for (int level = 1; level < 9; level++) {
            text.append("    - &l").append(level).append(" [").append("*l%d,".formatted(level - 1).repeat(5)).append("]\n");
        }
        assertThat(told(text + "tasks: {a: {run: x}}\n"))
                .isEqualTo("a.yaml:13:24: the file has more than 100,000 values by its aliases. Split the DAG, or write it in Java. [file-limit]");
    }

    @Test
    void moreAliasesThanAnybodyNeeds() {
        assertThat(told("dag: a\ntags: [&t x, " + "*t, ".repeat(51) + "]\ntasks: {a: {run: x}}\n"))
                .isEqualTo("a.yaml:2:214: the file has more than 50 aliases. Split the DAG, or write it in Java. [file-limit]");
        assertThat(read("dag: a\ntags: [&t x, " + "*t, ".repeat(50) + "]\ntasks: {a: {run: x}}\n").ok()).isTrue();
    }

    @Test
    void anAliasInsideOfWhatItNames() {
        assertThat(told("dag: a\ntags: &t [*t]\ntasks: {a: {run: x}}\n"))
                .isEqualTo("a.yaml:2:11: \"*t\" is read as a YAML alias, and no anchor \"&t\" stands before it. Write \"*t\" with quotes. "
                        + "[yaml-syntax]");
    }

    @Test
    void levelsInBrackets() {
        assertThat(told("dag: " + "[".repeat(100_000)))
                .isEqualTo("a.yaml:1:69: the file has more than 64 levels. Split the DAG, or write it in Java. [file-limit]");
        assertThat(told("dag: " + "{a: ".repeat(100_000))).contains("more than 64 levels");
    }

    @Test
    void levelsByIndentation() {
        var text = new StringBuilder();
        for (int level = 0; level < 300; level++) {
            text.append(" ".repeat(level)).append("a:\n");
        }
        assertThat(told(text.toString())).contains("more than 64 levels");
        assertThat(told("- ".repeat(100_000))).contains("more than 64 levels");
    }

    @Test
    void levelsThatAliasesPileUp() {
        var text = new StringBuilder("dag: a\nx0: &x0 [a]\n");
        for (int level = 1; level < 50; level++) {
            text.append("x%d: &x%d [[*x%d]]\n".formatted(level, level, level - 1));
        }
        assertThat(told(text.toString())).contains("more than 64 levels by its aliases");
    }

    @Test
    void moreValuesThanFitInMemory() {
        assertThat(told("dag: a\ntags: [" + "a,".repeat(1_000_001) + "]\n")).contains("more than a million values", "[file-limit]");
    }

    @Test
    void manyMistakesAreCut() {
        var text = new StringBuilder("dag: a\ntasks:\n");
        for (int task = 0; task < 2_000; task++) {
            text.append("  t").append(task).append(": {runn: x, retries: x}\n");
        }
        var problems = read(text.toString()).problems();
        assertThat(problems).hasSize(100);
        assertThat(problems.getFirst().line()).isEqualTo(3);
    }

    /** With names in each, among which what was meant would be looked for again and again. */
    @Test
    void ofThousandsOfMistakesOnlyTheToldAreMended() {
        var mended = new AtomicInteger();
        var problems = new Problems("a.yaml", false);
        for (int line = 1; line <= 2_000; line++) {
            problems.error(new Place(line, 1), "unknown-task", "there is no task", () -> "Fix " + mended.incrementAndGet());
        }
        assertThat(problems.inOrder()).hasSize(100).last().hasToString("a.yaml:100:1: there is no task. Fix 100. [unknown-task]");
        assertThat(mended).hasValue(100);
    }

    @Test
    void wrongNamesAmongThousands() {
        var text = new StringBuilder("dag: a\ntasks:\n");
        for (int task = 0; task < 10_000; task++) {
            text.append("  task-number-%d: {run: \"echo {{ outputs.tsk-numbr-%d.b }}\", depends_on: tsk-numbr-%d}\n".formatted(task, task, task));
        }
        assertThat(read(text.toString()).problems()).hasSize(100).filteredOn(problem -> problem.id().equals("unknown-task")).first()
                .hasToString("a.yaml:3:72: task \"task-number-0\" waits for \"tsk-numbr-0\", which this DAG does not have. "
                        + "Did you mean \"task-number-0\"? [unknown-task]");
    }

    @Test
    void noText() {
        assertThat(DagFiles.read("a.yaml", new byte[] {'d', 'a', 'g', ':', ' ', (byte) 0xff}, Checking.LENIENT).problems())
                .extracting(DagProblem::toString)
                .containsExactly("a.yaml:1:1: this is not YAML: the file is not UTF-8. Save it as UTF-8. [yaml-syntax]");
        assertThat(told("dag: a\nowner: \u0000\n"))
                .isEqualTo("a.yaml:2:8: this is not YAML: the character U+0000 may not stand in it. Remove it. [yaml-syntax]");
    }

    @Test
    void aByteOrderMarkIsNoMistake() {
        assertThat(read("\uFEFF" + DAG).ok()).isTrue();
    }

    @Test
    void largeFiles(@TempDir Path folder) throws IOException {
        var file = folder.resolve("a.yaml");
        try (var large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(100L << 20);
        }
        assertThat(told(file, folder)).isEqualTo("a.yaml:1:1: the file has 100 MB (limit 16). Split the DAG, or write it in Java. [file-limit]");
    }

    @Test
    void devicesAndPipes(@TempDir Path folder) throws IOException, InterruptedException {
        assertThat(told(Path.of("/dev/zero"), Path.of("/dev"))).contains("this is a device or a pipe, not a file", "[file-limit]");
        var pipe = folder.resolve("a.yaml");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        assertThat(told(pipe, folder)).contains("this is a device or a pipe, not a file", "[file-limit]");
        assertThat(told(folder, folder)).contains("this is a folder", "[file-limit]");
    }

    @Test
    void linksThatLeadOutside(@TempDir Path folder) throws IOException {
        var dags = Files.createDirectory(folder.resolve("dags"));
        var outside = Files.writeString(folder.resolve("b.yaml"), DAG);
        var inside = Files.writeString(dags.resolve("b.yaml"), DAG);
        var out = Files.createSymbolicLink(dags.resolve("a.yaml"), outside);
        assertThat(told(out, dags))
                .isEqualTo("a.yaml:1:1: the file is a link to a place outside the dags folder. Copy it into the folder. [link-outside]");
        var in = Files.createSymbolicLink(dags.resolve("c.yaml"), inside);
        assertThat(DagFiles.read(in, "c.yaml", dags, Checking.LENIENT).ok()).isTrue();
        var alias = Files.createSymbolicLink(folder.resolve("linked"), dags);
        assertThat(DagFiles.read(alias.resolve("b.yaml"), "b.yaml", alias, Checking.LENIENT).ok()).isTrue();
    }

    private static String told(Path file, Path folder) throws IOException {
        return DagFiles.read(file, "a.yaml", folder, Checking.LENIENT).problems().getFirst().toString();
    }

    private static String told(String text) {
        return read(text).problems().stream()
                .filter(problem -> problem.severity() == DagProblem.Severity.ERROR)
                .findFirst()
                .orElseThrow()
                .toString();
    }

    private static Reading read(String text) {
        return DagFiles.read("a.yaml", text.getBytes(StandardCharsets.UTF_8), Checking.LENIENT);
    }
}
