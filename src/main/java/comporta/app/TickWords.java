package comporta.app;

import comporta.dag.PlainData;
import comporta.timetable.Tick;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ticks of a schedule for people and for programs. */
final class TickWords {
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private TickWords() {}

    /** One array. */
    static String json(List<Tick> ticks, ZoneId zone) {
        return PlainData.toJson(ticks.stream().map(tick -> data(tick, zone)).toList());
    }

    private static Map<String, @Nullable Object> data(Tick tick, ZoneId zone) {
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("tick", JsonLines.instant(tick.at()));
        data.put("local", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(tick.at().atZone(zone)));
        data.put("logical_date", JsonLines.instant(tick.at()));
        data.put("interval_start", JsonLines.instant(tick.intervalStart()));
        data.put("interval_end", JsonLines.instant(tick.intervalEnd()));
        data.put("note", tick.note().text().isEmpty() ? null : tick.note().text());
        return data;
    }

    /** A table with the times of the zone. */
    static List<Line> lines(List<Tick> ticks, ZoneId zone) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("local (" + zone + ")", "", "UTC", "data from", "until", "partition", "starts", "note"));
        for (var tick : ticks) {
            var wall = tick.at().atZone(zone);
            rows.add(List.of(
                    wall.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ROOT) + " " + SHORT.format(wall),
                    wall.getOffset().toString(),
                    SHORT.format(tick.at().atZone(ZoneId.of("UTC"))),
                    shortly(tick.intervalStart(), zone),
                    shortly(tick.intervalEnd(), zone),
                    tick.piece() == null ? "" : tick.piece().key(),
                    tick.startsAt().equals(tick.at()) ? "" : Figures.clock(tick.startsAt(), zone),
                    tick.note().text()));
        }
        return TextTable.lines(rows);
    }

    private static String shortly(Instant at, ZoneId zone) {
        return SHORT.format(at.atZone(zone));
    }
}
