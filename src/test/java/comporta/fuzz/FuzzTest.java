package comporta.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import comporta.dag.PlainData;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.job.Outputs;
import comporta.operator.Refused;
import comporta.template.Names;
import comporta.template.TemplateFailed;
import comporta.template.TemplateProblem;
import comporta.template.TemplateScope;
import comporta.template.Templates;
import comporta.template.Templates.Use;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A million mutated inputs ({@code -Dcomporta.fuzz=3} for three times as many, {@code -Dcomporta.seed=N} for others). A failure prints the
 * number of its input. The time limits only catch a hang.
 */
@Order(-350)
class FuzzTest {
    private static final int TIMES = Integer.getInteger("comporta.fuzz", 1);
    private static final long SEED = Long.getLong("comporta.seed", 1) << 32;

    private static final TemplateScope SCOPE = TemplateScope.forTask("t", Map.of(), Set.of("t", "a-b", "churn-model"), id -> true, Map.of());
    private static final Names NAMES = Names.in(ZoneOffset.UTC)
            .with("ds", "2026-11-01")
            .with("run", Map.of("id", "r", "logical_date", Instant.EPOCH))
            .with("params", PlainData.mapFromJson("{\"n\": 3, \"flag\": true, \"text\": \"a'b\", \"list\": [\"a\", 1], \"object\": {\"key\": [1]}}"))
            .with("outputs", Map.of("churn-model", Map.of("auc", "0.7")))
            .with("tasks", Map.of("a-b", Map.of("state", "failed")))
            .tasks(Set.of("t", "a-b", "churn-model"))
            .build();

    @TempDir
    private Path folder = Path.of("");

    @Test
    @Timeout(3_000)
    void filesAreReadOrTheirProblemsAreTold() throws IOException {
        throwAt(100_000, new Mutator(Seeds.yamlFiles(), Seeds.YAML_PIECES), text -> {
            var reading = DagFiles.read("f.yaml", text.getBytes(StandardCharsets.UTF_8), Checking.LENIENT);
            assertThat(reading.ok() || !reading.problems().isEmpty()).isTrue();
            assertThat(reading.problems()).hasSizeLessThanOrEqualTo(100);
            long lines = text.lines().count() + 1;
            for (var problem : reading.problems()) {
                if (problem.line() < 1 || problem.line() > lines || problem.column() < 1 || problem.what().isBlank() || problem.fix().isBlank()) {
                    fail("a problem in no place, or without words: " + problem);
                }
            }
        });
    }

    @Test
    @Timeout(3_000)
    void templatesAreCheckedAndRenderedOrRefused() {
        throwAt(400_000, new Mutator(Seeds.TEMPLATES, Seeds.TEMPLATE_PIECES), text -> {
            for (var use : List.of(Use.VALUE, Use.BOOLEAN)) {
                for (var problem : Templates.check(text, use, SCOPE)) {
                    if (problem.offset() < 0 || problem.offset() > text.length()) {
                        fail("a problem in no place: " + problem);
                    }
                }
                render(text, use, NAMES);
            }
        });
    }

    @Test
    @Timeout(3_000)
    void outputsAreReadOrRefused() {
        throwAt(500_000, new Mutator(Seeds.OUTPUTS, Seeds.OUTPUT_PIECES), text -> {
            try {
                var read = Outputs.read(text.getBytes(StandardCharsets.UTF_8));
                assertThat(PlainData.mapFromJson(PlainData.toJson(read)).keySet()).isEqualTo(read.keySet());
            } catch (Refused e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        });
    }

    /** Whatever the line looks like, a value in it runs nothing: a real shell, which has only its builtins, judges. */
    @Test
    @Timeout(3_000)
    void noValueBreaksOutOfAMutatedShellLine() {
        var scope = SCOPE.withTexts(Set.of("v"));
        var hostile = List.of("$(: >hit)", "`: >hit`", "; : >hit;", "'; : >hit; '", "\"; : >hit; \"", "\n: >hit\n", "\nE\n: >hit\n",
                ")); : >hit", "' \" `: >hit`");
        var mutator = new Mutator(Seeds.SHELL_LINES, Seeds.SHELL_PIECES);
        throwAt(2_000, mutator, line -> {
            if (Templates.check(line, Use.SHELL_LINE, scope).stream().anyMatch(problem -> isRefusal(problem)) || !line.contains("{{ v")) {
                return;
            }
            var value = hostile.get(Math.floorMod(line.hashCode(), hostile.size()));
            var rendered = render(line, Use.SHELL_LINE, Names.in(ZoneOffset.UTC).with("v", value).build());
            if (rendered instanceof String text && text.indexOf('\0') < 0) {   // no process can be given a NUL
                run(text);
                assertThat(folder.resolve("hit")).as("by the value %s in the line %s, which became %s", value, line, rendered).doesNotExist();
            }
        });
    }

    /** An error, or the author's own wish to have the value as it is. */
    private static boolean isRefusal(TemplateProblem problem) {
        return !problem.warning() || problem.id().equals("raw-in-shell");
    }

    private static @Nullable Object render(String text, Use use, Names names) {
        try {
            return Templates.render(text, use, names);
        } catch (TemplateFailed e) {
            assertThat(e.getMessage()).isNotBlank();
            return null;
        }
    }

    private void run(String line) {
        try {
            var shell = new ProcessBuilder("/bin/sh", "-c", "ulimit -t 5; PATH=/nowhere\n" + line)
                    .directory(folder.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            shell.environment().clear();
            var process = shell.start();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void throwAt(int inputs, Mutator mutator, Consumer<String> reader) {
        for (long number = SEED; number < SEED + (long) inputs * TIMES; number++) {
            var text = mutator.mutated(number);
            try {
                reader.accept(text);
            } catch (RuntimeException | AssertionError | StackOverflowError e) {
                throw new AssertionError("input " + number + ": " + text, e);
            }
        }
    }
}
