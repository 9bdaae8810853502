package comporta.simulate;

/** An invariant that does not hold. */
final class Broken extends AssertionError {
    private static final long serialVersionUID = 1L;

    private Broken(String what) {
        super(what);
    }

    /** @param otherwise what is wrong, with a {@code %s} for each of {@code of} */
    @SuppressWarnings("AnnotateFormatMethod")
    static void unless(boolean holds, String otherwise, Object... of) {
        if (!holds) {
            throw that(otherwise, of);
        }
    }

    @SuppressWarnings("AnnotateFormatMethod")   // it would want a library more
    static Broken that(String what, Object... of) {
        return new Broken(String.format(what, of));
    }
}
