package comporta.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StandInTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final Conduct TEN_SECONDS = new Conduct(
            Duration.ofSeconds(2), Duration.ofSeconds(10), new Exit(Cause.USER, 3, "exit code 3", Map.of("rows", 7L)));

    private final VirtualTime time = new VirtualTime(START);
    private final StandIn jobs = new StandIn("command", time, _ -> TEN_SECONDS);
    private final List<News> heard = new ArrayList<>();
    private final LaunchIntent launch = new LaunchIntent(
            new LaunchId(new DagId("d"), "manual-1", new TaskId("a"), -1, 1, 1), "command", TEN_SECONDS.toSpec(), "");

    StandInTest() {
        jobs.watch(heard::add);
    }

    @Test
    void aLaunchStartsAndEndsAsItsSpecSaysHoweverOftenItIsSubmitted() {
        jobs.submit(launch);
        jobs.submit(launch);
        passes();

        assertThat(heard).containsExactly(
                new News.Started(launch.id(), 1, START.plusSeconds(2), "d.manual-1.a.t1", null),
                new News.Ended(launch.id(), 2, START.plusSeconds(12), TEN_SECONDS.exit()));
        assertThat(jobs.alive()).isZero();
    }

    @Test
    void aStoppedLaunchEndsOnceAfterAWhile() {
        jobs.submit(launch);
        jobs.stop(launch, false);
        jobs.stop(launch, false);
        passes();

        assertThat(heard).extracting(News::at).containsExactly(START.plusSeconds(1));
        assertThat(heard).first().isInstanceOfSatisfying(News.Ended.class, end -> assertThat(end.exit().code()).isEqualTo(143));
    }

    @Test
    void whatNeverStartedNeverWill() {
        assertThat(jobs.find(List.of(launch))).containsExactly(new Finding.NeverStarted(launch.id()));
        jobs.submit(launch);
        passes();

        assertThat(heard).isEmpty();
    }

    @Test
    void anotherLifeFindsWhatRunsAndWhatHasEnded() {
        jobs.submit(launch);
        time.step();
        assertThat(jobs.find(List.of(launch))).containsExactly(new Finding.Alive(launch.id(), START.plusSeconds(2), "d.manual-1.a.t1", null));
        passes();
        assertThat(jobs.find(List.of(launch))).first().isInstanceOfSatisfying(
                Finding.AlreadyEnded.class, found -> assertThat(found.end().exit()).isEqualTo(TEN_SECONDS.exit()));
    }

    private void passes() {
        boolean more = true;
        while (more) {
            more = time.step();
        }
    }
}
