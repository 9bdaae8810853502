package comporta.tasklog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a log by their numbers, from 0 on. It remembers where lines begin, one in every 64 KB, so that a line far behind is one
 * step away once the log was read; what the log has grown by is read when it is asked for. For any thread.
 */
public final class LogLines {
    /** Of a line no more is told. */
    public static final int LONGEST = 8 * 1024;

    private static final int APART = 64 * 1024;

    private final TaskLog log;
    private final LogStream stream;
    private final TreeMap<Long, Long> marks = new TreeMap<>();
    private final LineEnds lineEnds = new LineEnds();
    private long lastMark;
    private long scanned;
    private long ends;
    private boolean isOpen;
    private long size;

    /** The lines of one stream, or of both as they came. */
    public LogLines(TaskLog log, LogStream stream) {
        this.log = log;
        this.stream = stream;
        marks.put(0L, 0L);
    }

    /**
     * A line.
     *
     * @param at when its beginning appeared; null: not known
     * @param stream that it began in
     * @param text without its end; bytes that are not UTF-8 come as replacement characters
     * @param isCut whether it is longer than {@link #LONGEST} bytes, which are all that is told of it
     */
    public record Line(long number, @Nullable Instant at, LogStream stream, String text, boolean isCut) {}

    /** How many lines there are now, one that has no end yet among them. */
    public synchronized long total() {
        scan();
        return ends + (isOpen ? 1 : 0);
    }

    /** How many bytes there are, as of the last {@link #total}. */
    public synchronized long size() {
        return size;
    }

    /** Up to {@code count} lines from a number on. */
    public synchronized List<Line> read(long from, int count) {
        scan();
        var mark = marks.floorEntry(Math.max(0, from));
        var lines = new ArrayList<Line>();
        if (count > 0) {
            var reading = new Reading(mark.getKey(), Math.max(0, from), line -> {
                lines.add(line);
                return lines.size() < count;
            });
            each(mark.getValue(), reading);
            reading.end();
        }
        return List.copyOf(lines);
    }

    private void each(long offset, TaskLog.Pieces pieces) {
        try {
            size = log.each(stream, offset, pieces);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log", e);
        }
    }

    /** Hears of lines. */
    public interface Listener {
        /** Returns whether to go on. */
        boolean take(Line line);
    }

    /**
     * Tells of the lines from a number on in which one of the needles may be; of few others, and of none twice.
     *
     * @param most bytes to look through, and a piece more at most
     * @return the line to go on from: all lines before it were looked at
     */
    public synchronized long search(long from, Needles needles, long most, Listener listener) {
        scan();
        var mark = marks.floorEntry(Math.max(0, from));
        var sieve = new Sieve(new Reading(mark.getKey(), Math.max(0, from), listener), needles, lineEnds, most);
        each(mark.getValue(), sieve);
        return sieve.reached();
    }

    /** Counts what has come since. */
    private void scan() {
        each(scanned, (_, _, offset, bytes, length) -> {
            for (int from = 0; from < length; from += APART) {
                int to = Math.min(length, from + APART);
                long there = lineEnds.count(bytes, from, to);
                ends += there;
                if (there > 0 && offset >= 0) {
                    long begin = offset + LineEnds.last(bytes, from, to) + 1;
                    if (begin - lastMark >= APART) {
                        marks.put(ends, begin);
                        lastMark = begin;
                    }
                }
            }
            isOpen = length == 0 ? isOpen : bytes[length - 1] != '\n';
            return true;
        });
        scanned = size;
    }
}
