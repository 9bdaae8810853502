package comporta.decide;

import comporta.operator.Exit;
import comporta.operator.LaunchIntent;
import comporta.run.Launch;
import java.util.Map;

/**
 * The probe of {@code done_when}: a launch ahead of those of a task's very first try, which says whether what the task makes already
 * exists. Then the try is a success without anything being made. A task that a person clears is made again.
 */
public final class Probe {
    /** The operator whose launches are probes. Their outputs are {@code holds}, true or false, and {@code seen}, in words. */
    public static final String OPERATOR = "done_when";

    private Probe() {}

    /** Whether the next try of the task begins with one. */
    public static boolean isDue(Facts facts, int task) {
        return facts.instance(task).tries() == 0 && !facts.plan().task(task).doneWhen().isEmpty();
    }

    /** Whether the launch is one. */
    public static boolean is(LaunchIntent launch) {
        return launch.operator().equals(OPERATOR);
    }

    static boolean is(Launch launch) {
        return is(launch.intent());
    }

    /** Whether the probe has ended with the word that there is nothing to be made. */
    public static boolean isDone(Exit probed) {
        return probed.isSuccess() && Boolean.TRUE.equals(probed.outputs().get("holds"));
    }

    /** The end of a try that had nothing to make. */
    public static Exit done(Exit probed) {
        return new Exit(null, null, "done already: " + probed.outputs().get("seen"), Map.of());
    }
}
