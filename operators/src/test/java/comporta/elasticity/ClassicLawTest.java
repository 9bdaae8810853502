package comporta.elasticity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import comporta.dag.PlainData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The classic law takes the recorded steps of the programs it comes from, one by one. */
class ClassicLawTest {

    @TestFactory
    Stream<DynamicTest> takesTheRecordedSteps() throws IOException {
        return vectors().stream().map(vector -> DynamicTest.dynamicTest(String.valueOf(vector.get("note")), () -> replay(vector)));
    }

    private static void replay(Map<String, Object> vector) {
        var constants = PlainData.block(vector, "constants");
        var init = PlainData.block(vector, "init");
        var law = new ClassicLaw(new ClassicConstants(
                "classic-1".equals(vector.get("variant")) ? 1 : 2, number(constants, "increment"), number(constants, "decrement"),
                number(constants, "deploymentTime"), number(constants, "sleepingTime"), number(init, "desvDeadline")));
        var promise = new Promise(
                number(init, "at"), number(init, "deadline"), (int) number(init, "iterations"), number(init, "jobDuration"), number(init, "cpus"),
                number(constants, "cpuMin"), number(constants, "cpuMax"));
        assertThat(law.lowerEdge(promise)).isCloseTo(number(PlainData.block(vector, "band"), "inf"), within(1e-6));
        assertThat(law.upperEdge(promise)).isCloseTo(number(PlainData.block(vector, "band"), "sup"), within(1e-6));
        var done = new ArrayList<Iteration>();
        double cpus = promise.cpus();
        for (var step : steps(vector)) {
            done.add(new Iteration(number(step, "startedAt"), number(step, "finishedAt"), cpus));
            var sight = new Sight(promise, done);
            var advice = law.advise(sight);
            assertThat(advice.state().name()).as("state of step %s", done.size()).isEqualTo(step.get("state"));
            assertThat(advice.predictedEnd()).isEqualTo(number(step, "prediction"));
            assertThat((double) sight.remaining()).isEqualTo(number(step, "remaining"));
            if (step.get("cpusAfter") != null) {
                assertThat(cpus).isEqualTo(number(step, "cpusBefore"));
                assertThat(advice.cpus()).isEqualTo(number(step, "cpusAfter"));
                assertThat(advice.cpus() != cpus).isEqualTo(step.get("update"));
            } else {
                assertThat(sight.now() <= promise.deadline()).isEqualTo(step.get("onTime"));
            }
            cpus = advice.cpus();
        }
        assertThat(done).hasSize(promise.iterations());
    }

    @Test
    void theConstantsAreThoseOfTheTwoTimes() {
        assertThat(ClassicConstants.SEED).isEqualTo(new ClassicConstants(1, 0.3, 0.2, 0, 5, 0.05));
        assertThat(ClassicConstants.PROGRAMS).isEqualTo(new ClassicConstants(2, 0.4, 0.4, 45, 5, 0.2));
    }

    private static List<Map<String, Object>> vectors() throws IOException {
        try (var text = ClassicLawTest.class.getResourceAsStream("/comporta/elasticity/classic-vectors.json")) {
            assertThat(text).isNotNull();
            return maps(PlainData.mapFromJson(new String(text.readAllBytes(), StandardCharsets.UTF_8)).get("vectors"));
        }
    }

    private static List<Map<String, Object>> steps(Map<String, Object> vector) {
        return maps(vector.get("steps"));
    }

    private static List<Map<String, Object>> maps(@Nullable Object list) {
        var maps = new ArrayList<Map<String, Object>>();
        for (var each : (List<?>) Objects.requireNonNull(list)) {
            maps.add(PlainData.plain((Map<?, ?>) each));
        }
        return maps;
    }

    private static double number(Map<String, Object> data, String key) {
        return ((Number) Objects.requireNonNull(data.get(key))).doubleValue();
    }
}
