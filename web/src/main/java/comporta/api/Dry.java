package comporta.api;

import java.lang.reflect.Type;

/** What every changing request takes, and answers then. */
final class Dry {
    static final Parameter RUN = Parameter.truth("dry_run", "Only tell what would be done");

    private Dry() {}

    /** A shape, or the preview that a dry run answers. */
    static Type or(Class<?> shape) {
        return new Either(shape, Preview.class);
    }

    /** One shape or another. */
    record Either(Class<?> one, Class<?> other) implements Type {}
}
