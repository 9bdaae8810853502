package comporta.tasklog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
        var reading = new Reading(mark.getKey(), Math.max(0, from), count);
        each(mark.getValue(), reading);
        reading.end();
        return List.copyOf(reading.lines);
    }

    private void each(long offset, TaskLog.Pieces pieces) {
        try {
            size = log.each(stream, offset, pieces);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log", e);
        }
    }

    /** Counts what has come since. */
    private void scan() {
        each(scanned, (_, _, offset, bytes) -> {
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    ends++;
                    long begin = offset + i + 1;
                    if (offset >= 0 && begin - marks.lastEntry().getValue() >= APART) {
                        marks.put(ends, begin);
                    }
                }
            }
            isOpen = bytes.length == 0 ? isOpen : bytes[bytes.length - 1] != '\n';
            return true;
        });
        scanned = size;
    }

    /** Puts lines together. */
    private static final class Reading implements TaskLog.Pieces {
        private final List<Line> lines = new ArrayList<>();
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();
        private final long from;
        private final int count;
        private long number;
        private long length;
        private LogStream of = LogStream.STDOUT;
        private long millis;

        Reading(long number, long from, int count) {
            this.number = number;
            this.from = from;
            this.count = count;
        }

        @Override
        public boolean take(LogStream stream, long appeared, long offset, byte[] bytes) {
            for (byte one : bytes) {
                if (length == 0 && text.size() == 0) {
                    of = stream;
                    millis = appeared;
                }
                if (one == '\n') {
                    line();
                    if (lines.size() >= count) {
                        return false;
                    }
                } else {
                    length++;
                    if (number >= from && text.size() < LONGEST) {
                        text.write(one);
                    }
                }
            }
            return true;
        }

        private void line() {
            if (number >= from && lines.size() < count) {
                lines.add(new Line(
                        number, millis == 0 ? null : Instant.ofEpochMilli(millis), of, text.toString(StandardCharsets.UTF_8), length > LONGEST));
            }
            number++;
            length = 0;
            text.reset();
        }

        /** What has no end yet is a line, too. */
        void end() {
            if (length > 0) {
                line();
            }
        }
    }
}
