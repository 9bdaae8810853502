package comporta.api;

import comporta.decide.Wish;
import comporta.store.Origin;
import java.util.concurrent.CompletableFuture;

/** Where wishes are put into the inbox. */
public interface Wishing {
    /** Puts a wish into the inbox and gives its number; the same key again is the same wish. */
    CompletableFuture<Long> post(Wish wish, Origin origin, String idempotencyKey);
}
