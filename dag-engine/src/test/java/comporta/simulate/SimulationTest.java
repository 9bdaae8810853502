package comporta.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Dag;
import comporta.decide.Capacity;
import comporta.decide.Change;
import comporta.decide.Surroundings;
import comporta.loop.EngineSettings;
import comporta.loop.Observer;
import comporta.loop.RunPicture;
import comporta.operator.Operator;
import comporta.run.DagRun;
import comporta.run.RunType;
import comporta.run.Terms;
import comporta.store.NewRun;
import comporta.store.Store;
import comporta.store.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SimulationTest implements Observer {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final String YAML = """
            dag: small
            tasks:
              up: {operator: scale-ec2, node_pool: {name: itaipu, nodes: 3}, expected_duration: 4m}
              a: {run: echo, depends_on: up, expected_duration: 1h}
              b: {run: echo, depends_on: up, expected_duration: 2h}
              back: {operator: downscale-ec2, teardown_of: up, depends_on: [a, b]}
              c: {run: echo, depends_on: [a, b]}
            """;

    private final List<String> story = new ArrayList<>();
    private final Dag dag = RehearsalTest.dag(YAML);
    private final VirtualTime time = new VirtualTime(START);

    @Test
    void hoursPassInAMomentAndTheSameSeedTellsTheSameStory() {
        var first = List.copyOf(simulated(7));
        var again = List.copyOf(new SimulationTest().simulated(7));
        var other = List.copyOf(new SimulationTest().simulated(8));

        assertThat(first).isEqualTo(again).isNotEqualTo(other).last().isEqualTo("small success");
        assertThat(first).hasSizeGreaterThan(20);
        assertThat(Duration.between(START, time.instant())).isBetween(Duration.ofHours(1), Duration.ofHours(4));
    }

    private List<String> simulated(long seed) {
        try (var store = Store.inMemory("test")) {
            var simulation = life(store, StandIns.of(dag, time, new UsualConduct(seed, Map.of(), Map.of())));
            begin(simulation);
            boolean more = true;
            while (more) {
                more = simulation.step();
            }
        }
        return story;
    }

    @Test
    void theNextLifeGoesOnWithWhatTheStoreHolds(@TempDir Path folder) {
        var operators = StandIns.of(dag, time, new UsualConduct(1, Map.of(), Map.of()));
        var lives = 0;
        while (story.isEmpty() || !story.getLast().equals("small success")) {
            try (var store = Store.open(StoreSettings.h2(folder.resolve("db"), "life " + ++lives)); var simulation = life(store, operators)) {
                if (lives == 1) {
                    begin(simulation);
                }
                for (int i = 0; i < 12; i++) {
                    simulation.step();
                }
            }
        }
        assertThat(lives).isGreaterThan(2);
        assertThat(story.stream().filter(line -> line.endsWith(" success")).map(line -> line.substring(line.indexOf(' '))))
                .as("each task ends once").hasSize(6).doesNotHaveDuplicates();
    }

    private Simulation life(Store store, Map<String, Operator> operators) {
        var settings = new EngineSettings(
                Path.of("logs"), new Surroundings(ZoneOffset.UTC, Map.of(), Map.of()), new Capacity(Map.of(), 16, _ -> true),
                Terms.PlatformRetries.DEFAULT, Duration.ofHours(6), false, _ -> Map.of());
        return new Simulation(store, operators, settings, time, new SplittableRandom(1), this, () -> Duration.ZERO);
    }

    private void begin(Simulation simulation) {
        simulation.begin(
                dag, Path.of("small.yaml"), YAML,
                version -> new NewRun(dag.id(), "manual-1", version, RunType.MANUAL, START, null, null, Map.of(), Map.of(), "", START), Set.of());
    }

    @Override
    public void committed(DagRun run, List<Change> changes) {
        for (var change : changes) {
            if (change instanceof Change.TaskMoved moved && !moved.before().state().word().equals(moved.after().state().word())) {
                var task = List.copyOf(dag.tasks().keySet()).get(moved.after().task());
                story.add(moved.at() + " " + task + " " + moved.after().state().word());
            }
        }
    }

    @Override
    public void over(RunPicture last) {
        story.add("small " + last.run().state().word());
    }
}
