package comporta.decide;

import static comporta.decide.Dags.dag;
import static comporta.decide.Dags.task;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.News;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What follows from the answers to the question that is asked after a restart: what became of this launch? */
class RecoveryTest {
    private final Scenario night = Scenario.of(dag(task("load"), task("report", "load")));
    private final LaunchId launch = night.view.launches(0).getFirst().intent().id();

    @Test
    void whatNeverStartedIsLaunchedOnceMoreWithinTheSameTry() {
        finds(new Finding.NeverStarted(launch));
        assertThat(night.stateOf("load")).isEqualTo("launching");
        assertThat(night.view.instance(0).tries()).isEqualTo(1);
        assertThat(commands()).contains("submit manual-1.load.t1.2");
    }

    @Test
    void whatIsAliveRuns() {
        finds(new Finding.Alive(launch, Scenario.START, launch.externalId(), null));
        assertThat(night.stateOf("load")).isEqualTo("running");
        assertThat(commands()).isEmpty();
    }

    @Test
    void whatHasEndedHasEnded() {
        finds(new Finding.AlreadyEnded(new News.Ended(launch, 9, Scenario.START, Exit.success(Map.of()))));
        assertThat(night.states()).isEqualTo(Map.of("load", "success", "report", "launching"));
    }

    @Test
    void whatIsOutOfSightIsNeverLaunchedAgainButAskedForAgain() {
        finds(new Finding.OutOfSight(launch, "too many open files"));
        assertThat(night.stateOf("load")).isEqualTo("unreachable");
        assertThat(commands()).isEmpty();
        night.timePasses(Duration.ofSeconds(5));
        assertThat(commands()).containsExactly("find manual-1.load.t1");
        finds(new Finding.Alive(launch, Scenario.START, launch.externalId(), null));
        assertThat(night.stateOf("load")).isEqualTo("running");
        assertThat(commands()).isEmpty();
    }

    @Test
    void anAnswerThatNewsHasOvertakenMeansNothing() {
        var asked = night.now();
        night.timePasses(Duration.ofSeconds(1));
        night.hears("load", (id, sequence) -> new News.Unreachable(id, sequence, Scenario.START, "agent gone"));
        finds(new Finding.Alive(launch, Scenario.START, launch.externalId(), null), asked);
        assertThat(night.stateOf("load")).as("it was alive when asked, and is out of sight since").isEqualTo("unreachable");
        night.timePasses(Duration.ofSeconds(5));
        finds(new Finding.Alive(launch, Scenario.START, launch.externalId(), null), night.now());
        assertThat(night.stateOf("load")).isEqualTo("running");
        finds(new Finding.OutOfSight(launch, "no answer"), asked);
        assertThat(night.stateOf("load")).isEqualTo("running");
    }

    @Test
    void anAnswerIsTakenThoughTheClockWasPutBackSinceTheLastNews() {
        night.hears("load", (id, sequence) -> new News.Unreachable(id, sequence, Scenario.START, "agent gone"));
        night.timePasses(Duration.ofHours(-1));
        finds(new Finding.Alive(launch, night.now(), launch.externalId(), null), night.now());
        assertThat(night.stateOf("load")).as("else nobody would ask again for an hour").isEqualTo("running");
    }

    @Test
    void whatWasToStopIsStoppedOnceItIsSeenAgain() {
        night.wishes(Wish.Verb.CANCEL);
        night.commands.clear();
        finds(new Finding.OutOfSight(launch, "too many open files"));
        assertThat(night.stateOf("load")).isEqualTo("stopping");
        night.timePasses(Duration.ofSeconds(1));
        finds(new Finding.Alive(launch, Scenario.START, launch.externalId(), null));
        assertThat(commands()).containsExactly("stop manual-1.load.t1");
    }

    private void finds(Finding finding) {
        night.commands.clear();
        finds(finding, night.now());
    }

    private void finds(Finding finding, Instant asked) {
        night.decide(new Event.Found(finding, asked, null));
    }

    private List<String> commands() {
        return night.commands.stream().map(RecoveryTest::inWords).toList();
    }

    private static String inWords(Command command) {
        return switch (command) {
            case Command.Submit submit -> "submit " + shortId(submit.intent().id());
            case Command.Stop stop -> "stop " + shortId(stop.intent().id());
            case Command.Find find -> "find " + shortId(find.intent().id());
            case Command.Settle settle -> "settle " + shortId(settle.intent().id());
            case Command.Shrink shrink -> "shrink " + shrink.lease().id() + " to " + shrink.lease().registered();
            case Command.Release release -> "release " + release.lease().id();
        };
    }

    private static String shortId(LaunchId id) {
        return id.externalId().substring(id.dag().value().length() + 1);
    }
}
