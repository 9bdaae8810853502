package comporta.local;

import comporta.dag.PlainData;
import comporta.secret.Vault;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the local backend is given.
 *
 * @param state folder that outlives us, on a disk of this host; no two schedulers of different hosts share it
 * @param environment of every job, below its own
 * @param parallel processes at the same time; later launches wait in line
 * @param logLimit bytes of disk that the log of one try may hold
 * @param vault where the secrets of jobs come from
 */
public record LocalSettings(Path state, Map<String, String> environment, int parallel, long logLimit, Vault vault) {
    public LocalSettings {
        state = state.toAbsolutePath().normalize();
        environment = PlainData.ordered(environment);
        if (parallel < 1) {
            throw new IllegalArgumentException("at least one local process must be allowed at a time, not " + parallel);
        }
    }

    /** Without secrets. */
    public LocalSettings(Path state, Map<String, String> environment, int parallel, long logLimit) {
        this(state, environment, parallel, logLimit, Vault.EMPTY);
    }
}
