package comporta.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            2026-11-21T04:00:00Z,              2026-11-21T04:00:00.000000Z
            2026-01-02T03:04:05.000006999Z,    2026-01-02T03:04:05.000006Z
            1969-12-31T23:59:59.999999999Z,    1969-12-31T23:59:59.999999Z
            0000-01-01T00:00:00Z,              0000-01-01T00:00:00.000000Z
            9999-12-31T23:59:59.5Z,            9999-12-31T23:59:59.500000Z
            +10000-01-01T00:00:00Z,            +10000-01-01T00:00:00.000000Z
            -0001-01-01T00:00:00Z,             -0001-01-01T00:00:00.000000Z
            """)
    void instantsAreInUtcWithMicroseconds(Instant at, String text) {
        assertThat(Json.instant(at)).isEqualTo(text);
    }

    @Test
    void instantsAreAsAFormatterWritesThem() {
        var formatter = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
        var random = new SplittableRandom(7);
        for (int i = 0; i < 2_000; i++) {
            var at = Instant.ofEpochSecond(random.nextLong(-62_000_000_000L, 253_000_000_000L), random.nextInt(1_000_000_000));
            assertThat(Json.instant(at)).isEqualTo(formatter.format(at));
        }
    }
}
