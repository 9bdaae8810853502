package comporta.architecture.seeded.timetable;

/** Lives behind a door without a sign. */
final class Unmarked {
    private Unmarked() {}
}
