package comporta.elasticity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The laws on the same simulated jobs: few here, and the bars a little wider for that; 400 a scenario in {@code comporta elasticity compare}. */
class ComparisonTest {
    private static final int JOBS = Integer.getInteger("comporta.elasticity.jobs", 60);
    private static final long SEED = 20261120;

    @ParameterizedTest(name = "{0}: the model law keeps as many deadlines as the classic one, with far less CPU")
    @CsvSource(textBlock = """
            CALM,           0.01, 1.14
            NOISY,          0.02, 1.14
            STRAGGLERS,     0.04, 1.17
            WRONG_DECLARED, 0.01, 1.14
            SUBLINEAR,      0.01, 1.22
            """)
    void theModelLawKeepsItsBars(Scenario scenario, double fewer, double most) {
        var classic = Comparison.of(scenario, "classic-2", law("classic-2"), JOBS, SEED);
        var model = Comparison.of(scenario, "model", law("model"), JOBS, SEED);
        assertThat(model.hitRate()).isGreaterThanOrEqualTo(classic.hitRate() - fewer);
        assertThat(model.cpu2OverOracle()).isLessThanOrEqualTo(most).isLessThan(classic.cpu2OverOracle() - 0.2);
        assertThat(model.reversals()).isLessThanOrEqualTo(4);
    }

    private static Law law(String name) {
        return Objects.requireNonNull(Comparison.laws().get(name));
    }

    @ParameterizedTest(name = "{0}: the same seed has the same jobs")
    @CsvSource({"CALM", "STRAGGLERS", "SUBLINEAR"})
    void theSameSeedHasTheSameJobs(Scenario scenario) {
        var law = law("pi");
        assertThat(Comparison.of(scenario, "pi", law, 10, 3)).isEqualTo(Comparison.of(scenario, "pi", law, 10, 3))
                .isNotEqualTo(Comparison.of(scenario, "pi", law, 10, 4));
    }
}
