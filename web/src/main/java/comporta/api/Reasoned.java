package comporta.api;

import org.jspecify.annotations.Nullable;

/** Why somebody wants something. */
record Reasoned(@Nullable String reason) {
    String words() {
        return reason == null ? "" : reason;
    }
}
