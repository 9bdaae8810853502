package comporta.dag;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is unusual enough to tell somebody; null: never. {@code noSuccessFor} is known on a DAG only. */
public record Alerts(
        @Nullable Span longerThan, @Nullable Span shorterThan, @Nullable Span queuedFor, @Nullable Duration noSuccessFor) {

    /** Nothing is unusual. */
    public static final Alerts NONE = new Alerts(null, null, null, null);

    /** A length of time, or a multiple of the usual one. */
    public sealed interface Span {
        record Fixed(Duration duration) implements Span {}

        record TimesUsual(double factor) implements Span {}
    }
}
