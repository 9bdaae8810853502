package comporta.access;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Where the store is written to: one thread, which does one deed after the other. */
public interface Desk {
    /** Does a deed on that thread. */
    <T> CompletableFuture<T> call(Supplier<T> deed);
}
