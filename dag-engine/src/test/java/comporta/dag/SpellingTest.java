package comporta.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How durations, sizes, times and instants are spelt. */
class SpellingTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            500ms,        PT0.5S,    500ms
            90s,          PT1M30S,   1m30s
            5m,           PT5M,      5m
            2h,           PT2H,      2h
            1d,           PT24H,     1d
            1h30m,        PT1H30M,   1h30m
            1d2h3m4s5ms,  PT26H3M4.005S, 1d2h3m4s5ms
            0s,           PT0S,      0s
            PT5M,         PT5M,      5m
            P2D,          PT48H,     2d
            """)
    void durations(String text, Duration duration, String shortest) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
        assertThat(Durations.format(duration)).isEqualTo(shortest);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            90        | "90" is not a duration: the unit is missing. Write 90s, 90m or 90h
            90min     | "90min" is not a duration: there is no unit min. Write 90m
            5H        | "5H" is not a duration: there is no unit H. Write 5h
            3w        | "3w" is not a duration: there is no unit w. Units are ms s m h d, e.g. 90s
            30m1h     | "30m1h" is not a duration: larger units come first, each once. Write e.g. 1h30m
            1.5h      | "1.5h" is not a duration. Write whole numbers with a unit (ms s m h d), e.g. 1h30m
            -5m       | "-5m" is not a duration. Write a number and a unit (ms s m h d), e.g. 90s or 1h30m
            1h 30m    | "1h 30m" is not a duration. Write a number and a unit (ms s m h d), e.g. 90s or 1h30m
            ``        | "" is not a duration. Write a number and a unit (ms s m h d), e.g. 90s or 1h30m
            PT-5M     | "PT-5M" is not a duration: it is below zero. Write e.g. 1h30m or PT1H30M
            P1Y       | "P1Y" is not a duration. Write e.g. 1h30m or PT1H30M
            99999d    | "99999d" is longer than a hundred years. Write less, or leave the key out
            999999999999d | "999999999999d" is longer than a hundred years. Write less, or leave the key out
            9999999999999d | "9999999999999d" is not a duration. Write a number and a unit (ms s m h d), e.g. 90s or 1h30m
            """)
    void noDurations(String text, String message) {
        assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(Misspelt.class).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            1k,   1024
            512m, 536870912
            4g,   4294967296
            1t,   1099511627776
            0m,   0
            """)
    void sizes(String text, long bytes) {
        assertThat(Sizes.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4gb         | "4gb" is not a size. Write 4g
            4G          | "4G" is not a size. Write 4g
            4096        | "4096" is not a size: the unit is missing. Write 4096m or 4096g
            1.5g        | "1.5g" is not a size. Write a whole number and a unit (k m g t), e.g. 1536m
            lots        | "lots" is not a size. Write a whole number and a unit (k m g t), e.g. 512m or 4g
            999999999p  | "999999999p" is not a size: it is too large. Write a smaller one
            """)
    void noSizes(String text, String message) {
        assertThatThrownBy(() -> Sizes.parse(text)).isInstanceOf(Misspelt.class).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"06:00, 06:00", "06:00+1d, 06:00+1d", "23:59+31d, 23:59+31d", "00:00+0d, 00:00"})
    void timesOfDay(String text, String same) {
        assertThat(WallTime.parse(text)).hasToString(same);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            6am       | "6am" is not a time of day. Write "06:00"
            6pm       | "6pm" is not a time of day. Write "18:00"
            6:30      | "6:30" is not a time of day. Write "06:30"
            24:00     | "24:00" is not a time of day. Write "06:00"
            soon      | "soon" is not a time of day. Write "06:00"
            06:00+1h  | "06:00+1h" is not a time of day. Write e.g. "06:00+1d" for the day after
            06:00+99d | "06:00+99d" is not a time of day. Write e.g. "06:00+1d" for the day after
            """)
    void noTimesOfDay(String text, String message) {
        assertThatThrownBy(() -> WallTime.parse(text)).isInstanceOf(Misspelt.class).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            2026-11-01                 | 2026-11-01T00:00    | -
            2026-11-01T06:00           | 2026-11-01T06:00    | -
            2026-11-01T06:00:30        | 2026-11-01T06:00:30 | -
            2026-11-01T06:00Z          | 2026-11-01T06:00    | Z
            2026-11-01T06:00:30-03:00  | 2026-11-01T06:00:30 | -03:00
            """)
    void instants(String text, String at, String offset) {
        var instant = LocalInstant.parse(text);
        assertThat(instant.at()).hasToString(at);
        assertThat(String.valueOf(instant.offset())).isEqualTo(String.valueOf(offset));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-02-30          | "2026-02-30" is no date. Dates are year-month-day, times 00:00 to 23:59
            2026-11-01T25:00    | "2026-11-01T25:00" is no date and time. Dates are year-month-day, times 00:00 to 23:59
            01.11.2026          | "01.11.2026" is not a date or a date with a time. Write 2026-11-01 or 2026-11-01T06:00
            2026-11-01 06:00    | "2026-11-01 06:00" is not a date or a date with a time. Write 2026-11-01 or 2026-11-01T06:00
            2026-11-01T6        | "2026-11-01T6" is not a date or a date with a time. Write e.g. 2026-11-01T06:00
            2026-11-01T06:00 BRT | "2026-11-01T06:00 BRT" is not a date or a date with a time. Write an offset as Z or -03:00
            """)
    void noInstants(String text, String message) {
        assertThatThrownBy(() -> LocalInstant.parse(text)).isInstanceOf(Misspelt.class).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", quoteCharacter = '`', textBlock = """
            my-task.1  | -                | "-"
            my task    | a blank          | a blank
            .hidden    | it begins with . | "."
            ação       | "ç"              | "ç"
            1st        | -                | it begins with a digit
            ``         | it is empty      | it is empty
            """)
    void ids(String text, String idFault, String nameFault) {
        assertThat(Ids.faultOfId(text)).isEqualTo(idFault);
        assertThat(Ids.faultOfName(text)).isEqualTo(nameFault);
    }
}
