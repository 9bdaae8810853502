package comporta.api;

import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/** What the classes of shapes tell of themselves. */
final class Shapes {
    private Shapes() {}

    static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
