package comporta.simulate;

import comporta.dag.FailureMode;
import comporta.dag.TriggerRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The text of a DAG file that a seed makes up: 5 to 60 tasks with every trigger rule, retries, clocks, limits, groups, expansions,
 * branches, short circuits, waits, set-ups and teardowns.
 */
final class WorldDag {
    /** Pools and their sizes; some tasks ask for more than there is. */
    static final Map<String, Integer> POOLS = Map.of("default", 8, "narrow", 1, "wide", 4);

    private final RandomGenerator random;
    private final StringBuilder text = new StringBuilder();
    private final List<String> setups = new ArrayList<>();
    private final Map<Integer, List<String>> tasks = new LinkedHashMap<>();
    private final Map<Integer, List<String>> directlyBelow = new HashMap<>();
    private SplittableRandom limits = new SplittableRandom(0);
    private int size;

    private WorldDag(RandomGenerator random) {
        this.random = random;
    }

    static String text(String id, RandomGenerator random) {
        return new WorldDag(random).make(id);
    }

    private String make(String id) {
        limits = new SplittableRandom(id.hashCode());   // of its own: what else a seed makes up stays as it was
        size = 5 + (chance(20) ? random.nextInt(56) : random.nextInt(20));
        int teardowns = random.nextInt(4);
        line("dag: %s".formatted(id));
        line("failure_mode: %s".formatted(word(List.of(FailureMode.values()).get(random.nextInt(3)))));
        if (chance(12)) {
            line("run_timeout: %ds".formatted(random.nextInt(300, 5000)));
        }
        if (limits.nextInt(100) < 40) {
            line(deadline("tick", "run_start"));
        }
        if (limits.nextInt(100) < 20) {
            line(alerts());
        }
        if (chance(30)) {
            line("max_active_tasks: %d".formatted(random.nextInt(1, 6)));
        }
        int groups = size > 12 && chance(40) ? 2 : 0;
        if (groups > 0) {
            line("groups: {g0: {}, g1: {depends_on: g0%s}}".formatted(chance(50) ? ", " + expand(null) : ""));
        }
        line("tasks:");
        for (int i = 0; i < Math.max(2, size - teardowns); i++) {
            work(i, groups);
        }
        for (int i = Math.max(2, size - teardowns); i < size && !setups.isEmpty(); i++) {
            teardown(i, setups.remove(random.nextInt(setups.size())));
        }
        tasks.forEach(this::open);
        tasks.forEach((number, keys) -> line("  t%d: {%s}".formatted(number, String.join(", ", keys))));
        return text.toString();
    }

    private void work(int number, int groups) {
        var keys = new ArrayList<String>();
        var grouped = groups > 0 && number < 8;   // the first four depend on nothing, the next four on these
        if (grouped) {
            keys.add("group: g" + number / 4);
        }
        if (!grouped && number > 0) {
            above(number, keys, Math.max(0, number - 8), number, random.nextInt(4), groups > 0 && chance(10) ? "g1" : null);
        }
        if (number < size / 2 && chance(20)) {
            setups.add("t" + number);
            keys.add(chance(60)
                    ? "operator: scale-ec2, node_pool: {name: p" + number + ", nodes: " + random.nextInt(1, 4) + "}"
                    : "operator: command, run: up");
        } else if (chance(8)) {
            keys.add("operator: sensor, time: \"05:30\"");
        } else if (chance(8)) {
            keys.add("operator: noop");
        } else if (chance(12)) {
            keys.add("operator: model, iterations: 2, job: {command: learn}");
        } else {
            keys.add("operator: command, run: work");
        }
        if (chance(45)) {
            var rules = TriggerRule.values();
            keys.add("trigger_rule: " + word(rules[random.nextInt(rules.length)]));
        }
        if (chance(20)) {
            clock(keys, "queue_timeout", 1200);
            clock(keys, "execution_timeout", 3600);
            clock(keys, "total_timeout", 7200);
            clock(keys, "progress_timeout", 600);
        }
        if (chance(10)) {
            keys.add("when: \"" + List.of("{{ 1 == 2 }}", "{{ ds == 'x' }}", "{{ 1 == 1 }}", "{{ var.missing == 'x' }}").get(random.nextInt(4)) + "\"");
        }
        if (!grouped && chance(12)) {
            var giver = keys.getFirst().replaceFirst("^depends_on: \\[(t\\d+)\\W.*", "$1");
            keys.add(expand(giver.startsWith("t") && giver.length() < 4 ? giver : null));
        }
        dress(keys);
        if (limits.nextInt(100) < 15) {
            keys.add(deadline("tick", "run_start", "queued", "start"));
        }
        if (limits.nextInt(100) < 10) {
            keys.add(alerts());
        }
        tasks.put(number, keys);
    }

    private String deadline(String... references) {
        return "deadline: [{within: %ds, from: %s, on_miss: %s}, {by: \"0%d:%02d\"}]".formatted(
                limits.nextInt(30, 6000), references[limits.nextInt(references.length)], List.of("alert", "alert", "cancel", "fail").get(limits.nextInt(4)),
                limits.nextInt(3), limits.nextInt(60));
    }

    private String alerts() {
        return "alerts: {longer_than: %ds, shorter_than: %ds, queued_for: %ds}".formatted(
                limits.nextInt(30, 2000), limits.nextInt(1, 60), limits.nextInt(30, 1200));
    }

    /** Over what stands in the file, or over what a task above hands on. */
    private String expand(@Nullable String giver) {
        var items = chance(50) || giver == null
                ? IntStream.range(0, random.nextInt(1, 5)).boxed().toList().toString()
                : "\"{{ outputs." + giver + ".models | default([1, 2]) }}\"";
        return "expand: {over: {item_of: " + items + "}" + (chance(40) ? ", max_parallel: " + random.nextInt(1, 4) : "")
                + (chance(30) ? ", tolerated_failures: " + random.nextInt(3) : "") + "}";
    }

    /** Some of what has tasks below decides which of them run. */
    private void open(int number, List<String> keys) {
        var below = directlyBelow.getOrDefault(number, List.of());
        if (below.isEmpty() || keys.stream().anyMatch(key -> key.startsWith("expand:")) || !keys.remove("operator: command, run: work")) {
            return;
        }
        if (chance(12)) {
            var chosen = below.stream().filter(_ -> chance(60)).distinct().map(id -> "'" + id + "'").toList();
            keys.add("operator: branch, choose: \"{{ " + chosen + " }}\"");
        } else if (chance(10)) {
            keys.add("operator: short-circuit, condition: \"{{ " + (chance(60) ? "1 == 2" : "ds != 'x'") + " }}\"" + (chance(50) ? ", skip: next" : ""));
        } else {
            keys.add("operator: command, run: work");
        }
    }

    private void teardown(int number, String setup) {
        var keys = new ArrayList<String>();
        keys.add("operator: command, run: down, teardown_of: " + setup);
        above(-1, keys, Integer.parseInt(setup.substring(1)) + 1, number, random.nextInt(3), null);
        if (chance(20)) {
            clock(keys, "execution_timeout", 1200);   // no clock of it runs out before it has begun
        }
        dress(keys);
        tasks.put(number, keys);
    }

    private void above(int number, List<String> keys, int from, int to, int most, @Nullable String group) {
        var above = new LinkedHashSet<String>();
        for (int i = 0; i < most && from < to; i++) {
            above.add("t" + random.nextInt(from, to));
        }
        if (group != null) {
            above.add(group);
        }
        if (!above.isEmpty()) {
            above.stream().filter(each -> each.startsWith("t") && number >= 0).forEach(each ->
                    directlyBelow.computeIfAbsent(Integer.parseInt(each.substring(1)), _ -> new ArrayList<>()).add("t" + number));
            keys.add("depends_on: [" + String.join(", ", above) + "]");
        }
    }

    private void dress(List<String> keys) {
        if (chance(50)) {
            keys.add("retries: " + random.nextInt(1, 3) + ", retry_delay: " + random.nextInt(1, 90) + "s");
        }
        if (chance(60)) {
            keys.add("pool: " + (chance(50) ? "narrow" : "wide") + ", pool_slots: " + random.nextInt(1, 6));
        }
        if (chance(10)) {
            keys.add("max_active: 1");
        }
        if (chance(30)) {
            keys.add("priority_weight: " + random.nextInt(3));
        }
    }

    private void clock(List<String> keys, String name, int most) {
        if (chance(50)) {
            keys.add(name + ": " + random.nextInt(30, most) + "s");
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private void line(String words) {
        text.append(words).append('\n');
    }
}
