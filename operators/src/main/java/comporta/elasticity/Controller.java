package comporta.elasticity;

import comporta.dag.Durations;
import comporta.model.Shares;
import comporta.operator.LaunchId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives the iterations of model tasks their share by the law that the task names, and tells each decision as metrics. */
public final class Controller implements Shares {
    /** A share is granted in such steps. */
    private static final double STEP = 0.05;

    private final Policy policy;
    private final Measures measures;
    private final InstantSource clock;

    /**
     * @param policy of tasks that say nothing else
     * @param measures where decisions are told
     */
    public Controller(Policy policy, Measures measures, InstantSource clock) {
        this.policy = policy;
        this.measures = measures;
        this.clock = clock;
    }

    @Override
    public Optional<Share> next(Asked asked) {
        var promise = new Promise(
                seconds(asked.done().getFirst().started()), seconds(asked.dueBy()), Math.max(asked.iterations(), asked.done().size()),
                declared(asked),
                asked.first(), number(asked.terms(), "min_cpus", 0.01), number(asked.terms(), "max_cpus", asked.first()));
        var done = asked.done().stream().map(each -> new Iteration(seconds(each.started()), seconds(each.ended()), each.cpus())).toList();
        var sight = new Sight(promise, done);
        var advice = law(asked.terms()).advise(sight);
        double wanted = promise.clamp(advice.cpus());
        double lastChance = Allocator.lastChance(sight);
        double granted = granted(asked, promise, wanted, Allocator.needed(sight), lastChance);
        if (granted < wanted) {
            advice = lessThanWanted(asked, sight, advice, wanted, granted, lastChance);
        }
        return Optional.of(new Share(
                granted, sight.cpus(), wanted, instant(lastChance), advice.state().name(), advice.why(), instant(advice.predictedEnd()),
                asked.dueBy(),
                advice.lateBefore(), advice.late(), done.size(), asked.iterations()));
    }

    @Override
    public Optional<Share> first(Asked asked, Instant now) {
        var expected = asked.expected();
        if (expected == null || !(law(asked.terms()) instanceof ModelLaw)) {
            return Optional.empty();
        }
        double max = number(asked.terms(), "max_cpus", asked.first());
        double min = Math.min(max, number(asked.terms(), "min_cpus", 0.01));
        var promise = new Promise(
                seconds(now), seconds(asked.dueBy()), asked.iterations(), expected.dividedBy(asked.iterations()).toMillis() / 1000.0,
                asked.first(), min, max);
        var sight = Sight.before(promise);
        double needed = Allocator.needed(sight);
        double wanted = promise.clamp(Math.max(asked.first(), Figures.decimal(Math.ceil(needed / STEP - 1e-9) * STEP)));
        double lastChance = Allocator.lastChance(sight);
        double granted = granted(asked, promise, wanted, needed, lastChance);
        if (granted == asked.first()) {
            return Optional.empty();
        }
        var rest = Remainder.learnt(sight);
        double left = promise.window();
        double ends = promise.start() + rest.seconds(granted);
        var why = granted > asked.first()
                ? "with " + Figures.share(asked.first()) + " CPUs from the beginning its deadline is in danger"
                : "it would begin with " + Figures.share(wanted) + ", and " + Figures.share(granted) + " is what others leave";
        var state = granted > asked.first() ? Advice.State.UNDER_PERFORMANT : Advice.State.ON_PLAN;
        return Optional.of(new Share(
                granted, asked.first(), wanted, instant(lastChance), state.name(), why, instant(ends), asked.dueBy(),
                rest.late(asked.first(), left),
                rest.late(granted, left), 0, asked.iterations()));
    }

    /** What others leave of the pool, and at any rate what the job needs. */
    private double granted(Asked asked, Promise promise, double wanted, double needed, double lastChance) {
        double least = Math.min(wanted, promise.clamp(Figures.decimal(Math.ceil(needed / STEP - 1e-9) * STEP)));
        var mine = new Allocator.Demand(0, wanted, least, promise.min(), lastChance, false);
        double granted = Allocator.grant(mine, demands(asked.rivals()), policy.pool().applyAsDouble(asked.backend()));
        return granted >= wanted ? wanted : promise.clamp(Math.max(least, Figures.decimal(Math.floor(granted / STEP + 1e-9) * STEP)));
    }

    /** What others have and want of a pool; of whom nothing was decided yet, what it has is spoken for. */
    static List<Allocator.Demand> demands(List<Rival> rivals) {
        return rivals.stream()
                .map(each -> new Allocator.Demand(
                        each.held(), each.wanted() == null ? each.held() : each.wanted(), each.min(), each.min(),
                        each.lastChance() == null ? Double.NEGATIVE_INFINITY : seconds(each.lastChance()), each.isLasting()))
                .toList();
    }

    /** The same advice with a smaller share, and whom the rest is left to. */
    private static Advice lessThanWanted(Asked asked, Sight sight, Advice advice, double wanted, double granted, double lastChance) {
        var rest = Remainder.learnt(sight);
        double left = sight.promise().deadline() - sight.now();
        var first = asked.rivals().stream()
                .filter(each -> each.lastChance() != null && seconds(each.lastChance()) < lastChance)
                .min(Comparator.comparing(each -> Objects.requireNonNull(each.lastChance())));
        var why = "it would have " + Figures.share(wanted) + " (" + advice.why() + "), and " + Figures.share(granted)
                + " is what others leave"
                + first.map(each -> "; " + each.name() + " is more urgent").orElse("");
        return new Advice(
                advice.state(), granted, why, sight.now() + rest.seconds(granted), rest.late(granted, left),
                advice.lateBefore() == null ? rest.late(sight.cpus(), left) : advice.lateBefore());
    }

    /** Where nobody said how long it takes, the first iteration did. */
    private static double declared(Asked asked) {
        var first = asked.done().getFirst();
        var one = asked.expected() == null
                ? Duration.between(first.started(), first.ended())
                : asked.expected().dividedBy(asked.iterations());
        return one.toMillis() / 1000.0;
    }

    private Law law(Map<String, Object> terms) {
        return switch (String.valueOf(terms.getOrDefault("law", policy.law()))) {
            case "classic" -> new ClassicLaw(constants(terms));
            case "pi" -> new PiLaw();
            default -> new ModelLaw(Math.clamp(number(terms, "hit", policy.hit()), 0.51, 0.999));
        };
    }

    private static ClassicConstants constants(Map<String, Object> terms) {
        var named = "seed".equals(terms.get("constants")) ? ClassicConstants.SEED : ClassicConstants.PROGRAMS;
        return new ClassicConstants(
                (int) number(terms, "variant", named.variant()), number(terms, "increment", named.increment()),
                number(terms, "decrement", named.decrement()),
                span(terms.get("deployment_time"), named.deploymentTime()), span(terms.get("sleeping_time"), named.sleepingTime()),
                number(terms, "deviation", named.deviation()));
    }

    private static double span(@Nullable Object value, double otherwise) {
        return value == null ? otherwise : Durations.parse(value.toString()).toMillis() / 1000.0;
    }

    private static double number(Map<String, Object> terms, String key, double otherwise) {
        var value = terms.get(key);
        return value == null ? otherwise : Double.parseDouble(value.toString());
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / 1000.0;
    }

    private static Instant instant(double seconds) {
        return Instant.ofEpochMilli((long) (seconds * 1000));
    }

    /** Tells a decision that is committed. */
    public void tell(LaunchId launch, Share share) {
        var dimensions = new LinkedHashMap<String, String>();
        dimensions.put("jobname", launch.task().value());
        dimensions.put("framework", "comporta");
        dimensions.put("uuid",
                launch.dag() + "." + launch.run() + "." + launch.task() + (launch.mapIndex() < 0 ? "" : "~" + launch.mapIndex()));
        dimensions.put("dag_id", launch.dag().value());
        dimensions.put("run_id", launch.run());
        var at = clock.instant();
        var told = new ArrayList<Measure>();
        told.add(new Measure(
                "prediction_vs_deadline", dimensions, at, Duration.between(share.dueBy(), share.predictedEnd()).toSeconds(), Map.of()));
        told.add(new Measure("remaining_iterations", dimensions, at, share.iterations() - (double) share.done(), Map.of()));
        told.add(new Measure("current_cpu", dimensions, at, share.from(), Map.of()));
        told.add(new Measure(
                "comporta.cpu_decision", dimensions, at, share.cpus(),
                Map.of("from", Figures.share(share.from()), "state", share.state(), "reason", share.why())));
        var late = share.late();
        if (late != null) {
            told.add(new Measure("comporta.p_late", dimensions, at, late, Map.of()));
        }
        measures.take(List.copyOf(told));
    }
}
