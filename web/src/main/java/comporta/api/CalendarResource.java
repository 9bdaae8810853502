package comporta.api;

import comporta.access.Desk;
import comporta.dagfile.CalendarFolder;
import comporta.dagfile.DagProblem;
import comporta.store.Role;
import comporta.store.StoredCalendar;
import comporta.store.StoredCalendars;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /calendars}: those that lie in no dags folder. */
final class CalendarResource {
    private static final int LONGEST = 500_000;

    private final StoredCalendars calendars;
    private final Desk desk;
    private final InstantSource clock;

    CalendarResource(StoredCalendars calendars, Desk desk, InstantSource clock) {
        this.calendars = calendars;
        this.desk = desk;
        this.clock = clock;
    }

    /** A calendar as the text of the file that it would be. */
    record CalendarShape(String name, String text, int version, Instant changedAt, String changedBy) {}

    /** What a calendar is to say. */
    record Wanted(@AnyLength String text, @Nullable String reason) {}

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/calendars", "Calendars that lie in no dags folder").answers(new PageOf(CalendarShape.class))
                        .by(_ -> Answer.ok(new Route.Page<>(calendars.all().stream().map(CalendarResource::shape).toList(), null))),
                Route.get("/api/v1/calendars/{calendar}", "A calendar").answers(CalendarShape.class)
                        .by(call -> Answer.ok(shape(find(call)))),
                Route.put("/api/v1/calendars/{calendar}", "Makes a calendar, or changes one").needs(Role.AUTHOR)
                        .takes(Dry.RUN).takes(Wanted.class).answers(Dry.or(CalendarShape.class)).by(this::put),
                Route.delete("/api/v1/calendars/{calendar}", "Removes a calendar").needs(Role.AUTHOR)
                        .takes(Dry.RUN, Named.REASON).answers(200, Preview.class).answers(204, Void.class).by(this::remove));
    }

    private static CalendarShape shape(StoredCalendar calendar) {
        return new CalendarShape(calendar.name(), calendar.text(), calendar.version(), calendar.changedAt(), calendar.changedBy());
    }

    private StoredCalendar find(Call call) {
        var name = call.variable("calendar");
        return calendars.find(name)
                .orElseThrow(() -> Refusal.notFound("calendar", name, calendars.all().stream().map(StoredCalendar::name).toList()));
    }

    private Answer put(Call call) {
        var name = Named.id(call.variable("calendar"), "calendar");
        var text = call.body(Wanted.class).text();
        if (text.length() > LONGEST) {
            throw Refusal.unfit("/text", "is longer than 500,000 characters");
        }
        var mistakes = CalendarFolder.check("calendars/" + name + ".yaml", text.getBytes(StandardCharsets.UTF_8)).stream()
                .filter(each -> each.severity() == DagProblem.Severity.ERROR)
                .map(each -> new Problem.Mistake("/text", each.toString())).toList();
        if (!mistakes.isEmpty()) {
            throw Refusal.unfit(mistakes);
        }
        if (call.isDry()) {
            return Answer.ok(Deeds.preview((calendars.find(name).isEmpty() ? "Makes the calendar " : "Changes the calendar ") + name));
        }
        var deed = Deeds.deed(call, clock.instant(), call.body(Wanted.class).reason());
        return Answer.ok(shape(Deeds.waited(desk.call(() -> calendars.set(name, text, deed)))));
    }

    private Answer remove(Call call) {
        var calendar = find(call);
        if (call.isDry()) {
            return Answer.ok(Deeds.preview("Removes the calendar " + calendar.name()));
        }
        var deed = Deeds.deed(call, clock.instant(), call.text("reason").orElse(null));
        Deeds.waited(desk.call(() -> calendars.remove(calendar.name(), deed)));
        return Answer.nothing();
    }
}
