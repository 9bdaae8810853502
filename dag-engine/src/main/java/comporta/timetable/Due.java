package comporta.timetable;

import java.time.Instant;

/** An instant at which a pattern is due. */
record Due(Instant at, Note note) {

    /** What counts of two that fall on the same instant: the one that makes a run, and of those the one that nothing was done to. */
    static Due better(Due one, Due other) {
        return rank(other.note) < rank(one.note) ? other : one;
    }

    private static int rank(Note note) {
        return switch (note) {
            case Note.None _ -> 0;
            case Note.Fold _ -> 1;
            case Note.Gap _ -> 2;
            case Note.Shifted _ -> 3;
            case Note.Skipped _ -> 4;
        };
    }

    boolean isSkipped() {
        return note instanceof Note.Skipped;
    }
}
