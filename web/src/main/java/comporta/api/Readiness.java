package comporta.api;

import java.util.List;

/**
 * Whether this process does its work.
 *
 * @param role what it is: {@code scheduler}, {@code standby} or {@code web}
 * @param waitsFor what is missing, in words; empty: it is ready
 */
public record Readiness(String role, List<String> waitsFor) {
    public Readiness {
        waitsFor = List.copyOf(waitsFor);
    }

    /** Whether nothing is missing. */
    public boolean isReady() {
        return waitsFor.isEmpty();
    }
}
