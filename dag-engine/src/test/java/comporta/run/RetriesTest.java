package comporta.run;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.RetryPolicy;
import comporta.operator.Cause;
import comporta.operator.Exit;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetriesTest {

    @ParameterizedTest(name = "retry_on [{0}], {1} {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            user,timeout       | user     | 7  | true
            user,timeout       | timeout  |    | true
            user,timeout       | platform |    | false
            user               | timeout  |    | false
            75                 | user     | 75 | true
            75                 | user     | 76 | false
            64-78              | user     | 64 | true
            64-78              | user     | 78 | true
            64-78              | user     | 79 | false
            timeout,64-78,!65  | user     | 65 | false
            timeout,64-78,!65  | user     | 66 | true
            timeout,64-78,!65  | timeout  |    | true
            !65                | user     | 65 | false
            !65                | user     | 1  | true
            !65                | timeout  |    | true
            !65                | deadline |    | false
            """)
    void covers(String rules, String cause, Integer code, boolean covered) {
        var policy = new RetryPolicy(
                1, List.of(Duration.ofMinutes(1)), 1, Duration.ofHours(1), Arrays.asList(rules.split(",")), null);
        var exit = Exit.failure(Cause.valueOf(cause.toUpperCase(Locale.ROOT)), code, "");
        assertThat(Retries.covers(policy, exit)).isEqualTo(covered);
    }

    @ParameterizedTest(name = "{0} backoff {1} cap {2}, failure {3}: from {4}")
    @CsvSource(delimiter = '|', textBlock = """
            PT1M              | 1 | PT1H  | 1  | PT1M
            PT1M              | 1 | PT1H  | 9  | PT1M
            PT5M              | 2 | PT1H  | 1  | PT5M
            PT5M              | 2 | PT1H  | 2  | PT10M
            PT5M              | 2 | PT1H  | 3  | PT20M
            PT5M              | 2 | PT1H  | 60 | PT1H
            PT1M,PT5M,PT15M   | 1 | PT1H  | 1  | PT1M
            PT1M,PT5M,PT15M   | 1 | PT1H  | 2  | PT5M
            PT1M,PT5M,PT15M   | 1 | PT1H  | 3  | PT15M
            PT1M,PT5M,PT15M   | 1 | PT1H  | 4  | PT15M
            PT1M,PT5M,PT15M   | 1 | PT10M | 4  | PT10M
            """)
    void delays(String delays, double backoff, Duration cap, int failure, Duration least) {
        var policy = new RetryPolicy(
                100, Arrays.stream(delays.split(",")).map(Duration::parse).toList(), backoff, cap, List.of("user"), null);
        for (long seed = 0; seed < 200; seed++) {
            var delay = Retries.delay(policy, failure, seed);
            assertThat(delay).isBetween(least, least.plus(least.dividedBy(4)));
            assertThat(Retries.delay(policy, failure, seed)).as("the same seed gives the same wait").isEqualTo(delay);
        }
    }
}
