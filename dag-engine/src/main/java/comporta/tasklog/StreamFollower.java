package comporta.tasklog;

import comporta.tasklog.LogIndex.Gap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far one stream has been seen, searched for spoken lines, and entered in the index. */
final class StreamFollower {
    private static final int CHUNK = 64 * 1024;
    private static final long CHUNKS_AT_ONCE = 128;
    private static final int LONGEST_SPOKEN = 64 * 1024;
    private static final long LONGEST_UNTOLD = 8 * 1024;
    private static final Duration UNTOLD_FOR = Duration.ofSeconds(1);

    private final LogStream stream;
    private final String file;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(0);
    private boolean ordinary;
    private long size;
    private long scanned;
    private long lineEnd;
    private long told;
    private Instant lastGrowth = Instant.EPOCH;
    private long gapFrom;
    private long gapTo;

    StreamFollower(LogStream stream, Path folder, long from) {
        this.stream = stream;
        this.file = folder.resolve(stream.word()).toString();
        this.scanned = from;
        this.lineEnd = from;
    }

    /** Whether there are bytes that were not scanned or told of. */
    boolean look() {
        // not java.nio: most logs stay empty, and a file that does not exist costs it an exception
        long now = new java.io.File(file).length();
        size = Math.max(size, now); // a job may cut its own file; what was told stays told
        return size > scanned || size > told;
    }

    long size() {
        return size;
    }

    /** Bytes that are still on disk. */
    long kept() {
        return size - (gapTo - gapFrom);
    }

    void takeUp(LogIndex index) {
        told = index.end(stream);
        for (var gap : index.gaps()) {
            if (gap.stream() == stream) {
                gapFrom = gap.from();
                gapTo = gap.to();
            }
        }
        scanned = Math.max(scanned, stream == LogStream.STDERR ? told : 0);
    }

    /** The part to give up so that a head stays, and of the rest the youngest: {@code keep} bytes together. */
    @Nullable Gap gap(long head, long keep) {
        long to = size - (keep - head);
        if (to <= Math.max(head, gapTo)) {
            return null;
        }
        gapFrom = head;
        gapTo = to;
        return new Gap(stream, head, to);
    }

    /**
     * Searches what is new and enters it: whole lines, or what has waited long for the end of its line.
     *
     * @param spoken gets the lines that begin with {@code ::}; null: nobody listens to this stream
     */
    void scan(Instant now, boolean last, @Nullable List<String> spoken, StringBuilder entries) throws IOException {
        if (scanned < size) {
            lastGrowth = now;
            try (var in = new RandomAccessFile(file, "r")) {
                read(in, last, spoken);
            }
        }
        if (last && spoken != null) {
            endOfLine(spoken);
        }
        boolean waitedLong = scanned - lineEnd > LONGEST_UNTOLD || !now.isBefore(lastGrowth.plus(UNTOLD_FOR));
        long tell = last ? size : waitedLong ? scanned : Math.min(lineEnd, scanned);
        if (tell > told) {
            entries.append(now.toEpochMilli()).append(' ').append(stream.word()).append(' ').append(tell).append('\n');
            told = tell;
        }
    }

    private void read(RandomAccessFile in, boolean last, @Nullable List<String> spoken) throws IOException {
        var buffer = new byte[(int) Math.min(CHUNK, size - scanned)];
        // bounded while the job runs: one that floods its log must not hold up the others; the rest is read at the next look
        for (long chunk = 0; scanned < size && (last || chunk < CHUNKS_AT_ONCE); chunk++) {
            if (gapFrom <= scanned && scanned < gapTo) {
                scanned = gapTo;
                lineEnd = gapTo;
                line.reset();
                ordinary = true; // the beginning of the line is gone
            }
            in.seek(scanned);
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, size - scanned));
            if (read <= 0) {
                scanned = size;
                return;
            }
            search(buffer, read, spoken);
            scanned += read;
        }
    }

    private void search(byte[] bytes, int length, @Nullable List<String> spoken) {
        int from = 0;
        for (int at = 0; at < length; at++) {
            if (bytes[at] == '\n') {
                if (spoken != null) {
                    collect(bytes, from, at);
                    endOfLine(spoken);
                }
                from = at + 1;
                lineEnd = scanned + from;
            }
        }
        if (spoken != null) {
            collect(bytes, from, length);
        }
    }

    /** Takes a part of a line, unless the line is an ordinary one. */
    private void collect(byte[] bytes, int from, int to) {
        if (ordinary || from == to) {
            return;
        }
        if (line.size() == 0 && bytes[from] != ':') {
            ordinary = true;
            return;
        }
        line.write(bytes, from, Math.min(to - from, LONGEST_SPOKEN - line.size()));
    }

    private void endOfLine(List<String> spoken) {
        if (!ordinary && line.size() > 2) {
            var text = line.toString(StandardCharsets.UTF_8);
            if (text.startsWith("::")) {
                spoken.add(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
            }
        }
        line.reset();
        ordinary = false;
    }
}
