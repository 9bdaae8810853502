package comporta.architecture.seeded.util;

/** Lives in a package that is named by nothing. */
final class Strings {
    private Strings() {}
}
