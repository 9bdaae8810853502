package comporta.decide;

import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Submission;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a run has to answer. Where a launch may have ended as the last one of its try ({@link RunView#isLastOpen}), the operator's
 * {@link FollowUp} comes with it.
 */
public sealed interface Event {
    /** The run begins, or goes on after a restart. */
    record Begun() implements Event {}

    /** A task that {@link Admission} chose is prepared. */
    record Prepared(int task, Preparation preparation) implements Event {}

    /** A task straggles and is worth a second start; refused silently where it does not run, or has one. */
    record Doubled(int task, LaunchIntent copy) implements Event {}

    /** The outside world told something. */
    record Heard(News news, @Nullable FollowUp followUp) implements Event {}

    /** The outside world answered a submission. */
    record Answered(LaunchId launch, Submission submission, @Nullable FollowUp followUp) implements Event {}

    /**
     * It is known what became of a launch.
     *
     * @param asked when the question was put: what was heard since is newer than the answer
     */
    record Found(Finding finding, Instant asked, @Nullable FollowUp followUp) implements Event {}

    /**
     * A clock of these tasks, of these leases or of the run may have run out, or the outside world is to be reminded of them.
     *
     * @param leases by the numbers of their set-ups
     */
    record TimeCame(List<Integer> tasks, List<Integer> leases) implements Event {
        public TimeCame {
            tasks = List.copyOf(tasks);
            leases = List.copyOf(leases);
        }
    }

    /** A person wants something. */
    record Wished(Wish wish) implements Event {}

    /** How other runs stand that these tasks wait for is known, perhaps otherwise than before. */
    record Learned(List<Integer> tasks) implements Event {
        public Learned {
            tasks = List.copyOf(tasks);
        }
    }

    /** It is verified that nothing is left of what a lease held. */
    record Released(String lease) implements Event {}
}
