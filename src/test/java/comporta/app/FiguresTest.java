package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FiguresTest {
    @ParameterizedTest(name = "{0} ms are {1}")
    @CsvSource(textBlock = """
            -5,        0s
            0,         0s
            99,        99ms
            100,       0.1s
            149,       0.1s
            150,       0.2s
            9949,      9.9s
            9950,      10s
            59499,     59s
            59500,     1m00s
            185000,    3m05s
            3599499,   59m59s
            3599500,   1h00m
            3720000,   1h02m
            86399499,  23h59m
            183600000, 2d03h
            """)
    void spans(long millis, String text) {
        assertThat(Figures.span(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest(name = "{0} of a thing are {1}")
    @CsvSource(delimiter = '|', textBlock = """
            0       | 0 tasks
            1       | 1 task
            999     | 999 tasks
            1000    | 1,000 tasks
            1234567 | 1,234,567 tasks
            """)
    void counts(long number, String text) {
        assertThat(Figures.count(number, "task")).isEqualTo(text);
    }
}
