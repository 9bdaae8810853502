package comporta.app;

import comporta.app.Paint.Colour;
import comporta.run.TaskState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a task's state looks: a sign, a colour, and whether it is under way. */
record Look(String sign, @Nullable Colour colour, boolean active) {
    private static final String[] TURNING = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
    private static final int TURN_MILLIS = 125;

    /** The look at that moment: what runs has a sign that turns. */
    static Look of(TaskState state, Instant at) {
        return switch (state) {
            case TaskState.Waiting _ -> new Look("·", Colour.DIM, false);
            case TaskState.Queued _ -> new Look("○", Colour.YELLOW, false);
            case TaskState.Launching _ -> new Look("◌", Colour.CYAN, true);
            case TaskState.Running _ ->
                    new Look(TURNING[(int) Math.floorMod(at.toEpochMilli() / TURN_MILLIS, (long) TURNING.length)], Colour.CYAN, true);
            case TaskState.Deferred _ -> new Look("◔", Colour.CYAN, true);
            case TaskState.UpForRetry _ -> new Look("↻", Colour.YELLOW, true);
            case TaskState.Stopping _ -> new Look("◍", Colour.YELLOW, true);
            case TaskState.Unreachable _ -> new Look("?", Colour.MAGENTA, true);
            case TaskState.Success _ -> new Look("✔", Colour.GREEN, false);
            case TaskState.Failed _ -> new Look("✘", Colour.RED, false);
            case TaskState.Skipped _ -> new Look("–", Colour.DIM, false);
            case TaskState.UpstreamFailed _ -> new Look("✗", Colour.MAGENTA, false);
            case TaskState.Cancelled _ -> new Look("■", Colour.YELLOW, false);
            case TaskState.Removed _ -> new Look(" ", Colour.DIM, false);
        };
    }
}
