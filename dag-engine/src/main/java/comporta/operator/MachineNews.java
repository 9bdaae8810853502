package comporta.operator;

import java.time.Instant;

/** What is told of a machine while its lease goes on. */
public sealed interface MachineNews {
    /** As its provider names it. */
    String machine();

    Instant at();

    /** It works under that name: what its end is told by to whoever starts work there. */
    record Registered(String machine, String agent, Instant at) implements MachineNews {}

    /** It has ended. */
    record Gone(String machine, Instant at) implements MachineNews {}

    /**
     * It came in place of another, which is gone.
     *
     * @param lost as its provider named that one
     * @param type such as {@code m5.2xlarge}
     * @param market {@code on-demand} or {@code spot}
     */
    record Replaced(String lost, String machine, String type, String market, Instant at) implements MachineNews {}
}
