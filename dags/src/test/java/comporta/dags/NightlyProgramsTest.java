package comporta.dags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The nightly's programs, started one by one as its tasks start them, without an engine. */
class NightlyProgramsTest {
    private static final Path DAGS = Path.of("").toAbsolutePath();
    private static final String CATALOGUE = "data/ec2-instance-types.json";

    @TempDir
    private static Path out;

    @BeforeAll
    static void aWholeNight() throws Exception {
        nightly("compile");
        var families = nightly("families", CATALOGUE);
        var outliers = nightly("outliers", CATALOGUE, "3.5");
        var growth = nightly("growth");
        var churn = families;
        for (int i = 1; i <= 6; i++) {
            churn = churn(i);
        }
        var clock = nightly("clock", CATALOGUE);
        nightly("report", "2026-11-21",
                "types=" + families.path("types"), "families=" + families.path("families"),
                "smallest=" + families.path("smallest").asString(), "densest=" + families.path("densest").asString(),
                "most_disk=" + families.path("most_disk").asString(), "generations=" + growth.path("generations"),
                "outliers=" + outliers.path("flagged"), "churn_auc=" + churn.path("auc"),
                "churn_loss=" + churn.path("loss"), "clock_rmse=" + clock.path("rmse"), "clock_r2=" + clock.path("r2"));
    }

    @Test
    void everyFigureFollowsFromTheCatalogue() throws IOException {
        new NightlyResults(DAGS.resolve(CATALOGUE), out).check("2026-11-21");
    }

    @Test
    void aRepeatedLaunchOfAnIterationChangesNothing() throws Exception {
        var state = out.resolve("churn-model/iteration-004.csv");
        var first = Files.readString(state);
        churn(4);
        assertThat(Files.readString(state)).isEqualTo(first);
        churn(6);
    }

    @Test
    void wrongFiguresAreSeen(@TempDir Path wrong) throws IOException {
        for (var name : List.of("families.csv", "outliers.csv", "growth.csv")) {
            Files.writeString(wrong.resolve(name), Files.readString(out.resolve(name))
                    .replace("x1e.xlarge,30.5", "x1e.xlarge,30.4").replace("m4.16xlarge", "m4.4xlarge").replace("c,5,", "c,9,"));
        }
        var results = new NightlyResults(DAGS.resolve(CATALOGUE), wrong);
        assertThatThrownBy(results::checkFamilies).isInstanceOf(AssertionError.class);
        assertThatThrownBy(results::checkOutliers).isInstanceOf(AssertionError.class);
        assertThatThrownBy(results::checkGrowth).isInstanceOf(AssertionError.class);
    }

    private static JsonNode nightly(String program, String... arguments) throws Exception {
        return start(Map.of(), program, arguments);
    }

    private static JsonNode churn(int iteration) throws Exception {
        return start(Map.of("COMPORTA_ITERATION", "" + iteration), "churn", CATALOGUE);
    }

    private static JsonNode start(Map<String, String> environment, String program, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(DAGS.resolve("bin/nightly").toString(), program, out.toString()));
        command.addAll(List.of(arguments));
        var outputs = Files.createTempFile(out, program, ".outputs");
        var log = Files.createTempFile(out, program, ".log");
        var builder = new ProcessBuilder(command).directory(DAGS.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().putAll(Map.of("COMPORTA_OUTPUT", outputs.toString(), "COMPORTA_DAG_DIR", DAGS.toString(),
                "JAVA_HOME", System.getProperty("java.home", "")));
        int exit = builder.start().waitFor();
        assertThat(exit).as("%s said: %s", command, Files.readString(log)).isZero();
        return JsonMapper.shared().readTree(outputs.toFile());
    }
}
