package comporta.decide;

import comporta.dag.Alerts;
import comporta.dag.Durations;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a deadline or an alert that fired has to say. */
final class LimitWords {
    private LimitWords() {}

    static String of(Facts facts, TimeLimit limit) {
        var isRun = limit.task() == TimeLimit.RUN;
        var node = isRun ? -1 : facts.plan().node(limit.task(), limit.mapIndex());
        var alerts = isRun ? facts.plan().dag().alerts() : facts.plan().task(node).alerts();
        var usual = isRun ? facts.plan().usualRun() : facts.plan().usual(node);
        return switch (limit.kind()) {
            case DEADLINE -> "the deadline " + new Moments(Rendering.zone(facts), limit.dueAt()).minute(limit.dueAt()) + " has passed";
            case LONGER_THAN -> "it runs for longer than " + span(alerts.longerThan(), usual);
            case SHORTER_THAN -> "it took " + took(facts, limit) + ", less than " + span(alerts.shorterThan(), usual);
            case QUEUED_FOR -> "it has been queued for longer than " + span(alerts.queuedFor(), usual);
        };
    }

    private static String took(Facts facts, TimeLimit limit) {
        Instant from;
        Instant to;
        if (limit.task() == TimeLimit.RUN) {
            from = facts.run().startedAt();
            to = facts.run().endedAt();
        } else {
            var instance = facts.instance(facts.plan().node(limit.task(), limit.mapIndex()));
            from = instance.startedAt();
            to = instance.endedAt();
        }
        return from == null || to == null ? "no time" : Durations.format(Duration.between(from, to));
    }

    private static String span(Alerts.@Nullable Span span, @Nullable Duration usual) {
        return switch (span) {
            case Alerts.Span.Fixed fixed -> Durations.format(fixed.duration());
            case Alerts.Span.TimesUsual times -> times.factor() + " times the usual " + (usual == null ? "" : Durations.format(usual));
            case null -> "";
        };
    }

    /** The state of what it is set for. */
    static String state(Facts facts, TimeLimit limit) {
        return limit.task() == TimeLimit.RUN
                ? facts.run().state().word()
                : facts.instance(facts.plan().node(limit.task(), limit.mapIndex())).state().word();
    }
}
