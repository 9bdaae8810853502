package comporta.tasklog;

/** Lets only those lines through to be put together in which a needle may be; the others are only counted. */
final class Sieve implements TaskLog.Pieces {
    private final Reading reading;
    private final Needles needles;
    private final LineEnds lineEnds;
    private final long most;
    private long looked;
    private boolean isCut;

    /** @param most bytes after which it ends, once a line is behind it: that which is just read is read again by who goes on */
    Sieve(Reading reading, Needles needles, LineEnds lineEnds, long most) {
        this.reading = reading;
        this.needles = needles;
        this.lineEnds = lineEnds;
        this.most = most;
    }

    /** The line to go on from; to be asked at the end. */
    long reached() {
        if (!isCut) {
            reading.end();
        }
        return reading.number();
    }

    @Override
    public boolean take(LogStream stream, long millis, long offset, byte[] bytes, int length) {
        int at = 0;
        if (reading.isWithinALine()) {
            at = Math.min(length, LineEnds.first(bytes, 0, length) + 1);
            reading.take(stream, millis, bytes, 0, at);
        }
        int whole = LineEnds.last(bytes, at, length) + 1;   // what is behind it has no end yet
        while (at < whole && !reading.isOver()) {
            int found = needles.next(bytes, at, whole);
            int begin = found == whole ? whole : LineEnds.last(bytes, at, found) + 1;
            reading.pass(lineEnds.count(bytes, at, begin));
            at = begin;
            if (found < whole) {
                at = LineEnds.first(bytes, found, whole) + 1;
                reading.take(stream, millis, bytes, begin, at);
            }
        }
        if (!reading.isOver()) {
            reading.take(stream, millis, bytes, Math.max(at, whole), length);
        }
        looked += length;
        isCut = reading.isOver() || (looked >= most && reading.hasMovedOn());   // else who goes on from there would never get any further
        return !isCut;
    }
}
