package comporta.store;

import org.jspecify.annotations.Nullable;

/** The database could not do what was asked; nothing of it was done. */
public final class StoreFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreFailed(String message) {
        super(message);
    }

    StoreFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
