package comporta.decide;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.DagId;
import comporta.dag.Dependency;
import comporta.dag.Dependency.Match;
import comporta.dag.Durations;
import comporta.dag.Schedule;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArrivalsTest {
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("dd'T'HH:mm").withZone(ZoneOffset.UTC);

    @ParameterizedTest(name = "{0} within {1}, {2} at {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # of a and b        | within | successes: of, for, came                       | now      | ticks
            all same_date       | -      | a 10T01:00 10T02:00                            | 10T03:00 | -
            all same_date       | -      | a 10T01:00 10T02:00, b 10T01:30 10T04:00       | 10T04:00 | 10T01:30 of a b
            all same_date       | -      | a 10T01:00 10T02:00, b 11T01:30 11T04:00       | 11T04:00 | -
            all same_date       | -      | a 10T01:00 10T02:00, a 11T01:00 11T02:00, b 11T01:30 11T04:00, b 10T01:30 11T05:00 | 11T05:00 | 10T01:30 of a b; 11T01:30 of a b
            all same_date       | 6h     | a 10T01:00 10T02:00                            | 10T08:00 | - rings 10T08:00
            all same_date       | 6h     | a 10T01:00 10T02:00                            | 10T08:01 | 10T01:00 of a missed: not all came within 6h of the first: b did not
            all same_date       | 6h     | a 10T01:00 10T02:00, b 10T01:00 10T09:00       | 10T09:00 | 10T01:00 of a b missed: not all came within 6h of the first: b came later
            all same_date       | 6h     | a 10T01:00 10T02:00, b 10T01:00 10T07:00       | 10T09:00 | 10T01:00 of a b
            all latest          | -      | a 10T01:00 10T02:00                            | 10T03:00 | -
            all latest          | -      | a 10T01:00 10T02:00, b 08T01:30 10T04:00       | 10T04:00 | 10T04:00 of a b
            all latest          | -      | a 09T01:00 09T02:00, a 10T01:00 10T02:00, b 08T01:30 10T04:00 | 10T04:00 | 10T04:00 of a a b
            any same_date       | -      | a 10T01:00 10T02:00, b 10T01:30 10T04:00       | 10T04:00 | 10T01:00 of a; 10T01:30 of b
            any latest          | -      | a 10T01:00 10T02:00, a 10T01:00 10T05:00       | 10T05:00 | 10T02:00 of a; 10T05:00 of a
            """)
    void whatComesOfSuccesses(String form, @Nullable String within, String successes, String now, String ticks) {
        var match = form.endsWith("latest") ? Match.LATEST : Match.SAME_DATE;
        var after = new Schedule.Trigger.After(
                form.startsWith("all"),
                List.of(new Dependency.OnDag(new DagId("a"), null, match, null), new Dependency.OnDag(new DagId("b"), null, match, null)),
                within == null ? null : Durations.parse(within));
        var pending = new ArrayList<Arrivals.Arrival>();
        for (var success : successes.split(", ", -1)) {
            var words = success.split(" ", -1);
            pending.add(new Arrivals.Arrival(words[0].equals("a") ? 0 : 1, pending.size(), november(words[1]), november(words[2])));
        }
        assertThat(inWords(Arrivals.decide(after, ZoneOffset.UTC, pending, november(now)))).isEqualTo(ticks == null ? "" : ticks.replaceFirst("^- ", ""));
    }

    private static Instant november(String at) {
        return LocalDateTime.parse("2026-11-" + at).toInstant(ZoneOffset.UTC);
    }

    private static String inWords(Arrivals.Decision decision) {
        var due = decision.nextDue();
        return decision.made().stream().map(ArrivalsTest::inWords).collect(Collectors.joining("; "))
                + (due == null ? "" : "rings " + SHORT.format(due));
    }

    private static String inWords(Arrivals.Made made) {
        return SHORT.format(made.at()) + " of " + made.of().stream().map(each -> each.entry() == 0 ? "a" : "b").collect(Collectors.joining(" "))
                + (made.missed() == null ? "" : " missed: " + made.missed());
    }
}
