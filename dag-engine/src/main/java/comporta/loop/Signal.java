package comporta.loop;

import comporta.decide.Wish;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.MachineNews;
import comporta.operator.News;
import comporta.operator.Submission;
import java.time.Instant;

/** What wakes the loop. */
sealed interface Signal {
    /** The outside world told something by itself. */
    record Told(News news) implements Signal {}

    /** The outside world answered a submission. */
    record Answered(LaunchId launch, Submission submission) implements Signal {}

    /** The outside world answered what became of a launch; it was asked at {@code asked}. */
    record FoundOut(Finding finding, Instant asked) implements Signal {}

    /** It is verified that nothing is left of what a lease held. */
    record Released(long run, String lease) implements Signal {}

    /** A machine has come or gone while its lease goes on. */
    record Machine(MachineNews news) implements Signal {}

    /** The alarm rang. */
    record Rang() implements Signal {}

    /** A committed wish waits to be granted. */
    record Wished(Wish wish) implements Signal {}

    /** A run may have its turn, or a wish of the engine itself waits. */
    record Stirred() implements Signal {}

    /** Something to do on the thread of the loop, which alone writes. */
    record Errand(Runnable deed) implements Signal {}
}
