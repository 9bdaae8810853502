package comporta.architecture.seeded.cellar;

/** Lives in a room that the house does not have. */
final class Barrel {
    private Barrel() {}
}
