package comporta.model;

import comporta.dag.PlainData;
import comporta.operator.LastLaunch;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
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
    private static final String DECISION = "decision";
    /** What is given once, before a launch, says how it takes hold. */
    private static final String ACTUATOR = "actuator";

    private Elastic() {}

    /** The iterations so far, the one that has just ended included. */
    static List<Shares.Ran> done(LastLaunch last) {
        var done = new ArrayList<Shares.Ran>();
        if (PlainData.block(last.spec().data(), KEY).get("done") instanceof List<?> before) {
            for (var each : before) {
                var times = (List<?>) each;
                done.add(new Shares.Ran(Instant.parse(times.get(0).toString()), Instant.parse(times.get(1).toString()),
                        number(times.get(2), 0)));
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
            var decision = PlainData.block(PlainData.block(intent.spec().data(), KEY), DECISION);
            return new Shares.Rival(
                    name, share.map(Shares.Share::cpus).orElseGet(() -> cpus(intent.spec())), number(decision.get("min_cpus"), 0),
                    share.map(Shares.Share::wanted).orElse(null), share.map(Shares.Share::lastChance).orElse(null),
                    decision.containsKey(ACTUATOR));
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
            carried.put(DECISION, decision(terms, share));
        }
        var data = new LinkedHashMap<>(spec.data());
        data.put(KEY, carried);
        return new LaunchSpec(data);
    }

    /** A decision as it is kept. */
    static Map<String, Object> decision(Map<String, Object> terms, Shares.Share share) {
        var decision = new LinkedHashMap<>(share.data());
        for (var bound : List.of("min_cpus", "max_cpus", "law")) {
            Optional.ofNullable(terms.get(bound)).ifPresent(value -> decision.put(bound, value));
        }
        return decision;
    }

    /** What was decided of the share of a launch. */
    static Optional<Shares.Share> decided(LaunchSpec spec) {
        return Shares.Share.of(PlainData.block(PlainData.block(spec.data(), KEY), DECISION));
    }

    private static double number(@Nullable Object value, double otherwise) {
        try {
            return value == null ? otherwise : Double.parseDouble(value.toString());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
