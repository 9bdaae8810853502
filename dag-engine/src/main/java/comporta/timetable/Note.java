package comporta.timetable;

/** Why a tick is unlike the others of its schedule. */
public sealed interface Note {
    /** There is nothing to say. */
    record None() implements Note {}

    /** The wall time that was asked for is missing in that spring night. */
    record Gap() implements Note {}

    /** The wall time that was asked for comes twice in that autumn night. */
    record Fold() implements Note {}

    /** The calendar moved it from another day. */
    record Shifted() implements Note {}

    /** It makes no run. */
    record Skipped(String why) implements Note {}

    /** One word, or {@code skipped: why}; empty when there is nothing to say. */
    default String text() {
        return switch (this) {
            case None _ -> "";
            case Gap _ -> "gap";
            case Fold _ -> "fold";
            case Shifted _ -> "shifted";
            case Skipped(var why) -> "skipped: " + why;
        };
    }
}
