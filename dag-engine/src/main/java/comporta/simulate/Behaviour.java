package comporta.simulate;

import comporta.operator.Try;

/** Says what becomes of simulated tries. */
@FunctionalInterface
public interface Behaviour {
    /** A pure function of the try: asked twice, it says the same, whatever happened in between. */
    Conduct of(Try attempt);
}
