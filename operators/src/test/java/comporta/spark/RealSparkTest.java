package comporta.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import comporta.dag.PlainData;
import comporta.job.Heard;
import comporta.job.JobBackends;
import comporta.job.PaperBackend;
import comporta.local.LocalBackend;
import comporta.local.LocalSettings;
import comporta.operator.Allotment;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Submission;
import comporta.operator.Try;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real driver on this machine: spark-submit finds our properties, and its progress is read from its own page while it runs. */
@Order(-30)
class RealSparkTest {
    private static final String APPLICATION =
            """
            import sys, time
            from pyspark.sql import SparkSession
            spark = SparkSession.builder.getOrCreate()
            print('computes', ' '.join(sys.argv[1:]), spark.sparkContext.master, spark.conf.get('spark.cores.max'))
            spark.sparkContext.setJobDescription('load contracts')
            spark.sparkContext.parallelize(range(8), 8).foreach(lambda each: time.sleep(0.5))
            spark.stop()
            """;

    @TempDir
    Path folder;

    @Test
    void aDriverIsFollowedToItsEnd() throws IOException, InterruptedException {
        var bin = System.getenv().getOrDefault("COMPORTA_TEST_SPARK", "");
        assumeTrue(!bin.isEmpty(), "./test could not set up a Spark");
        var app = Files.writeString(folder.resolve("itaipu.py"), APPLICATION);
        var surroundings = Map.of(
                "PATH", bin + ":" + System.getenv("PATH"), "JAVA_HOME", System.getenv().getOrDefault("COMPORTA_TEST_SPARK_JAVA", ""),
                "PYSPARK_PYTHON", bin + "/python3", "SPARK_LOCAL_IP", "127.0.0.1");
        var heard = new Heard();
        try (var local = new LocalBackend(new LocalSettings(folder.resolve("state"), surroundings, 1, 1 << 20), InstantSource.system());
                var operator = new SparkDriverOperator(
                        JobBackends.only(local), SparkSettings.LOCAL, Duration.ofMillis(200), 1 << 20, InstantSource.system(), Allotment.AS_WRITTEN)) {
            operator.watch(heard);
            var launch = launch(operator, app);
            assertThat(operator.submit(launch)).isInstanceOf(Submission.Accepted.class);
            var progress = heard.first(News.Progressed.class, launch.id(), news -> news.progress().total() > 0).progress();
            assertThat(progress.total()).isEqualTo(8);
            assertThat(progress.text()).endsWith(": load contracts");
            assertThat(heard.end(launch.id()).isSuccess()).as(Files.readString(folder.resolve("logs/stderr"))).isTrue();
            assertThat(Files.readString(folder.resolve("logs/stdout"))).contains("computes --only contracts local[*] 2");
        }
    }

    private LaunchIntent launch(SparkDriverOperator operator, Path app) {
        var settings = PlainData.mapFromJson("{\"job\": {}, \"spark\": {\"total_cores\": 2, \"only\": \"contracts\", \"app\": \"" + app + "\"}}");
        var sketch = PaperBackend.attempt("itaipu", "itaipu", settings);
        var attempt = new Try(
                sketch.dag(), sketch.task(), sketch.run(), -1, 1, settings, Map.of(), folder, folder.resolve("logs"), List.of(), 0);
        var id = new LaunchId(attempt.dag().id(), attempt.run(), attempt.task().id(), -1, 1, 1);
        return new LaunchIntent(id, "spark-driver", operator.prepare(attempt).getFirst(), "secret");
    }
}
