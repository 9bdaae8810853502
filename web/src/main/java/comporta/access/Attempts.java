package comporta.access;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts attempts to sign in that failed. Somebody who guesses at one name from one address is soon told to wait; who guesses at many
 * names, or from many addresses, a little later. The counts are of this process and are gone with it.
 */
final class Attempts {
    static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int OF_ONE_AT_ONE = 5;
    private static final int FROM_ONE_ADDRESS = 20;
    private static final int AT_ONE_NAME = 50;
    private static final int REMEMBERED = 10_000;

    private final Map<String, Deque<Instant>> failures = new LinkedHashMap<>();

    /** When another attempt may be made; null: now. */
    synchronized @Nullable Instant blockedUntil(String name, String address, Instant now) {
        Instant until = null;
        for (var each : keys(name, address).entrySet()) {
            var failed = failures.getOrDefault(each.getKey(), new ArrayDeque<>());
            forget(failed, now);
            if (failed.size() >= each.getValue()) {
                var free = failed.getFirst().plus(WINDOW);
                until = until == null || free.isAfter(until) ? free : until;
            }
        }
        return until;
    }

    synchronized void failed(String name, String address, Instant now) {
        for (var each : keys(name, address).entrySet()) {
            var failed = failures.computeIfAbsent(each.getKey(), _ -> new ArrayDeque<>());
            failed.add(now);
            if (failed.size() > each.getValue()) {
                failed.removeFirst();
            }
        }
        failures.values().removeIf(failed -> {
            forget(failed, now);
            return failed.isEmpty();
        });
        while (failures.size() > REMEMBERED) {
            failures.remove(failures.keySet().iterator().next());
        }
    }

    synchronized void succeeded(String name, String address) {
        failures.remove(both(name, address));
    }

    private static void forget(Deque<Instant> failed, Instant now) {
        while (!failed.isEmpty() && !failed.getFirst().plus(WINDOW).isAfter(now)) {
            failed.removeFirst();
        }
    }

    private static Map<String, Integer> keys(String name, String address) {
        return Map.of(both(name, address), OF_ONE_AT_ONE, "from " + address, FROM_ONE_ADDRESS, "at " + name, AT_ONE_NAME);
    }

    private static String both(String name, String address) {
        return "of " + name + " from " + address;
    }
}
