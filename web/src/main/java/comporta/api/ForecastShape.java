package comporta.api;

import comporta.loop.RunForecast;
import comporta.loop.RunPicture;
import comporta.loop.TaskPicture;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a run is likely over.
 *
 * @param p90 null: how far durations spread is not reckoned with yet
 * @param basis {@code history}: how long tasks took before; {@code declared}: what the DAG file says; {@code mixed}: some of each
 * @param samples how many earlier nights count; null: not known
 */
record ForecastShape(
        Instant p50,
        @Nullable Instant p90,
        Instant madeAt,
        @Words({"history", "declared", "mixed"}) String basis,
        @Nullable Integer samples,
        List<DeadlineShape> deadlines) {

    /** Empty when nothing is known of how long its tasks take. */
    static Optional<ForecastShape> of(RunPicture picture, @Nullable Instant end, List<DeadlineShape> deadlines) {
        var made = picture.forecast();
        if (made != null && end != null) {
            return Optional.of(of(made, deadlines));
        }
        return Optional.ofNullable(end).map(at -> new ForecastShape(at, null, picture.at(), basis(picture), null, deadlines));
    }

    static ForecastShape of(RunForecast made, List<DeadlineShape> deadlines) {
        var basis = made.nights() == 0 ? "declared" : made.declared() > 0 ? "mixed" : "history";
        return new ForecastShape(made.p50(), made.p90(), made.madeAt(), basis, made.nights(), deadlines);
    }

    private static String basis(RunPicture picture) {
        if (!picture.fromHistory()) {
            return "declared";
        }
        return picture.tasks().stream().anyMatch(ForecastShape::isDeclared) ? "mixed" : "history";
    }

    private static boolean isDeclared(TaskPicture task) {
        var declared = task.task().expectedDuration();
        return !task.instance().isAtRest() && declared != null && declared.equals(task.usual());
    }
}
