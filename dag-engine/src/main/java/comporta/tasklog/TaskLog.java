package comporta.tasklog;

import comporta.secret.Mask;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The log of one try, for reading: while it grows, and after. */
public final class TaskLog {
    private static final int LAST_LINES_WITHIN = 64 * 1024;
    private static final int PIECE = 256 * 1024;

    private final Path folder;
    private final Mask mask;

    /** The log in that folder, which may not exist yet, as it was written. */
    public TaskLog(Path folder) {
        this(folder, new Mask());
    }

    /** The same with stars in place of the secrets that {@code mask} knows, also where one stands across two pages. */
    public TaskLog(Path folder, Mask mask) {
        this.folder = folder;
        this.mask = mask;
    }

    /**
     * Up to {@code limit} bytes from {@code offset} on. Offsets of {@link LogStream#ALL} count both streams in the order of the index; what
     * the index does not tell of yet appears there a moment later than in the single stream.
     *
     * @throws UncheckedIOException when the files cannot be read
     */
    public LogPage read(LogStream stream, long offset, int limit) {
        try {
            var index = LogIndex.read(folder);
            var spans = stream == LogStream.ALL ? index.spans() : List.of(new LogIndex.Span(stream, 0, size(stream), 0));
            return page(index, spans, offset, limit);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log in " + folder, e);
        }
    }

    /** The last {@code count} lines, of at most 64 KB together. */
    public List<String> lastLines(LogStream stream, int count) {
        long size = read(stream, 0, 0).size();
        long from = Math.max(0, size - LAST_LINES_WITHIN);
        var lines = read(stream, from, LAST_LINES_WITHIN).text().lines().toList();
        var whole = from > 0 && lines.size() > 1 ? lines.subList(1, lines.size()) : lines;
        return whole.subList(Math.max(0, whole.size() - count), whole.size());
    }

    private LogPage page(LogIndex index, List<LogIndex.Span> spans, long offset, int limit) throws IOException {
        var text = new ByteArrayOutputStream();
        long start = 0;
        long next = Math.max(0, offset);
        long size = spans.stream().mapToLong(LogIndex.Span::length).sum();
        for (var span : spans) {
            while (next >= start && next < start + span.length() && text.size() < limit) {
                long at = span.from() + (next - start);
                long afterGap = Math.min(index.afterGap(span.stream(), at), span.to());
                if (afterGap > at) {
                    leftOut(text, span.stream(), afterGap - at);
                    next += afterGap - at;
                } else {
                    long until = index.nextGap(span.stream(), at, span.to());
                    int read = copy(span.stream(), at, (int) Math.min(until - at, limit - text.size()), text);
                    if (read <= 0) { // the job cut its own file; the bytes that the index tells of are gone
                        next = start + span.length();
                    }
                    next += Math.max(0, read);
                }
            }
            start += span.length();
        }
        var bytes = text.toByteArray();
        int torn = next < size ? tornCharacter(bytes) : 0;
        return new LogPage(new String(bytes, 0, bytes.length - torn, StandardCharsets.UTF_8), next - torn, size);
    }

    /** Hears of a log piece by piece. */
    interface Pieces {
        /**
         * Bytes of one stream.
         *
         * @param millis when they appeared, in milliseconds of the epoch; 0: not known
         * @param offset of the first of them; -1: they tell of what was left out
         * @param bytes in an array that the next piece will be in, too
         * @return whether to go on
         */
        boolean take(LogStream stream, long millis, long offset, byte[] bytes, int length);
    }

    /** Tells the log from an offset on, piece by piece; returns how far it reaches now. */
    long each(LogStream stream, long offset, Pieces pieces) throws IOException {
        var index = LogIndex.read(folder);
        var spans = new ArrayList<>(index.of(stream));
        if (stream != LogStream.ALL) {
            long told = index.end(stream);
            long there = size(stream);
            if (there > told) {
                spans.add(new LogIndex.Span(stream, told, there, 0));
            }
        }
        long start = 0;
        long next = offset;
        var goesOn = true;
        try (var files = new Opened()) {
            for (var span : spans) {
                while (goesOn && next >= start && next < start + span.length()) {
                    long at = span.from() + (next - start);
                    long afterGap = Math.min(index.afterGap(span.stream(), at), span.to());
                    if (afterGap > at) {
                        var text = new ByteArrayOutputStream();
                        leftOut(text, span.stream(), afterGap - at);
                        goesOn = pieces.take(span.stream(), span.millis(), -1, text.toByteArray(), text.size());
                        next += afterGap - at;
                    } else {
                        long until = index.nextGap(span.stream(), at, span.to());
                        int read = files.read(span.stream(), at, (int) Math.min(until - at, PIECE));
                        goesOn = read <= 0 || pieces.take(span.stream(), span.millis(), next, files.bytes, read);
                        next = read <= 0 ? start + span.length() : next + read;   // the job cut its own file
                    }
                }
                start += span.length();
            }
        }
        return start;
    }

    /** The files that were read from so far, and what was read last. */
    private final class Opened implements Closeable {
        private final Map<LogStream, FileChannel> files = new EnumMap<>(LogStream.class);
        private byte[] bytes = new byte[0];

        /** Less than 1: there is nothing. */
        int read(LogStream stream, long at, int length) throws IOException {
            int around = mask.reach();
            if (bytes.length < length + 2 * around) {
                bytes = new byte[length + 2 * around];
            }
            var file = files.get(stream);
            if (file == null) {
                try {
                    file = FileChannel.open(folder.resolve(stream.word()));
                } catch (NoSuchFileException e) {
                    return -1;
                }
                files.put(stream, file);
            }
            return masked(file, at, length, around, bytes);
        }

        @Override
        public void close() throws IOException {
            for (var file : files.values()) {
                file.close();
            }
        }
    }

    private static void leftOut(ByteArrayOutputStream text, LogStream stream, long bytes) {
        text.writeBytes(String.format(
                        Locale.ROOT, "%n[%,d bytes of %s were left out here: the log passed its limit]%n", bytes, stream.word())
                .getBytes(StandardCharsets.UTF_8));
    }

    private int copy(LogStream stream, long at, int length, ByteArrayOutputStream text) throws IOException {
        try (var file = FileChannel.open(folder.resolve(stream.word()))) {
            int around = mask.reach();
            var bytes = new byte[length + 2 * around];
            int read = masked(file, at, length, around, bytes);
            if (read > 0) {
                text.write(bytes, 0, read);
            }
            return read;
        } catch (NoSuchFileException e) {
            return -1;
        }
    }

    /** Reads to the beginning of an array that has room for {@code around} bytes more on both sides; less than 1: there is nothing. */
    private int masked(FileChannel file, long at, int length, int around, byte[] bytes) throws IOException {
        int before = (int) Math.min(around, at);
        int read = file.read(ByteBuffer.wrap(bytes, 0, before + length + around), at - before);
        if (around > 0 && read > before) {
            mask.hide(bytes, read);
            System.arraycopy(bytes, before, bytes, 0, read - before);
        }
        return Math.min(length, read - before);
    }

    private long size(LogStream stream) throws IOException {
        try {
            return Files.size(folder.resolve(stream.word()));
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** How many bytes at the end are the beginning of a character whose rest the next page brings. */
    private static int tornCharacter(byte[] bytes) {
        for (int back = 1; back <= Math.min(3, bytes.length - 1); back++) {
            int lead = bytes[bytes.length - back] & 0xff;
            if (lead >= 0xc0) {
                int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
                return length > back ? back : 0;
            }
            if (lead < 0x80) {
                return 0;
            }
        }
        return 0;
    }
}
