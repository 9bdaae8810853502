package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.chronos.FakeChronos;
import comporta.dag.DagId;
import comporta.job.Cluster;
import comporta.loop.SteeredClock;
import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import comporta.run.RunState;
import comporta.run.RunType;
import comporta.store.KeptForecast;
import comporta.store.Problem;
import comporta.store.RunSpan;
import comporta.store.Survey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a leading server finds wrong. */
class InspectionTest {
    private static final DagId NIGHTLY = new DagId("nightly");

    @TempDir
    Path home;

    private final SteeredClock clock = new SteeredClock("2030-01-01T04:00:00Z");

    @Test
    void aClusterThatDoesNotAnswerTwiceIsAProblemUntilItAnswers() throws Exception {
        var chronos = new FakeChronos(home.resolve("chronos"), false, null);
        Files.writeString(home.resolve("open.json"), "{\"url\": \"" + chronos.url() + "\"}");
        var inspection = new Inspection(List.of(new Cluster("night", Map.of("kind", "chronos", "credentials", "open.json"), home)), clock);
        assertThat(inspection.clusters()).as("one that warns works").isEmpty();
        chronos.close();
        assertThat(inspection.clusters()).as("one question may be lost").isEmpty();
        for (int look = 0; look < 2; look++) {
            assertThat(inspection.clusters()).singleElement().satisfies(problem -> {
                assertThat(problem.kind()).isEqualTo(Problem.Kind.BACKEND_UNREACHABLE);
                assertThat(problem.text()).startsWith("backend night does not answer: ");
                assertThat(problem.fix()).contains("Check the address");
                assertThat(problem.subject()).isEqualTo(new Problem.Subject("backend", "night"));
            });
        }
    }

    @Test
    void aPoolIsAProblemOnceItsRunHasBeenOverForLong() {
        var inspection = new Inspection(List.of(), clock);
        var open = List.of(
                held("late", Lease.State.CLOSING, true), held("kept", Lease.State.KEPT, true), held("used", Lease.State.OPEN, false));
        assertThat(inspection.pools(open)).isEmpty();
        clock.passes(Duration.ofMinutes(14));
        assertThat(inspection.pools(open)).isEmpty();
        clock.passes(Duration.ofMinutes(1));
        assertThat(inspection.pools(open)).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.OPEN_LEASE);
            assertThat(problem.text()).contains("lease late (nightly/r1, task scale)").contains("more than 15m");
            assertThat(problem.fix()).contains("comporta nodes release late");
        });
        assertThat(inspection.pools(open.subList(1, 3))).isEmpty();
        assertThat(inspection.pools(open)).as("what was given back and is found again is counted anew").isEmpty();
    }

    private static Survey.OwnedLease held(String id, Lease.State state, boolean isOver) {
        var now = Instant.parse("2030-01-01T00:00:00Z");
        var terms = new LeaseTerms("itaipu", "itaipu", "ec2", 2, Duration.ofHours(1), Duration.ZERO);
        return new Survey.OwnedLease(new Lease(id, 1, 0, -1, 1, terms, state, 2, now, now.plusSeconds(3600), null, null), NIGHTLY, "r1", "scale", isOver);
    }

    @ParameterizedTest(name = "{0} runs, {1} by their p90: {2}")
    @CsvSource(textBlock = """
            20, 20, fine
            20, 14, fine
            20, 13, off
            19,  0, fine
            """)
    void forecastsThatStrayTooOftenAreAProblem(int runs, int good, String is) {
        var begun = Instant.parse("2030-01-01T00:00:00Z");
        var p90 = begun.plusSeconds(100);
        var spans = IntStream.range(0, runs).mapToObj(i -> new RunSpan(
                i, "r" + i, RunType.SCHEDULED, RunState.SUCCESS, begun, null, begun, begun, i < good ? p90 : p90.plusSeconds(1))).toList();
        var kept = IntStream.range(0, runs).boxed().flatMap(i -> List.of(
                new KeptForecast(i, 3, begun, p90, p90.plusSeconds(900), p90, p90, null),
                new KeptForecast(i, 0, begun, begun, p90, begun, p90, null)).stream()).toList();
        var found = Inspection.forecasts(NIGHTLY, spans, kept);
        assertThat(found.isPresent()).isEqualTo(is.equals("off"));
        found.ifPresent(problem -> assertThat(problem.text()).isEqualTo(
                "of the last 20 runs of DAG nightly only 13 ended by the p90 of their first forecast; nine of ten should"));
    }
}
