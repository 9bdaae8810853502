package comporta.api;

import comporta.access.Caller;
import comporta.dag.DagId;
import comporta.dag.Ids;
import comporta.dag.Suggestion;
import comporta.store.Role;
import comporta.store.Via;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that was let in.
 *
 * @param id names it in the log
 * @param path as asked for
 * @param address whence it came
 * @param key idempotency key; made up when none came with it
 * @param keyGiven whether the key came with it
 * @param secure whether it came over TLS
 * @param cookie secret of the session that it came with; empty: none
 * @param lastEventId where a stream of events is to go on; empty: nowhere
 */
record Call(
        String id,
        Route route,
        String path,
        Map<String, String> variables,
        Map<String, String> query,
        @Nullable Record body,
        Caller caller,
        String address,
        String key,
        boolean keyGiven,
        Via via,
        boolean secure,
        String cookie,
        String lastEventId) {

    /** A variable of the path. */
    String variable(String name) {
        var value = variables.get(name);
        if (value == null) {
            throw new IllegalStateException(route.path() + " has no variable " + name);
        }
        return value;
    }

    /** The DAG of the path; what cannot be a name is the name of nothing. */
    DagId dag() {
        var name = variable("dag");
        if (!Ids.isId(name)) {
            throw Refusal.notFound("DAG", name, List.of());
        }
        return new DagId(name);
    }

    <T extends Record> T body(Class<T> shape) {
        return shape.cast(Objects.requireNonNull(body));
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** The words of a parameter, none when it was not given. */
    List<String> words(String name) {
        return text(name).map(text -> List.of(text.split(",", -1))).orElse(List.of());
    }

    long integer(String name, long otherwise) {
        return text(name).map(Long::parseLong).orElse(otherwise);
    }

    int limit(int otherwise) {
        return (int) integer("limit", otherwise);
    }

    boolean truth(String name) {
        return text(name).map(Boolean::parseBoolean).orElse(false);
    }

    Optional<Instant> instant(String name) {
        return text(name).map(Call::asInstant);
    }

    Optional<LocalDate> date(String name) {
        return text(name).map(LocalDate::parse);
    }

    boolean isDry() {
        return truth("dry_run");
    }

    boolean may(Role role, DagId dag) {
        return caller.may(role, dag);
    }

    /** Checks what stands behind the question mark, all of it. */
    static void check(Route route, Map<String, String> query) {
        query.forEach((name, value) -> {
            var parameter = route.parameter(name).orElseThrow(() -> new Refusal(
                    Refusal.Kind.BAD_REQUEST, "there is no parameter \"" + Refusal.shortened(name) + "\" here. "
                            + Suggestion.didYouMean(name, route.parameters().stream().map(Parameter::name).toList(), known(route))));
            check(parameter, value);
        });
    }

    private static String known(Route route) {
        return route.parameters().isEmpty()
                ? "It takes none"
                : "It takes " + String.join(", ", route.parameters().stream().map(Parameter::name).toList());
    }

    private static void check(Parameter parameter, String value) {
        var fault = switch (parameter.kind()) {
            case TEXT -> value.length() > parameter.most() ? "is longer than " + parameter.most() + " characters" : null;
            case WORDS -> wordFault(parameter, value);
            case INTEGER -> integerFault(parameter, value);
            case TRUTH -> value.equals("true") || value.equals("false") ? null : "must be true or false";
            case INSTANT -> instantFault(value);
            case DATE -> dateFault(value);
        };
        if (fault != null) {
            throw Refusal.unfit(parameter.name(), "\"" + Refusal.shortened(value) + "\" " + fault);
        }
    }

    private static @Nullable String wordFault(Parameter parameter, String value) {
        for (var word : value.split(",", -1)) {
            if (!parameter.words().contains(word)) {
                return "must be of " + String.join(", ", parameter.words()) + "; more than one with commas between";
            }
        }
        return null;
    }

    private static @Nullable String integerFault(Parameter parameter, String value) {
        var range = "must be an integer from " + parameter.least() + " to " + parameter.most();
        try {
            var number = Long.parseLong(value);
            return number < parameter.least() || number > parameter.most() ? range : null;
        } catch (NumberFormatException e) {
            return range;
        }
    }

    private static @Nullable String instantFault(String value) {
        try {
            var read = asInstant(value);
            return read.isBefore(Instant.EPOCH) ? "must be after 1970" : null;
        } catch (DateTimeParseException e) {
            return "must be an instant such as 2026-11-21T04:00:00Z";
        }
    }

    private static @Nullable String dateFault(String value) {
        try {
            var year = LocalDate.parse(value).getYear();
            return year < 1971 || year > 9998 ? "must be of the years 1971 to 9998" : null;
        } catch (DateTimeParseException e) {
            return "must be a date such as 2026-11-21";
        }
    }

    private static Instant asInstant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
