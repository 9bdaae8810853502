package comporta.model;

import comporta.dag.PlainData;
import comporta.operator.LastLaunch;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a launch of an elastic job carries beside its job: the iterations before it, and what was decided of its share. */
final class Elastic {
    private static final String KEY = "elasticity";

    private Elastic() {}

    /** The iterations so far, the one that has just ended included. */
    static List<Shares.Ran> done(LastLaunch last) {
        var done = new ArrayList<Shares.Ran>();
        if (PlainData.block(last.spec().data(), KEY).get("done") instanceof List<?> before) {
            for (var each : before) {
                var times = (List<?>) each;
                done.add(new Shares.Ran(Instant.parse(times.get(0).toString()), Instant.parse(times.get(1).toString()), number(times.get(2), 0)));
            }
        }
        var started = last.started().isAfter(last.ended()) ? last.ended() : last.started();
        done.add(new Shares.Ran(started, last.ended(), cpus(last.spec())));
        return done;
    }

    /** The share of a launch. */
    static double cpus(LaunchSpec spec) {
        return number(PlainData.block(spec.data(), "job").get("cpus"), 1);
    }

    /** Whether a launch is one of an elastic job. */
    static boolean is(LaunchSpec spec) {
        return spec.data().containsKey(KEY);
    }

    static String backend(LaunchSpec spec) {
        return String.valueOf(PlainData.block(spec.data(), "job").get("backend"));
    }

    /** Elastic jobs of the same backend. */
    static List<Shares.Rival> rivals(String backend, List<LaunchIntent> underWay) {
        return underWay.stream().filter(intent -> is(intent.spec()) && backend(intent.spec()).equals(backend)).map(intent -> {
            var id = intent.id();
            var name = id.dag() + "." + id.task() + (id.mapIndex() < 0 ? "" : "[" + id.mapIndex() + "]");
            var share = decided(intent.spec());
            return new Shares.Rival(
                    name, cpus(intent.spec()), share.map(Shares.Share::wanted).orElse(null), share.map(Shares.Share::lastChance).orElse(null));
        }).toList();
    }

    /**
     * The launch with what it carries.
     *
     * @param terms the {@code elasticity} block
     */
    static LaunchSpec with(LaunchSpec spec, Map<String, Object> terms, List<Shares.Ran> done, Shares.@Nullable Share share) {
        var carried = new LinkedHashMap<String, Object>();
        carried.put("done", done.stream().map(each -> List.of(each.started().toString(), each.ended().toString(), each.cpus())).toList());
        if (share != null) {
            var decision = new LinkedHashMap<>(data(share));
            for (var bound : List.of("min_cpus", "max_cpus", "law")) {
                Optional.ofNullable(terms.get(bound)).ifPresent(value -> decision.put(bound, value));
            }
            carried.put("decision", decision);
        }
        var data = new LinkedHashMap<>(spec.data());
        data.put(KEY, carried);
        return new LaunchSpec(data);
    }

    private static Map<String, Object> data(Shares.Share share) {
        var data = new LinkedHashMap<String, Object>();
        data.put("cpus", share.cpus());
        data.put("from", share.from());
        data.put("wanted", share.wanted());
        data.put("last_chance", share.lastChance().toString());
        data.put("state", share.state());
        data.put("why", share.why());
        data.put("predicted_end", share.predictedEnd().toString());
        data.put("due_by", share.dueBy().toString());
        putChance(data, "late_before", share.lateBefore());
        putChance(data, "late", share.late());
        data.put("done", share.done());
        data.put("iterations", share.iterations());
        return data;
    }

    private static void putChance(Map<String, Object> data, String name, @Nullable Double chance) {
        if (chance != null) {
            data.put(name, BigDecimal.valueOf(chance).setScale(3, RoundingMode.HALF_UP));
        }
    }

    /** What was decided of the share of a launch. */
    static Optional<Shares.Share> decided(LaunchSpec spec) {
        var decision = PlainData.block(PlainData.block(spec.data(), KEY), "decision");
        return decision.isEmpty() ? Optional.empty() : Optional.of(new Shares.Share(
                number(decision.get("cpus"), 1), number(decision.get("from"), 1), number(decision.get("wanted"), number(decision.get("cpus"), 1)),
                Instant.parse(String.valueOf(decision.getOrDefault("last_chance", decision.get("due_by")))), String.valueOf(decision.get("state")),
                String.valueOf(decision.get("why")),
                Instant.parse(String.valueOf(decision.get("predicted_end"))), Instant.parse(String.valueOf(decision.get("due_by"))),
                chance(decision.get("late_before")), chance(decision.get("late")), (int) number(decision.get("done"), 0),
                (int) number(decision.get("iterations"), 1)));
    }

    private static @Nullable Double chance(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : null;
    }

    private static double number(@Nullable Object value, double otherwise) {
        try {
            return value == null ? otherwise : Double.parseDouble(value.toString());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
