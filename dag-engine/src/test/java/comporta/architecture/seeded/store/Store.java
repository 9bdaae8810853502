package comporta.architecture.seeded.store;

import comporta.architecture.seeded.dag.LooksDown;
import java.sql.SQLException;

/** Closes the circle; its SQL is where SQL belongs. */
public record Store(Class<LooksDown> seenAbove) {
    SQLException failure() {
        return new SQLException("lost", seenAbove.getName());
    }
}
