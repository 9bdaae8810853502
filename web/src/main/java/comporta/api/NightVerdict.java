package comporta.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a night says first, in one sentence: whether it will be made, or was. Pure. */
final class NightVerdict {
    private static final List<String> NUMBERS = List.of("no", "one", "two", "three", "four", "five", "six", "seven", "eight",
            "nine", "ten");
    private static final int MINUTES_ARE_SAID = 120;
    private static final int HOUR = 60;
    private static final int HALF_A_MINUTE = 30;

    /**
     * A deadline.
     *
     * @param dag whose it is
     * @param endedAt when its run did; null: it has not, or a task is meant
     */
    private record Due(String dag, DeadlineShape deadline, @Nullable Instant endedAt) {
        boolean is(String... states) {
            return Set.of(states).contains(deadline.status());
        }

        /** How long before the deadline, negative behind it; null: not known. */
        @Nullable Duration margin() {
            return endedAt == null ? null : Duration.between(endedAt, deadline.dueAt());
        }
    }

    private final List<Due> dues;

    /**
     * Looks at all deadlines of a night.
     *
     * @param runs that were made
     * @param rows of which those to come have deadlines, too
     */
    NightVerdict(List<RunShape> runs, List<NightShape.NightRun> rows) {
        dues = Stream.concat(
                runs.stream()
                        .flatMap(run -> run.deadlines().stream()
                                .map(each -> new Due(run.dagId(), each, each.taskId() == null ? run.endedAt() : null))),
                rows.stream().filter(row -> row.state().equals("to_come"))
                        .flatMap(row -> Stream.ofNullable(row.deadline()).map(each -> new Due(row.dagId(), each, null))))
                .toList();
    }

    /** How many are open, and will likely be met. */
    int holding() {
        return are("on_time").size();
    }

    /**
     * The sentence.
     *
     * @param needy runs that need somebody
     * @param rows of the night
     * @param isOver whether the night is: what was met and missed comes first then
     */
    Text sentence(int needy, int rows, boolean isOver) {
        var missed = are("missed");
        var met = are("met");
        var open = are("on_time", "at_risk", "late");
        var risky = are("at_risk", "late");
        if (needy > 0 && !(isOver && missed.size() + met.size() > 0)) {
            return new Text("needs_you", Map.of("runs", needy),
                    capital(word(needy)) + (needy == 1 ? " run needs you." : " runs need you."));
        }
        if (!missed.isEmpty()) {
            return some("missed", missed, missed.size() + met.size() + open.size(),
                    missed.size() == 1 ? " was missed: " : " were missed; the worst is ");
        }
        if (!risky.isEmpty()) {
            return some("at_risk", risky, met.size() + open.size(), risky.size() == 1 ? " is at risk: " : " are at risk; the first is ");
        }
        if (!open.isEmpty()) {
            return new Text("holds", Map.of("deadlines", open.size()),
                    open.size() == 1 ? "The deadline holds." : "All " + word(open.size()) + " deadlines hold.");
        }
        if (!met.isEmpty()) {
            return new Text("met", Map.of("deadlines", met.size()),
                    (met.size() == 1 ? "The deadline was met" : "All " + word(met.size()) + " deadlines were met")
                    + worst(met).map(each -> "; " + each.dag() + " by " + length(each.margin())).orElse("") + ".");
        }
        return rows == 0 ? Text.of("nothing", "Nothing is due tonight.") : Text.of("calm", "Nothing needs you.");
    }

    private static Text some(String code, List<Due> which, int all, String words) {
        var first = worst(which).orElse(which.getFirst());
        return new Text(code, Map.of("deadlines", which.size(), "of", all, "dag_id", first.dag()),
                capital(word(which.size())) + (which.size() == 1 ? " deadline" : " deadlines")
                        + (all == which.size() ? "" : " of " + word(all)) + words + first.dag()
                        + (first.margin() == null ? "" : ", by " + length(first.margin())) + ".");
    }

    /** The one with the least time to spare of those of which it is known. */
    private static Optional<Due> worst(List<Due> which) {
        return which.stream().filter(each -> each.margin() != null)
                .min(Comparator.comparing(each -> Objects.requireNonNull(each.margin())));
    }

    private static String length(@Nullable Duration margin) {
        var minutes = margin == null ? 0 : margin.abs().plusSeconds(HALF_A_MINUTE).toMinutes();   // as rows round it
        return minutes == 0
                ? "less than a minute"
                : minutes == 1
                ? "1 minute"
                : minutes < MINUTES_ARE_SAID
                ? minutes + " minutes"
                : (minutes + HOUR / 2) / HOUR + " hours";
    }

    private List<Due> are(String... states) {
        return dues.stream().filter(each -> each.is(states)).toList();
    }

    private static String word(int number) {
        return number < NUMBERS.size() ? NUMBERS.get(number) : Integer.toString(number);
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
