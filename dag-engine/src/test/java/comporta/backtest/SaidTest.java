package comporta.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaidTest {
    @ParameterizedTest(name = "{1} forecast as the {0} quantile, {2} came: {3}")
    @CsvSource(textBlock = """
            0.5, 100, 120, 10
            0.5, 120, 100, 10
            0.9, 100, 120, 18
            0.9, 120, 100, 2
            """)
    void pinball(double q, double forecast, double end, double loss) {
        assertThat(Said.pinball(q, forecast, end)).isEqualTo(loss, org.assertj.core.data.Offset.offset(1e-9));
    }
}
