package comporta.decide;

import comporta.operator.Lease;
import comporta.operator.LaunchIntent;

/** What the outside world is told after the commit. Each can be repeated: a restart may carry it out once more. */
public sealed interface Command {
    /** Start this. */
    record Submit(LaunchIntent intent) implements Command {}

    /** End this. */
    record Stop(LaunchIntent intent, boolean force) implements Command {}

    /** Find out what became of this. */
    record Find(LaunchIntent intent) implements Command {}

    /** The end of this is on record: nothing need be kept outside to tell of it. */
    record Settle(LaunchIntent intent) implements Command {}

    /** Of this so many machines as are registered stay, the others are given back; what runs on any of them is left alone. */
    record Shrink(Lease lease) implements Command {}

    /** Give this back. */
    record Release(Lease lease) implements Command {}
}
