package comporta.decide;

import static comporta.decide.Dags.dag;
import static comporta.decide.Dags.task;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A task that straggles is started a second time beside itself: the first to end well wins. */
class CopiesTest {
    private final Scenario night = Scenario.of(dag(task("load"), task("report", "load")));
    private long news = 100;

    @ParameterizedTest(name = "{0}: {1}; launches {2}; stopped {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            one.well                      | success 1  | ended given_up    | t1.2
            two.well                      | success 2  | given_up ended    | t1
            two.runs two.well             | success 2  | given_up ended    | t1
            one.failed                    | running    | ended intended    | -
            two.failed                    | running    | running ended     | -
            two.failed one.well           | success 1  | ended ended       | -
            one.failed two.well           | success 2  | ended ended       | -
            one.failed two.failed         | failed 2   | ended ended       | -
            two.failed one.failed         | failed 1   | ended ended       | -
            two.runs one.lost             | running    | given_up running  | t1
            two.runs one.lost two.well    | success 2  | given_up ended    | t1
            two.runs two.lost one.well    | success 1  | ended given_up    | t1.2
            one.failed two.runs two.lost  | unreachable| ended lost        | -
            again                         | running    | running intended  | -
            two.well one.well             | success 2  | given_up ended    | t1
            """)
    void theFirstToEndWellWins(String story, String state, String launches, @Nullable String stopped) {
        night.starts("load");
        doubled();
        for (var each : story.split(" ", -1)) {
            happens(each);
        }
        var exit = night.view.instance(0).exitCode();
        assertThat(night.stateOf("load") + (exit == null ? "" : " " + exit)).isEqualTo(state.strip());
        assertThat(night.view.launches(0).stream().map(launch -> launch.state().name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(" ")))
                .isEqualTo(launches.strip());
        assertThat(stops()).containsExactlyElementsOf(stopped == null ? List.of() : Arrays.asList(stopped.split(" ", -1)));
        assertThat(night.stateOf("report")).isEqualTo(state.startsWith("success") ? "launching" : state.startsWith("failed") ? "upstream_failed" : "waiting");
    }

    @Test
    void whatDoesNotRunYetIsNotStartedASecondTime() {
        doubled();
        assertThat(night.view.launches(0)).hasSize(1);
    }

    @Test
    void whoStopsTheTaskStopsBoth() {
        night.starts("load");
        doubled();
        night.wishes(Wish.Verb.CANCEL);
        assertThat(stops()).containsExactly("t1", "t1.2");
        happens("one.well");
        assertThat(night.stateOf("load")).isEqualTo("stopping");
        happens("two.well");
        assertThat(night.run()).isEqualTo("cancelled");
    }

    private List<String> stops() {
        return night.commands.stream().filter(Command.Stop.class::isInstance).map(command -> ((Command.Stop) command).intent().id().externalId())
                .map(id -> id.substring(id.lastIndexOf(".t") + 1)).toList();
    }

    private void doubled() {
        var first = night.view.launches(0).getFirst().intent();
        var id = id(2);
        night.decide(new Event.Doubled(0, new LaunchIntent(id, first.operator(), Copies.mark(first.spec(), 1), "")));
    }

    private LaunchId id(int number) {
        var first = night.view.launches(0).getFirst().intent().id();
        return new LaunchId(first.dag(), first.run(), first.task(), first.mapIndex(), first.tryNumber(), number);
    }

    private void happens(String words) {
        if (words.equals("again")) {
            doubled();
            return;
        }
        int number = words.startsWith("one") ? 1 : 2;
        var id = id(number);
        switch (words.substring(4)) {
            case "runs" -> hears(new News.Started(id, ++news, night.now(), id.externalId(), null));
            case "lost" -> hears(new News.Unreachable(id, ++news, night.now(), "its agent is gone"));
            case "well" -> ends(id, new Exit(null, number, "", Map.of()));
            default -> ends(id, Exit.failure(Cause.USER, number, "exit code"));
        }
    }

    private void hears(News told) {
        night.decide(new Event.Heard(told, null));
    }

    /** The operator is asked where the end may decide. */
    private void ends(LaunchId id, Exit exit) {
        var isAsked = night.view.launches(0).stream().anyMatch(launch -> launch.intent().id().equals(id) && launch.isOpen()) && night.view.isLastOpen(id);
        night.decide(new Event.Heard(new News.Ended(id, ++news, night.now(), exit), isAsked ? new FollowUp.Finish(exit) : null));
    }
}
