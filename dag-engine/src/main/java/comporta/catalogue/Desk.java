package comporta.catalogue;

import java.util.function.Supplier;

/** Who writes to the store: does a deed on the one thread that may, and waits for it. */
@FunctionalInterface
public interface Desk {
    /**
     * Does a deed, and gives what came of it.
     *
     * @throws RuntimeException what the deed throws
     */
    <T> T does(Supplier<T> deed);
}
