package comporta.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            0 1 * * *          | 0             | 1       | 0x1fe
            */20 1-5/2 * * *   | 0 20 40       | 1 3 5   | 0x1fe
            50/5 22/1 * * *    | 50 55         | 22 23   | 0x1fe
            5,10-12 0 * * *    | 5 10 11 12    | 0       | 0x1fe
            0 1 * jan-MAR *    | 0             | 1       | 0x00e
            '  0 \t 1 * 2 *  ' | 0             | 1       | 0x004
            @daily             | 0             | 0       | 0x1fe
            """)
    void readsTimesAndMonths(String line, String minutes, String hours, String monthsToAugust) {
        var fields = new Cron(line).fields();
        assertThat(inWords(fields.minutes())).isEqualTo(minutes);
        assertThat(inWords(fields.hours())).isEqualTo(hours);
        assertThat(fields.months() & 0x1ff).isEqualTo(Integer.decode(monthsToAugust));
    }

    @ParameterizedTest(name = "{0} is due on {2} of November 2026")
    @CsvSource(delimiter = '|', textBlock = """
            0 0 1,15 * *    | false | 1 15
            0 0 L * *       | false | 30
            0 0 29,L * *    | false | 29 30
            0 0 * * fri     | false | 6 13 20 27
            0 0 * * 5#2     | false | 13
            0 0 * * fri#5   | false | ''
            0 0 * * mon#5   | false | 30
            0 0 * * 5L      | false | 27
            0 0 * * monL    | false | 30
            0 0 * * 7       | false | 1 8 15 22 29
            0 0 * * sat-sun | false | 1 7 8 14 15 21 22 28 29
            0 0 * * 6/1     | false | 7 14 21 28
            0 0 13 * fri    | false | 6 13 20 27
            0 0 12 * fri    | false | 6 12 13 20 27
            0 0 13 * fri    | true  | 13
            0 0 12 * fri    | true  | ''
            0 0 */2 * fri   | false | 13 27
            @weekly         | false | 1 8 15 22 29
            @monthly        | false | 1
            @quarterly      | false | ''
            @yearly         | false | ''
            """)
    void readsDays(String line, boolean daysMustBothMatch, String days) {
        var fields = new Cron(line).fields();
        var due = LocalDate.of(2026, 11, 1).datesUntil(LocalDate.of(2026, 12, 1))
                .filter(date -> fields.dueOn(date, daysMustBothMatch))
                .map(date -> Integer.toString(date.getDayOfMonth()));
        assertThat(due.collect(Collectors.joining(" "))).isEqualTo(days);
    }

    @ParameterizedTest(name = "[{0}]")
    @CsvSource(delimiter = '|', textBlock = """
            0 25 * * *     | "0 25 * * *": hour 25 is not in 0-23                     | Fields are minute hour day month weekday
            60 0 * * *     | "60 0 * * *": minute 60 is not in 0-59                   | Fields are minute hour day month weekday
            0 0 0 * *      | "0 0 0 * *": day 0 is not in 1-31                        | Fields are minute hour day month weekday
            0 0 * 13 *     | "0 0 * 13 *": month 13 is not in 1-12                    | Fields are minute hour day month weekday
            0 0 * * 8      | "0 0 * * 8": weekday 8 is not in 0-7                     | Fields are minute hour day month weekday
            0 0 0 1 * *    | "0 0 0 1 * *": six fields, and a cron line has five      | Fields are minute hour day month weekday
            0 1            | "0 1": two fields, and a cron line has five              | Fields are minute hour day month weekday
            ''             | "": no field, and a cron line has five                   | Fields are minute hour day month weekday
            x 1 * * *      | "x 1 * * *": minute "x" is not a number                  | Fields are minute hour day month weekday
            0 -1 * * *     | "0 -1 * * *": hour "-1" is not a number                  | Fields are minute hour day month weekday
            0 1 * * friday | "0 1 * * friday": there is no weekday "friday"           | Names are sun mon tue wed thu fri sat
            0 1 * okt *    | "0 1 * okt *": there is no month "okt"                   | Names are jan feb mar apr may jun jul aug sep oct nov dec
            */0 * * * *    | "*/0 * * * *": minute step 0 is not in 1-59              | Write e.g. */2
            */x * * * *    | "*/x * * * *": step "x" of the minute is not a number    | Write e.g. */15
            0 22-2 * * *   | "0 22-2 * * *": hour range 22-2 runs backwards           | Write 22-23,0-2
            0 0 * * fri-mon | "0 0 * * fri-mon": weekday range fri-mon runs backwards | Write 5-6,0-1
            0,,5 1 * * *   | "0,,5 1 * * *": an item is missing in the minute list "0,,5" | Remove the spare comma
            0 0 ? * *      | "0 0 ? * *": "?" is not known in the day field           | Write *
            0 0 * * L      | "0 0 * * L": "L" alone names no weekday                  | Write 5L for the last Friday of the month
            0 0 * * 5#6    | "0 0 * * 5#6": "5#6" asks for weekday number 6 of a month, not one of 1-5 | Write 5#2 for the second Friday, 5L for the last
            @nightly       | "@nightly" is not a preset                               | Presets are @once @hourly @daily @weekly @monthly @quarterly @yearly
            @once          | "@once" stands alone and is not one line of several      | Remove it, or keep nothing else
            """)
    void refuses(String line, String what, String fix) {
        assertThatThrownBy(() -> new Cron(line)).isInstanceOfSatisfying(BadCron.class, bad -> {
            assertThat(bad.what()).isEqualTo(what);
            assertThat(bad.fix()).isEqualTo(fix);
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            0 0 31 2 *          | false | true
            0 0 30 feb *        | false | true
            0 0 29 2 *          | false | false
            0 0 31 2 mon        | false | false
            0 0 31 2 mon        | true  | true
            0 0 29 2 mon        | true  | false
            0 0 31 4,6,9,11 *   | false | true
            0 0 L 2 *           | false | false
            0 0 1 * mon#2       | true  | true
            0 0 * 2 mon#5       | false | false
            """)
    void knowsALineThatIsNeverDue(String line, boolean daysMustBothMatch, boolean never) {
        assertThat(new Cron(line).neverDue(daysMustBothMatch)).isEqualTo(never);
    }

    @Test
    void tellsEveryHourFromAllHours() {
        assertThat(new Cron("0 * * * *").fields().everyHour()).isTrue();
        assertThat(new Cron("0 0-23 * * *").fields().everyHour()).isFalse();
    }

    @Test
    void namesItsPresets() {
        assertThat(Cron.PRESETS).doesNotContain("@once").allSatisfy(preset -> assertThat(new Cron(preset).text()).isEqualTo(preset));
    }

    private static String inWords(long set) {
        return LongStream.of(set).boxed()
                .flatMap(bits -> IntStream.range(0, 60).filter(n -> (bits >> n & 1) == 1).mapToObj(Integer::toString))
                .collect(Collectors.joining(" "));
    }
}
