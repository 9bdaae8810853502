package comporta.app;

import comporta.simulate.MachineTime;

/**
 * Machines on which nothing ran, each in one of three ways.
 *
 * @param seconds of those that were up
 * @param underWay seconds of those that were booting or leaving
 * @param kept seconds of those that were kept for a person
 */
record Idle(double seconds, double underWay, double kept) {
    Idle and(MachineTime night) {
        return new Idle(seconds + night.idleSeconds(), underWay + night.underWaySeconds(), kept + night.keptSeconds());
    }
}
