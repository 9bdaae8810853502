package comporta.tasklog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;

/**
 * The file {@code index}: a line {@code MILLIS stdout END} says that the stream had grown to END bytes at that time of the epoch, a line
 * {@code MILLIS stdout-gap FROM TO} that its bytes from FROM to TO were given up. A torn last line, left by a crash, is passed over.
 *
 * @param spans in the order of their appearance
 * @param isTorn whether the last line has no end
 */
record LogIndex(List<Span> spans, List<Gap> gaps, boolean isTorn) {

    /** Bytes of one stream that appeared together. */
    record Span(LogStream stream, long from, long to, long millis) {
        long length() {
            return to - from;
        }
    }

    /** Bytes of one stream that no longer exist. */
    record Gap(LogStream stream, long from, long to) {}

    static LogIndex read(Path folder) throws IOException {
        String text;
        try {
            text = Files.readString(folder.resolve("index"), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return new LogIndex(List.of(), List.of(), false);
        }
        var spans = new ArrayList<Span>();
        var gaps = new ArrayList<Gap>();
        var ends = new EnumMap<LogStream, Long>(LogStream.class);
        int at = 0;
        for (int end; (end = text.indexOf('\n', at)) >= 0; at = end + 1) {
            var words = text.substring(at, end).split(" ", -1);
            try {
                if (words.length == 3) {
                    var stream = stream(words[1]);
                    long to = Long.parseLong(words[2]);
                    long from = ends.getOrDefault(stream, 0L);
                    if (to > from) {
                        spans.add(new Span(stream, from, to, Long.parseLong(words[0])));
                        ends.put(stream, to);
                    }
                } else if (words.length == 4) {
                    gaps.add(new Gap(stream(words[1].replace("-gap", "")), Long.parseLong(words[2]), Long.parseLong(words[3])));
                }
            } catch (IllegalArgumentException e) {
                // a line that a crash had torn; the stream's next line covers those bytes
            }
        }
        return new LogIndex(spans, gaps, at < text.length());
    }

    /** How far the stream is told of. */
    long end(LogStream stream) {
        for (int i = spans.size() - 1; i >= 0; i--) {
            if (spans.get(i).stream() == stream) {
                return spans.get(i).to();
            }
        }
        return 0;
    }

    /** The spans of one stream, or of both. */
    List<Span> of(LogStream stream) {
        return stream == LogStream.ALL ? spans : spans.stream().filter(span -> span.stream() == stream).toList();
    }

    /** The end of the part given up that holds the byte {@code at}, or {@code at}. */
    long afterGap(LogStream stream, long at) {
        long after = at;
        for (var gap : gaps) {
            if (gap.stream() == stream && gap.from() <= after && after < gap.to()) {
                after = gap.to();
            }
        }
        return after;
    }

    /** Where the next part given up begins behind {@code at}; {@code to} when none does before it. */
    long nextGap(LogStream stream, long at, long to) {
        long next = to;
        for (var gap : gaps) {
            if (gap.stream() == stream && gap.from() > at) {
                next = Math.min(next, gap.from());
            }
        }
        return next;
    }

    private static LogStream stream(String word) {
        return LogStream.named(word)
                .filter(stream -> stream != LogStream.ALL)
                .orElseThrow(() -> new IllegalArgumentException("no stream is called " + word));
    }
}
