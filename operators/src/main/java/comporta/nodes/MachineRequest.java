package comporta.nodes;

import comporta.dag.PlainData;
import java.util.Map;

/**
 * The wish for one machine.
 *
 * @param token the same token never starts a second machine; at most 64 letters and digits
 * @param type e.g. {@code m5.2xlarge}
 * @param market {@code on-demand}, {@code spot} or {@code spot-with-fallback}
 * @param tags for people and for what looks for forgotten machines
 */
public record MachineRequest(
        MachineKey key, String token, String pool, String slaveType, String type, String market, Map<String, String> tags, Make make) {
    public MachineRequest {
        tags = PlainData.ordered(tags);
    }

    /** One of which no more is said. */
    public MachineRequest(
            MachineKey key, String token, String pool, String slaveType, String type, String market, Map<String, String> tags) {
        this(key, token, pool, slaveType, type, market, tags, Make.PLAIN);
    }
}
