package comporta.job;

import comporta.tasklog.LogStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Copies one stream of one launch. Its machine may rotate it: then what is written goes on in a new, empty {@code stdout}, the old one is
 * {@code stdout.1}, and the oldest may go. So each question reaches back over the last bytes that are here already: where others stand
 * there, the part that was being read is looked for among the older ones, and finished first.
 */
final class StreamCopy {
    private static final int ANSWERS_AT_ONCE = 128;
    /** Bytes by which the place is known again. */
    private static final int SEAM = 128;
    private static final int MOST_PARTS = 1000;
    private static final int RACES = 8;
    private static final byte[] NOTHING = {};
    private static final String MISSING = "[comporta: lines are missing here: they were rotated away before they could be copied]\n";

    private final Path file;
    private final LogStream stream;
    private final long start;
    private final Path mark;
    /** Where in our file the part begins that is being read. */
    private long part;

    /**
     * @param number of the launch within its try
     * @param start where its stream begins in that of the try
     */
    StreamCopy(Path folder, LogStream stream, int number, long start) throws IOException {
        this.file = folder.resolve(stream.word());
        this.stream = stream;
        this.start = start;
        this.mark = folder.resolve(".part-" + number + "-" + stream.word());
        this.part = Math.max(start, marked());
    }

    private long marked() throws IOException {
        try {
            var words = Files.readString(mark).strip().split(" ", -1);
            return words.length == 2 ? Long.parseLong(words[0]) : 0;   // the second says that the line is whole
        } catch (NoSuchFileException e) {
            return 0;   // nothing was rotated
        } catch (NumberFormatException e) {
            throw new IOException(mark + " is damaged", e);
        }
    }

    /**
     * Takes over what is new.
     *
     * @return whether it came to the end
     * @throws IOException when nobody can say, or the disk takes nothing
     */
    boolean copy(RemoteLog remote) throws IOException {
        // bounded: one that floods its log must not hold up the others
        for (int answer = 0; answer < ANSWERS_AT_ONCE; answer++) {
            var more = more(remote);
            if (more.length == 0) {
                return true;
            }
            Files.write(file, more, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        return false;
    }

    private byte[] more(RemoteLog remote) throws IOException {
        for (int race = 0; race < RACES; race++) {
            long have = file.toFile().length();
            var seam = seam(have);
            long at = Math.max(0, have - part) - seam.length;
            var here = remote.read(stream, at);
            if (have == start) {
                return here.length == 0 ? NOTHING : fromTheOldest(remote, here);
            }
            if (isAt(seam, here)) {
                return after(seam, here);
            }
            int age = 1;
            var older = remote.older(stream, age, at);
            while (older.isPresent() && !isAt(seam, older.get()) && age < MOST_PARTS) {
                age++;
                older = remote.older(stream, age, at);
            }
            if (older.isEmpty()) {
                return afterALoss(remote, have, age - 1);
            }
            var rest = after(seam, older.get());
            if (rest.length > 0) {
                return rest;
            }
            var next = NOTHING;
            for (int newer = age - 1; next.length == 0 && newer >= 0; newer--) {
                next = newer == 0 ? remote.read(stream, 0) : remote.older(stream, newer, 0).orElse(NOTHING);
            }
            if (remote.older(stream, age, at).filter(still -> isAt(seam, still) && still.length == seam.length).isPresent()) {
                if (next.length > 0) {
                    begins(have);
                }
                return next;
            }
            // it was rotated once more while we asked
        }
        throw new IOException("the log is rotated faster than it can be read");
    }

    /** Nothing is here yet: what was rotated away before the first look comes first. */
    private byte[] fromTheOldest(RemoteLog remote, byte[] newest) throws IOException {
        var oldest = newest;
        for (int age = 1; age < MOST_PARTS; age++) {
            var older = remote.older(stream, age, 0);
            if (older.isEmpty()) {
                break;
            }
            oldest = older.get().length > 0 ? older.get() : oldest;
        }
        return oldest;
    }

    /** The part that was being read is gone: what is left comes next, and the gap is told. */
    private byte[] afterALoss(RemoteLog remote, long have, int oldest) throws IOException {
        var first = oldest == 0 ? remote.read(stream, 0) : remote.older(stream, oldest, 0).orElse(NOTHING);
        if (first.length == 0) {
            return NOTHING;   // the whole sandbox is gone, or nothing has been written since
        }
        var line = ((endsLine(have) ? "" : "\n") + MISSING).getBytes(StandardCharsets.UTF_8);
        begins(have + line.length);
        Files.write(file, line, StandardOpenOption.APPEND);
        return first;
    }

    private void begins(long at) throws IOException {
        Files.writeString(mark, at + " .");
        part = at;
    }

    private byte[] seam(long have) throws IOException {
        var seam = new byte[Math.clamp(have - part, 0, SEAM)];
        if (seam.length > 0) {
            read(have - seam.length, seam);
        }
        return seam;
    }

    private boolean endsLine(long have) throws IOException {
        var last = new byte[1];
        read(have - 1, last);
        return last[0] == '\n';
    }

    private void read(long from, byte[] bytes) throws IOException {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(from);
            in.readFully(bytes);
        }
    }

    private static boolean isAt(byte[] seam, byte[] answer) {
        return answer.length >= seam.length && Arrays.equals(seam, 0, seam.length, answer, 0, seam.length);
    }

    private static byte[] after(byte[] seam, byte[] answer) {
        return Arrays.copyOfRange(answer, seam.length, answer.length);
    }
}
