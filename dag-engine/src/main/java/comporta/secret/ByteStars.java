package comporta.secret;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;

/**
 * Secrets in texts of bytes, each byte of them with a star in its place, so that no place in the text moves; line ends stay. A text costs
 * one look at each of its bytes, however many secrets there are.
 */
final class ByteStars {
    static final ByteStars NONE = new ByteStars(List.of());

    /** By its first two bytes, where in {@link #spellings} those stand that begin so; 0: there are none. */
    private final char[] heads;
    private final List<byte[][]> spellings = new ArrayList<>();
    private final int longest;

    /** @param spellings of two or more bytes each */
    ByteStars(Collection<String> spellings) {
        heads = spellings.isEmpty() ? new char[0] : new char[1 << 16];
        var byHead = new HashMap<Integer, List<byte[]>>();
        for (var spelling : spellings) {
            var bytes = spelling.getBytes(StandardCharsets.UTF_8);
            byHead.computeIfAbsent(head(bytes, 0), _ -> new ArrayList<>()).add(bytes);
        }
        byHead.forEach((head, those) -> {
            this.spellings.add(those.toArray(byte[][]::new));
            heads[head] = (char) this.spellings.size();
        });
        longest = byHead.values().stream().flatMap(List::stream).mapToInt(bytes -> bytes.length).max().orElse(0);
    }

    /** Bytes that a spelling has at most. */
    int longest() {
        return longest;
    }

    /** Hides what stands whole in the first {@code length} bytes. */
    void hide(byte[] text, int length) {
        if (longest == 0) {
            return;
        }
        int until = 0;
        for (int at = 0; at < length; at++) {
            int head = at + 1 < length ? heads[head(text, at)] : 0;
            if (head > 0) {
                for (var spelling : spellings.get(head - 1)) {
                    until = isAt(spelling, text, at, length) ? Math.max(until, at + spelling.length) : until;
                }
            }
            if (at < until && text[at] != '\n' && text[at] != '\r') {
                text[at] = '*';   // what begins further on is not touched yet, so one that overlaps is still found
            }
        }
    }

    private static int head(byte[] text, int at) {
        return (text[at] & 0xff) << 8 | (text[at + 1] & 0xff);
    }

    private static boolean isAt(byte[] spelling, byte[] text, int at, int length) {
        if (at + spelling.length > length) {
            return false;
        }
        for (int i = 2; i < spelling.length; i++) {
            if (spelling[i] != text[at + i]) {
                return false;
            }
        }
        return true;
    }
}
