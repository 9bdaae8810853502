package comporta.decide;

import static comporta.decide.Dags.task;

import comporta.dag.Dag;
import comporta.dag.Expand;
import comporta.dag.FailureMode;
import comporta.dag.Timeouts;
import comporta.dag.TriggerRule;
import comporta.decide.Dags.GroupWords;
import comporta.decide.Dags.TaskWords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A DAG that a seed makes up: 5 to 40 tasks with every trigger rule, retries, clocks, pools, set-ups and teardowns. */
final class RandomDag {
    /** Pools and their sizes; some tasks ask for more than there is. */
    static final Map<String, Integer> POOLS = Map.of("default", 6, "narrow", 1, "wide", 4);

    private final RandomGenerator random;

    private RandomDag(RandomGenerator random) {
        this.random = random;
    }

    static Dag of(RandomGenerator random) {
        return new RandomDag(random).make();
    }

    private Dag make() {
        int teardowns = random.nextInt(4);
        int size = random.nextInt(5, 41) - teardowns;
        var tasks = new ArrayList<TaskWords>();
        for (int i = 0; i < size; i++) {
            tasks.add(work(i));
        }
        for (int i = 0; i < size; i++) {
            if (chance(15)) {
                gate(tasks, i);
            }
        }
        for (int i = 0; i < teardowns; i++) {
            tasks.add(teardown(size + i, random.nextInt(Math.max(1, size / 2)), size));
        }
        return Dags.dag(
                List.of(FailureMode.values()).get(random.nextInt(3)), chance(10) ? minutes(60) : null, chance(30) ? random.nextInt(1, 6) : null,
                chance(50) ? groups(tasks, size) : List.of(), tasks.toArray(TaskWords[]::new));
    }

    /** Some tasks are expanded by themselves; and some that stand side by side, with a teardown among them, once per item as a group. */
    private List<GroupWords> groups(List<TaskWords> tasks, int size) {
        var first = random.nextInt(size);
        var last = Math.min(size, first + random.nextInt(2, 6));
        var group = Dags.group("g").expand(expand(first));
        if (chance(30)) {
            group.maxActive(random.nextInt(1, 4));
        }
        for (int i = 0; i < tasks.size(); i++) {
            if ((i >= first && i < last) || (i >= size && chance(50))) {
                tasks.get(i).in("g");
            } else if (i < size && chance(15)) {
                tasks.get(i).expand(expand(i));
            }
        }
        return List.of(group);
    }

    /** Lists come from a task of the start, which need not be above, or stand in the file. */
    private Expand expand(int task) {
        var list = chance(50) || task == 0
                ? IntStream.range(0, random.nextInt(6)).mapToObj(Long::valueOf).toList()
                : "{{ outputs.t" + random.nextInt(task) + ".models | default([1, 2]) }}";
        return Dags.over(list, chance(50) ? random.nextInt(1, 4) : null, chance(70) ? 0 : random.nextInt(3));
    }

    private TaskWords work(int number) {
        var above = IntStream.range(0, number == 0 ? 0 : random.nextInt(4))
                .map(_ -> random.nextInt(Math.max(0, number - 8), number)).distinct().mapToObj(n -> "t" + n).toArray(String[]::new);
        var words = task("t" + number, above).weight(random.nextInt(3));
        if (chance(50)) {
            var rules = TriggerRule.values();
            words.rule(rules[random.nextInt(rules.length)].name().toLowerCase(Locale.ROOT));
        }
        if (chance(20)) {
            words.timeouts(new Timeouts(maybe(20), maybe(60), maybe(120), maybe(10)));
        }
        if (chance(10)) {
            words.when(chance(50) ? "{{ params.no | default('x') == 'x' }}" : chance(70) ? "{{ 1 == 2 }}" : "{{ params.missing }}");
        }
        dress(words);
        return words;
    }

    /** A task that decides which of those below it go on; some choose what they cannot. */
    private void gate(List<TaskWords> tasks, int number) {
        var id = "t" + number;
        if (chance(40)) {
            tasks.get(number).condition(chance(50) ? "{{ 1 == 1 }}" : "{{ 1 == 2 }}", chance(60) ? "all" : "next");
            return;
        }
        var chosen = tasks.stream().filter(task -> task.comesAfter(id)).filter(_ -> chance(50)).map(task -> "'" + task.id() + "'").toList();
        tasks.get(number).choose(chance(4) ? "{{ 'nobody' }}" : "{{ [" + String.join(", ", chosen) + "] }}");
    }

    private TaskWords teardown(int number, int setup, int size) {
        var above = IntStream.range(0, random.nextInt(3)).map(_ -> random.nextInt(setup, size))
                .distinct().mapToObj(n -> "t" + n).toArray(String[]::new);
        var words = task("t" + number, above).tearsDown("t" + setup);
        if (chance(20)) {
            words.timeouts(new Timeouts(maybe(20), null, null, maybe(10)));   // no clock runs out before it has begun
        }
        dress(words);
        return words;
    }

    private void dress(TaskWords words) {
        if (chance(50)) {
            words.retries(random.nextInt(1, 3), Duration.ofSeconds(random.nextInt(1, 90)));
        }
        if (chance(60)) {
            words.pool(chance(50) ? "narrow" : "wide", random.nextInt(1, 6));
        }
    }

    private @Nullable Duration maybe(int most) {
        return chance(50) ? minutes(most) : null;
    }

    private Duration minutes(int most) {
        return Duration.ofSeconds(random.nextInt(30, most * 60));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
