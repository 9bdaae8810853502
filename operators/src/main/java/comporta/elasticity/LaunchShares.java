package comporta.elasticity;

import comporta.dag.NodePools;
import comporta.dag.PlainData;
import comporta.dag.Task;
import comporta.dag.TaskId;
import comporta.model.Shares;
import comporta.operator.Allotment;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.Prospect;
import comporta.operator.Try;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What is given once, before a launch: cores to the executors of a Spark driver, and machines to a node pool that only such drivers use;
 * as few as keep the deadline with the wanted chance, by how long earlier runs took with how many.
 */
public final class LaunchShares implements Allotment {
    /** Machines may take so much longer than usual to come. */
    static final double SLOW_BOOT = 1.25;
    private static final double TOTAL_CORES = 4;

    private final Policy policy;
    private final String backend;
    private final BiConsumer<LaunchId, Shares.Share> decided;

    /**
     * @param policy of tasks that say nothing else
     * @param backend where jobs go that name none
     * @param decided hears of each decision once it is committed, perhaps again after a restart
     */
    public LaunchShares(Policy policy, String backend, BiConsumer<LaunchId, Shares.Share> decided) {
        this.policy = policy;
        this.backend = backend;
        this.decided = decided;
    }

    /**
     * What a driver may have, and wants.
     *
     * @param written cores of its file
     * @param room seconds that it has
     * @param wanted as few cores as are enough, at least {@code min} and at most {@code max}
     */
    private record Demand(
            LaunchTime time, double written, double min, double max, double room, Instant dueBy, double chance, double wanted) {}

    @Override
    public Optional<Allotted> of(Try attempt, Prospect prospect) {
        return switch (attempt.task().operator()) {
            case "spark-driver" -> cores(attempt, prospect);
            case "scale-ec2" -> machines(attempt, prospect);
            default -> Optional.empty();
        };
    }

    @Override
    public void submitted(LaunchIntent intent) {
        Shares.Share.of(PlainData.block(PlainData.block(intent.spec().data(), "elasticity"), "decision"))
                .ifPresent(share -> decided.accept(intent.id(), share));
    }

    private Optional<Allotted> cores(Try attempt, Prospect prospect) {
        var demand = demand(attempt.task().id(), attempt.settings(), attempt.task(), prospect, 0);
        if (demand == null) {
            return Optional.empty();
        }
        var spark = new LinkedHashMap<>(PlainData.block(attempt.settings(), "spark"));
        double most = Math.max(demand.min(), Math.min(demand.max(), poolCores(attempt, demand.max(), prospect)));
        double wanted = Math.min(demand.wanted(), most);
        double lastChance = prospect.now().toEpochMilli() / 1000.0 + demand.room() - demand.time().seconds(demand.max(), 0.5);
        var place = String.valueOf(PlainData.block(attempt.settings(), "job").getOrDefault("backend", backend));
        var rivals = Shares.rivals(place, prospect.others());
        // it cannot be given more later: less than what usually keeps its deadline is not asked for, however long that is waited for
        double keeps = Math.ceil(demand.time().least(demand.room(), 0.5) - 1e-9);
        double needed = Math.clamp(keeps > demand.max() ? demand.written() : keeps, demand.min(), wanted);
        var mine = new Allocator.Demand(0, wanted, needed, demand.min(), lastChance, true);
        double granted = Math.floor(Allocator.grant(mine, Controller.demands(rivals), policy.pool().applyAsDouble(place)));
        var why = new StringBuilder(why(demand, wanted));
        if (granted < wanted) {
            why.append("; ").append(Figures.share(granted)).append(" is what others leave");
        } else if (most < demand.max() && demand.wanted() > most) {
            why.append("; its node pool has ").append(Figures.share(most));
        }
        spark.put("total_cores", (long) granted);
        var range = PlainData.block(spark, "dynamic_allocation");
        double each = number(spark.get("executor_cores"), 0);
        if (!range.isEmpty() && each >= 1) {
            spark.put("dynamic_allocation", bounded(range, Math.ceil(granted / each)));
        }
        var settings = new LinkedHashMap<>(attempt.settings());
        settings.put("spark", spark);
        return Optional.of(new Allotted(
                settings, decision(demand, granted, demand.min(), demand.max(), lastChance, why.toString(), "next try")));
    }

    private static Map<String, Object> bounded(Map<String, Object> range, double executors) {
        var bounded = new LinkedHashMap<>(range);
        double least = number(range.get("min"), 0);
        double most = Math.min(number(range.get("max"), Integer.MAX_VALUE), executors);
        bounded.put("max", (long) Math.max(Math.max(1, least), most));
        return bounded;
    }

    /** Cores that the machines of its pool have; infinite where nobody can say. */
    private static double poolCores(Try attempt, double max, Prospect prospect) {
        for (var pool : NodePools.usedBy(attempt.task(), attempt.dag())) {
            var up = prospect.machines(pool);
            var whole = attempt.dag().tasks().values().stream()
                    .filter(task -> NodePools.scaledBy(task).filter(pool::equals).isPresent())
                    .mapToDouble(task -> number(task.block("node_pool").get("nodes"), 0)).findFirst();
            if (up.isPresent() && whole.isPresent() && whole.getAsDouble() >= 1) {
                return Math.floor(max * up.get() / whole.getAsDouble() + 1e-9);
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    /** The pool is as large as its hungriest driver needs: all of its machines are for the largest share that one may have. */
    private Optional<Allotted> machines(Try attempt, Prospect prospect) {
        var pool = new LinkedHashMap<>(PlainData.block(attempt.settings(), "node_pool"));
        double nodes = number(pool.get("nodes"), 0);
        double least = number(pool.get("min_nodes"), nodes);
        var name = pool.get("name");
        if (least >= nodes || name == null) {
            return Optional.empty();
        }
        double boot = SLOW_BOOT * prospect.usual(attempt.task().id()).map(LaunchShares::seconds).orElse(0.0);
        Demand hungriest = null;
        for (var user : users(attempt, name.toString())) {
            var demand = demand(user.id(), user.settings(), user, prospect, boot);
            if (demand == null) {
                return Optional.empty();   // somebody needs it of whom nobody can say how much
            }
            if (hungriest == null || demand.wanted() / demand.max() > hungriest.wanted() / hungriest.max()) {
                hungriest = demand;
            }
        }
        if (hungriest == null) {
            return Optional.empty();
        }
        double each = hungriest.max() / nodes;
        double wanted = Math.clamp(Math.ceil(hungriest.wanted() / each - 1e-9), Math.max(1, least), nodes);
        pool.put("nodes", (long) wanted);
        var settings = new LinkedHashMap<>(attempt.settings());
        settings.put("node_pool", pool);
        var why = Figures.share(wanted) + " of " + Figures.share(nodes) + " machines: "
                + why(hungriest, Math.min(hungriest.wanted(), wanted * each));
        var all = new Demand(
                hungriest.time(), hungriest.max(), least * each, hungriest.max(), hungriest.room(), hungriest.dueBy(), hungriest.chance(),
                hungriest.wanted());
        double lastChance = hungriest.dueBy().toEpochMilli() / 1000.0 - boot - hungriest.time().seconds(hungriest.max(), 0.5);
        return Optional.of(new Allotted(
                settings, decision(all, wanted * each, least * each, hungriest.max(), lastChance, why, "machines")));
    }

    /** Everybody who runs on the pool; nobody, when one of them is no elastic driver. */
    private static List<Task> users(Try attempt, String pool) {
        var users = new ArrayList<Task>();
        for (var task : attempt.dag().tasks().values()) {
            if (NodePools.usedBy(task, attempt.dag()).contains(pool)) {
                if (!task.operator().equals("spark-driver") || task.block("elasticity").isEmpty()) {
                    return List.of();
                }
                users.add(task);
            }
        }
        return users;
    }

    /**
     * Null: nothing is due behind it, nobody knows how long it takes, or its law is one that counts iterations.
     *
     * @param later seconds until it can start
     */
    private @Nullable Demand demand(TaskId id, Map<String, Object> settings, Task task, Prospect prospect, double later) {
        var terms = PlainData.block(settings, "elasticity");
        var due = terms.isEmpty() ? Optional.<Instant>empty() : prospect.dueBy(id);
        if (due.isEmpty() || !"model".equals(String.valueOf(terms.getOrDefault("law", policy.law())))) {
            return null;
        }
        double written = number(PlainData.block(settings, "spark").get("total_cores"), TOTAL_CORES);
        var past = prospect.past(id).stream()
                .map(each -> new Iteration(0, seconds(each.took()), Objects.requireNonNullElse(each.cpus(), written)))
                .toList();
        if (past.isEmpty()) {
            var usual = prospect.usual(id).or(() -> Optional.ofNullable(task.expectedDuration()));
            if (usual.isEmpty()) {
                return null;
            }
            past = List.of(new Iteration(0, seconds(usual.get()), written));
        }
        var time = LaunchTime.of(past);
        double least = Math.max(1, Math.ceil(number(terms.get("min_cpus"), 1)));
        double most = Math.max(least, Math.floor(number(terms.get("max_cpus"), written)));
        double room = seconds(Duration.between(prospect.now(), due.get())) - later;
        double chance = Math.clamp(number(terms.get("hit"), policy.hit()), 0.51, 0.999);
        double useful = Math.min(most, Math.max(least, Math.ceil(Math.min(time.speedup().parallelism(), most))));
        double wanted = Math.clamp(Math.ceil(Math.min(time.least(room, chance), most) - 1e-9), least, useful);
        return new Demand(time, written, least, most, room, due.get(), chance, wanted);
    }

    private static String why(Demand demand, double cpus) {
        double late = demand.time().late(cpus, demand.room());
        var takes = "with " + Figures.share(cpus) + " cores it usually takes " + Figures.span(demand.time().seconds(cpus, 0.5)) + " of the "
                + Figures.span(Math.max(0, demand.room())) + " that it has";
        return late > 1 - demand.chance() + 1e-9 && cpus >= demand.wanted()
                ? takes + ": cores alone do not make it safe, it is late with a chance of " + Figures.percent(late)
                : takes + ", and is late with a chance of " + Figures.percent(late);
    }

    private static Map<String, Object> decision(
            Demand demand, double cpus, double min, double max, double lastChance, String why, String actuator) {
        double late = demand.time().late(cpus, demand.room());
        var state = late > 1 - demand.chance() + 1e-9 ? Advice.State.OUT_OF_REACH
                : cpus > demand.written() ? Advice.State.UNDER_PERFORMANT
                : cpus < demand.written() ? Advice.State.OVER_PERFORMANT : Advice.State.ON_PLAN;
        var end = demand.dueBy().plusMillis((long) (1000 * (demand.time().seconds(cpus, 0.5) - demand.room())));
        var data = new Shares.Share(
                cpus, demand.written(), demand.wanted(), Instant.ofEpochMilli((long) (1000 * lastChance)), state.name(), why, end,
                demand.dueBy(),
                demand.time().late(demand.written(), demand.room()), late, 0, 1).data();
        data.put("min_cpus", min);
        data.put("max_cpus", max);
        data.put("actuator", actuator);
        return data;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static double number(@Nullable Object value, double otherwise) {
        try {
            return value == null ? otherwise : Double.parseDouble(value.toString().strip());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
