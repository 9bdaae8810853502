package comporta.tasklog;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Counts line ends eight bytes at a time: the compiler that servers run with does not do so by itself. For one thread at a time. */
final class LineEnds {
    private static final long EIGHT_ENDS = 0x0a0a_0a0a_0a0a_0a0aL;
    private static final long LOW_BITS = 0x7f7f_7f7f_7f7f_7f7fL;
    private static final long EVERY_SECOND = 0x00ff_00ff_00ff_00ffL;
    /** Additions after which a byte of a sum might overflow. */
    private static final int MOST = 255;

    private final long[] words = new long[8 * 1024];

    /** How many there are from {@code from} to before {@code to}. */
    long count(byte[] bytes, int from, int to) {
        long sum = 0;
        int at = from;
        while (to - at >= Long.BYTES) {
            int length = Math.min(words.length, (to - at) / Long.BYTES);
            ByteBuffer.wrap(bytes, at, length * Long.BYTES).order(ByteOrder.nativeOrder()).asLongBuffer().get(words, 0, length);
            sum += count(length);
            at += length * Long.BYTES;
        }
        for (; at < to; at++) {
            sum += bytes[at] == '\n' ? 1 : 0;
        }
        return sum;
    }

    private long count(int length) {
        long sum = 0;
        for (int i = 0; i < length;) {
            long each = 0;
            for (int until = Math.min(length, i + MOST); i < until; i++) {
                long other = words[i] ^ EIGHT_ENDS;
                each += ~(((other & LOW_BITS) + LOW_BITS) | other | LOW_BITS) >>> 7;   // one in each byte that was a line end
            }
            long pairs = (each & EVERY_SECOND) + ((each >>> Byte.SIZE) & EVERY_SECOND);
            sum += (pairs * 0x0001_0001_0001_0001L) >>> 48;
        }
        return sum;
    }

    /** Where the last one before {@code to} is; less than {@code from}: there is none. */
    static int last(byte[] bytes, int from, int to) {
        int at = to - 1;
        while (at >= from && bytes[at] != '\n') {
            at--;
        }
        return at;
    }

    /** Where the first one from {@code from} on is; {@code to}: there is none. */
    static int first(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n') {
            at++;
        }
        return at;
    }
}
