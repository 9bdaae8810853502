package comporta.dags;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The DAG that is given more CPU keeps its deadline, and would not without. Its seconds are real: nothing else runs meanwhile. */
@Isolated
class ElasticTest {
    private static final double DEADLINE = 9.5;

    @Test
    void anIterativeJobKeepsItsDeadlineBecauseItIsGivenMoreCpu(@TempDir Path folder, @TempDir Path home, @TempDir Path other) throws Exception {
        var bin = Files.createDirectory(folder.resolve("bin"));
        Files.copy(Caller.DAGS.resolve("bin/elastic-work"), bin.resolve("elastic-work"), StandardCopyOption.COPY_ATTRIBUTES);
        var text = Files.readString(Caller.DAGS.resolve("elastic.yaml"));
        var constant = Files.writeString(
                folder.resolve("constant.yaml"), text.replaceAll("(?m)^ *elasticity:.*$", "").replace("dag: elastic", "dag: constant"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var beside = threads.submit(() -> new Caller(other).run(constant.toString()));
            var helped = new Caller(home).run("elastic.yaml");
            assertThat(helped.exitCode()).as(helped.all()).isZero();
            assertThat(helped.elapsed()).as(helped.all()).isLessThan(DEADLINE);

            var left = beside.get();
            assertThat(left.exitCode()).as(left.all()).isZero();
            assertThat(left.elapsed()).as(left.all()).isGreaterThan(DEADLINE);
        }
    }
}
