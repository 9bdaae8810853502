package comporta.tasklog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Puts lines together from pieces, and tells of those from a number on. */
final class Reading implements TaskLog.Pieces {
    private final long from;
    private final LogLines.Listener listener;
    private final byte[] text = new byte[LogLines.LONGEST];
    private int kept;
    private long length;
    private long number;
    private LogStream of = LogStream.STDOUT;
    private long millis;
    private boolean isOver;

    /** @param number of the line that the first piece begins with */
    Reading(long number, long from, LogLines.Listener listener) {
        this.number = number;
        this.from = from;
        this.listener = listener;
    }

    /** The line that comes next, or is not whole yet. */
    long number() {
        return number;
    }

    boolean hasMovedOn() {
        return number > from;
    }

    boolean isWithinALine() {
        return length > 0;
    }

    boolean isOver() {
        return isOver;
    }

    /** So many lines that nobody wants to hear of were left out. */
    void pass(long lines) {
        number += lines;
    }

    @Override
    public boolean take(LogStream stream, long appeared, long offset, byte[] bytes, int size) {
        return take(stream, appeared, bytes, 0, size);
    }

    /** Returns whether to go on. */
    boolean take(LogStream stream, long appeared, byte[] bytes, int begin, int to) {
        for (int at = begin; at < to && !isOver;) {
            int end = LineEnds.first(bytes, at, to);
            if (length == 0) {
                of = stream;
                millis = appeared;
            }
            int more = number >= from ? Math.min(end - at, text.length - kept) : 0;
            System.arraycopy(bytes, at, text, kept, more);
            kept += more;
            length += end - at;
            if (end < to) {
                line();
            }
            at = end + 1;
        }
        return !isOver;
    }

    private void line() {
        if (number >= from) {
            var appeared = millis == 0 ? null : Instant.ofEpochMilli(millis);
            var told = new String(text, 0, kept, StandardCharsets.UTF_8);
            isOver = !listener.take(new LogLines.Line(number, appeared, of, told, length > LogLines.LONGEST));
        }
        number++;
        length = 0;
        kept = 0;
    }

    /** What has no end yet is a line, too. */
    void end() {
        if (length > 0 && !isOver) {
            line();
        }
    }
}
