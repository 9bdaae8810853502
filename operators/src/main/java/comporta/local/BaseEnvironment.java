package comporta.local;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;

/** The environment that every job gets, kept in native memory, since it is mostly the same and may be large. */
final class BaseEnvironment {
    private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin";

    private final Map<String, MemorySegment> entries = new LinkedHashMap<>();
    private final String path;

    BaseEnvironment(Map<String, String> environment) {
        environment.forEach((name, value) -> entries.put(name, Arena.global().allocateFrom(name + "=" + value)));
        path = environment.getOrDefault("PATH", USUAL_PATH);
    }

    /** Where programs are looked for. */
    String path() {
        return path;
    }

    /** This environment with {@code more} in it or over it, as {@code envp}. */
    MemorySegment with(Map<String, String> more, Arena arena) {
        var envp = arena.allocate(ADDRESS, entries.size() + more.size() + 1L);
        int at = 0;
        for (var entry : entries.entrySet()) {
            if (!more.containsKey(entry.getKey())) {
                envp.setAtIndex(ADDRESS, at++, entry.getValue());
            }
        }
        for (var entry : more.entrySet()) {
            envp.setAtIndex(ADDRESS, at++, arena.allocateFrom(entry.getKey() + "=" + entry.getValue()));
        }
        envp.setAtIndex(ADDRESS, at, MemorySegment.NULL);
        return envp;
    }
}
