package comporta.elasticity;

import java.util.List;

/** Where what is known of jobs goes. Never blocks and never fails. */
@FunctionalInterface
public interface Measures {
    /** Nobody wants to know. */
    Measures NONE = measures -> { };

    void take(List<Measure> measures);
}
