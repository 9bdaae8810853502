package comporta.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.dag.PlainData;
import comporta.job.PaperBackend;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.LaunchSpec;
import comporta.operator.News;
import comporta.operator.Next;
import comporta.operator.Refused;
import comporta.operator.Try;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelOperatorTest {
    private final ModelOperator model = new ModelOperator(PaperBackend.backends());

    @ParameterizedTest(name = "of {0} iterations, after {1}: {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            1  | ok               | success
            3  | ok               | iteration 2
            3  | ok ok            | iteration 3
            3  | ok ok ok         | success
            3  | ok failed        | user: failed
            3  | failed           | user: failed
            3  | ok lost ok       | iteration 3
            -  | ok               | success
            """)
    void oneLaunchFollowsTheOther(@Nullable String iterations, String ended, String next) {
        Map<String, Object> settings = iterations == null ? Map.of() : Map.of("iterations", iterations);
        assertThat(inWords(model.after(attempt(settings), ends(ended)))).isEqualTo(next);
    }

    @Test
    void theFirstLaunchIsTheFirstIteration() {
        var attempt = attempt(Map.of("iterations", 40L));

        assertThat(model.prepare(attempt)).singleElement().satisfies(spec -> assertThat(iteration(spec)).isEqualTo("1"));
        assertThat(model.expectedLaunches(attempt)).isEqualTo(40);
    }

    @Test
    void whatLaterIterationsHandOnWins() {
        var ended = List.of(
                end(1, Exit.success(Map.of("auc", 0.7, "rows", 12L))),
                end(2, Exit.success(Map.of("auc", 0.9))));

        var finish = (Next.Finish) model.after(attempt(Map.of("iterations", 2L)), ended);

        assertThat(finish.exit().outputs()).isEqualTo(Map.of("auc", new BigDecimal("0.9"), "rows", 12L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "2.5"})
    void noSuchNumberOfIterations(String iterations) {
        assertThatThrownBy(() -> model.prepare(attempt(Map.of("iterations", iterations))))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("\"iterations\" is ")
                .hasMessageContaining(iterations)
                .hasMessageEndingWith("Write a whole number from 1");
    }

    private static Try attempt(Map<String, Object> settings) {
        var all = new LinkedHashMap<>(settings);
        all.put("job", Map.of("command", "run-model churn"));
        return PaperBackend.attempt("churn-model", "churn-model", all);
    }

    private static List<News.Ended> ends(String words) {
        var ends = new ArrayList<News.Ended>();
        for (var word : words.split(" ", -1)) {
            ends.add(end(ends.size() + 1, switch (word) {
                case "ok" -> Exit.success(Map.of());
                case "failed" -> Exit.failure(Cause.USER, 1, "failed");
                default -> Exit.failure(Cause.PLATFORM, null, "never started");
            }));
        }
        return ends;
    }

    private static News.Ended end(int number, Exit exit) {
        var attempt = attempt(Map.of());
        var id = new LaunchId(attempt.dag().id(), attempt.run(), attempt.task().id(), -1, 1, number);
        return new News.Ended(id, 9, Instant.EPOCH, exit);
    }

    private static String inWords(Next next) {
        return switch (next) {
            case Next.Launch launch -> "iteration " + iteration(launch.specs().getFirst());
            case Next.Finish finish -> {
                var cause = finish.exit().cause();
                yield cause == null ? "success" : cause.word() + ": " + finish.exit().reason();
            }
        };
    }

    private static String iteration(LaunchSpec spec) {
        return String.valueOf(PlainData.block(spec.data(), "environment").get("COMPORTA_ITERATION"));
    }
}
