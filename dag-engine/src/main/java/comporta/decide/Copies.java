package comporta.decide;

import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.run.Launch;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * A second launch of the same work beside one that straggles. The first to end well wins, and the other is ended; as long as one of them is
 * in sight the other may be lost.
 */
public final class Copies {
    private static final String OF = "copy_of";

    private Copies() {}

    /** What a copy is told to do: it knows what it is a copy of. */
    public static LaunchSpec mark(LaunchSpec spec, int number) {
        var data = new LinkedHashMap<>(spec.data());
        data.put(OF, number);
        return new LaunchSpec(data);
    }

    /** Whether a launch is the second one. */
    public static boolean is(LaunchIntent launch) {
        return launch.spec().data().containsKey(OF);
    }

    /** Whether among the launches of a try is one that runs beside another. */
    public static boolean isAmong(List<Launch> launches) {
        return launches.stream().anyMatch(launch -> is(launch.intent()));
    }
}
