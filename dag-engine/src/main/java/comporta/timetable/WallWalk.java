package comporta.timetable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * What a clock on the wall showed over some days, found the slow way: by a look at it in each minute. It knows nothing of transitions, and
 * so can be held against a timetable that does.
 */
final class WallWalk {
    private static final int HOUR = 60;
    static final int DAY = 24 * HOUR;
    private static final long NEVER = Long.MIN_VALUE;

    /** No zone is farther from UTC, and no transition longer. */
    private static final long MARGIN = 26 * 3600L;

    private final long first;
    private final int days;

    /** Seconds since 1970 by minute of the wall: when it was shown first, else when the clock had jumped over it. */
    private final long[] shown;
    private final long[] jumpedOver;

    /** What it would have been without the jump. */
    private final long[] withoutJump;
    private final int[] times;
    private final List<long[]> all = new ArrayList<>();

    private WallWalk(LocalDate from, int days) {
        first = from.toEpochDay() * DAY;
        this.days = days;
        shown = filled(days * DAY);
        jumpedOver = filled(days * DAY);
        withoutJump = filled(days * DAY);
        times = new int[days * DAY];
    }

    private static long[] filled(int size) {
        var array = new long[size];
        Arrays.fill(array, NEVER);
        return array;
    }

    /** Looks at the clock from the first day to the last, both among it. */
    static WallWalk of(ZoneRules rules, LocalDate from, LocalDate last) {
        var walk = new WallWalk(from, (int) (last.toEpochDay() - from.toEpochDay()) + 1);
        long begin = from.atStartOfDay(ZoneOffset.UTC).toEpochSecond() - MARGIN;
        long end = last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond() + MARGIN;
        // Offsets of whole minutes change at whole minutes; others were in use until 1972.
        long step = isWhole(rules, begin, end) ? 60 : 1;
        long before = begin + rules.getOffset(Instant.ofEpochSecond(begin)).getTotalSeconds();
        for (long at = begin + step; at < end; at += step) {
            long wall = at + rules.getOffset(Instant.ofEpochSecond(at)).getTotalSeconds();
            if (wall > before + step) {
                walk.jump(before, wall, at - step, at);
            }
            if (wall % 60 == 0) {
                walk.show(wall / 60, at);
            }
            before = wall;
        }
        return walk;
    }

    private static boolean isWhole(ZoneRules rules, long begin, long end) {
        return List.of(begin, (begin + end) / 2, end).stream()
                .allMatch(at -> rules.getOffset(Instant.ofEpochSecond(at)).getTotalSeconds() % 60 == 0);
    }

    private void show(long wall, long at) {
        int minute = (int) (wall - first);
        if (minute >= 0 && minute < shown.length) {
            shown[minute] = shown[minute] == NEVER ? at : shown[minute];
            times[minute]++;
            all.add(new long[] {minute, at});
        }
    }

    private void jump(long from, long to, long before, long at) {
        for (long wall = Math.floorDiv(from, 60) + 1; wall * 60 < to; wall++) {
            int minute = (int) (wall - first);
            if (minute >= 0 && minute < shown.length) {
                jumpedOver[minute] = at;
                withoutJump[minute] = before + wall * 60 - from;
            }
        }
    }

    /** When a line is due that asks for one minute of the day: each day once, at first sight, and not at all on a day that never was. */
    List<Instant> daily(int minuteOfDay) {
        var due = new ArrayList<Instant>();
        for (int day = 0; day < days; day++) {
            if (isDay(day)) {
                due.add(Instant.ofEpochSecond(at(day * DAY + minuteOfDay)));
            }
        }
        return due;
    }

    /** When a line is due that asks for one minute of every hour: at each sight, and after a jump by other than whole hours at once. */
    List<Instant> hourly(int minuteOfHour) {
        var due = new TreeSet<Instant>();
        for (var one : all) {
            if (one[0] % HOUR == minuteOfHour) {
                due.add(Instant.ofEpochSecond(one[1]));
            }
        }
        for (int minute = minuteOfHour; minute < shown.length; minute += HOUR) {
            if (shown[minute] == NEVER && !isShownAt(withoutJump[minute], minuteOfHour)) {
                due.add(Instant.ofEpochSecond(jumpedOver[minute]));
            }
        }
        return List.copyOf(due);
    }

    private boolean isShownAt(long at, int minuteOfHour) {
        return all.stream().anyMatch(one -> one[1] == at && one[0] % HOUR == minuteOfHour);
    }

    /** Whether that minute of some day was missing, or was shown twice. */
    boolean isOdd(int minuteOfDay) {
        for (int day = 0; day < days; day++) {
            if (times[day * DAY + minuteOfDay] != 1) {
                return true;
            }
        }
        return false;
    }

    Instant begin() {
        return Instant.ofEpochSecond(at(0));
    }

    Instant end() {
        return Instant.ofEpochSecond(at(shown.length - 1));
    }

    private long at(int minute) {
        return shown[minute] == NEVER ? jumpedOver[minute] : shown[minute];
    }

    private boolean isDay(int day) {
        for (int minute = day * DAY; minute < (day + 1) * DAY; minute++) {
            if (shown[minute] != NEVER) {
                return true;
            }
        }
        return false;
    }
}
