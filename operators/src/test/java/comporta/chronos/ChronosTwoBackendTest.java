package comporta.chronos;

/** Chronos 2 too. */
class ChronosTwoBackendTest extends ChronosBackendTest {
    @Override
    boolean isThree() {
        return false;
    }
}
