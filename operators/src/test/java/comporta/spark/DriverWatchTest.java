package comporta.spark;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Moment;
import comporta.job.Heard;
import comporta.job.HttpSettings;
import comporta.job.Launches;
import comporta.job.OwnAuthority;
import comporta.job.PaperBackend;
import comporta.operator.Allotment;
import comporta.operator.Cause;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.News;
import comporta.tasklog.LogStream;
import comporta.tasklog.TaskLog;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers are followed by what they and the Mesos below tell. */
@SuppressWarnings("NullAway.Init") // made before each test
class DriverWatchTest {
    @TempDir
    Path folder;

    private final Heard heard = new Heard();
    private LaunchIntent launch;
    private FakeSpark spark;
    private @Nullable SparkDriverOperator operator;

    @BeforeEach
    void begin() throws IOException {
        launch = new Launches(folder.resolve("dags"), folder.resolve("logs")).job("itaipu", Map.of("command", "x", "backend", "aurora"));
        spark = new FakeSpark(folder, launch.id().externalId());
    }

    @AfterEach
    void end() {
        if (operator != null) {
            operator.close();
        }
        spark.close();
    }

    private SparkDriverOperator followed(Map<String, URI> mesos, @Nullable URI history) {
        return followed(new SparkSettings(mesos, history));
    }

    private SparkDriverOperator followed(SparkSettings settings) {
        operator = new SparkDriverOperator(
                PaperBackend.backends(), settings, Duration.ofMillis(20), 1 << 20, InstantSource.system(), Allotment.AS_WRITTEN);
        operator.watch(heard);
        operator.submit(launch);
        return operator;
    }

    @Test
    void progressComesFromTheDriversPageWhichMesosNames() throws Exception {
        followed(Map.of("aurora", spark.url()), null);
        var progress = heard.first(News.Progressed.class, launch.id()).progress();
        assertThat(progress.done()).isEqualTo(2);
        assertThat(progress.total()).isEqualTo(24);
        assertThat(progress.text()).isEqualTo("0 of 1 Spark jobs so far, 2 of 24 tasks: load contracts");
        spark.show("ui-jobs-after");
        heard.first(News.Progressed.class, launch.id(), news -> news.progress().text().startsWith("2 of 2 Spark jobs"));
        heard.numbersGrow(launch.id());
    }

    @Test
    void progressComesFromTheHistoryServerWhereThereIsNoOtherPage() throws Exception {
        followed(Map.of(), spark.url());
        assertThat(heard.first(News.Progressed.class, launch.id()).progress().total()).isEqualTo(24);
    }

    @Test
    void whatExecutorsWriteIsCopiedWhileTheyRunAndStaysWhenTheyAreGone() throws Exception {
        var with = followed(Map.of("aurora", spark.url()), null);
        var log = new TaskLog(folder.resolve("logs/itaipu/1/executors/0"));
        spark.print("first\n");
        while (!log.read(LogStream.ALL, 0, 100).text().equals("first\n")) {
            Moment.pass();
        }
        spark.print("last\n");
        spark.unregister();
        with.settled(launch);
        while (!log.read(LogStream.STDOUT, 0, 100).text().equals("first\nlast\n")) {
            Moment.pass();
        }
        assertThat(spark.journal()).isEmpty();
    }

    @Test
    void anAgentThatIsGoneKeepsNoOtherExecutorsLogBack() throws Exception {
        spark.loseAnAgent();
        followed(Map.of("aurora", spark.url()), null);
        var log = new TaskLog(folder.resolve("logs/itaipu/1/executors/0"));
        var written = new StringBuilder();
        for (var line : List.of("first\n", "second\n", "third\n")) {
            spark.print(line);
            written.append(line);
            while (!written.toString().equals(log.read(LogStream.STDOUT, 0, 100).text())) {
                Moment.pass();
            }
        }
        assertThat(Files.exists(folder.resolve("logs/itaipu/1/executors/1"))).as("it is tried, too").isTrue();
    }

    @Test
    void executorsAreFoundWhoseDriverWasGoneBeforeTheFirstLook() throws Exception {
        spark.print("all\n");
        spark.unregister();
        var log = new TaskLog(folder.resolve("logs/itaipu/1/executors/0"));
        followed(Map.of("aurora", spark.url()), null);
        while (!"all\n".equals(log.read(LogStream.STDOUT, 0, 100).text())) {
            Moment.pass();
        }
        assertThat(spark.journal()).as("nothing is left to end").isEmpty();
    }

    @Test
    void executorsLogsComeThroughMastersAndAgentsWithAnAuthorityOfTheirOwn() throws Exception {
        var own = OwnAuthority.in(folder);
        try (var closed = new FakeSpark(folder.resolve("tls"), launch.id().externalId(), own.context())) {
            closed.print("hidden\n");
            var way = new HttpSettings(null, null, own.file(), Duration.ofSeconds(30), Duration.ofSeconds(60));
            followed(new SparkSettings(Map.of("aurora", closed.url().toString()), Map.of("aurora", way), null));
            var log = new TaskLog(folder.resolve("logs/itaipu/1/executors/0"));
            while (!"hidden\n".equals(log.read(LogStream.STDOUT, 0, 100).text())) {
                Moment.pass();
            }
            assertThat(closed.url().getScheme()).isEqualTo("https");
            assertThat(closed.asked()).contains("POST /api/v1");
        }
    }

    @Test
    void aDriverThatWaitsForExecutorsInVainIsGivenUp() throws Exception {
        spark.starve();
        var data = new LinkedHashMap<>(launch.spec().data());
        data.put("no_executors_timeout", "1s");
        launch = new LaunchIntent(launch.id(), launch.operator(), new LaunchSpec(data), launch.token());
        followed(Map.of("aurora", spark.url()), null);
        var exit = heard.end(launch.id());
        assertThat(exit.cause()).isEqualTo(Cause.PLATFORM);
        assertThat(exit.reason()).startsWith("no executor has come within 1s: no agent gives Spark what it asks for.");
    }

    @Test
    void theFrameworkOfADeadDriverIsTornDown() throws Exception {
        var with = followed(Map.of("aurora", spark.url()), null);
        heard.first(News.Progressed.class, launch.id());
        with.settled(launch);
        while (spark.journal().isEmpty()) {
            Moment.pass();
        }
        assertThat(spark.journal()).containsExactly("teardown fw-1");
    }
}
