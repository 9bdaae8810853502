package comporta.job;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a stream of bytes into the records of Mesos's RecordIO: decimal length, line feed, so many bytes. Chunks may end anywhere, also
 * within a length or a character.
 */
public final class RecordIo {
    /** No event of a healthy master is longer. */
    private static final long LONGEST = 64L << 20;

    private ByteArrayOutputStream record = new ByteArrayOutputStream();
    private long length;
    private boolean inRecord;
    private boolean hasDigit;

    /** The stream is none of records. */
    public static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Broken(String why) {
            super(why);
        }
    }

    /**
     * The records that these bytes complete, in order.
     *
     * @throws Broken when they cannot belong to such a stream; nothing more can be read from it
     */
    public List<byte[]> read(byte[] bytes, int count) {
        var complete = new ArrayList<byte[]>();
        int at = 0;
        while (at < count) {
            if (inRecord) {
                int taken = (int) Math.min(count - at, length - record.size());
                record.write(bytes, at, taken);
                at += taken;
                if (record.size() == length) {
                    complete.add(record.toByteArray());
                    record = new ByteArrayOutputStream();   // one long record must not be paid for until the stream ends
                    length = 0;
                    inRecord = false;
                    hasDigit = false;
                }
            } else {
                head(bytes[at++]);
            }
        }
        return complete;
    }

    private void head(byte next) {
        if (next == '\n' && hasDigit && length > 0) {
            inRecord = true;
        } else if (next >= '0' && next <= '9') {
            length = length * 10 + (next - '0');
            hasDigit = true;
            if (length > LONGEST) {
                throw new Broken("a record of more than " + LONGEST + " bytes is announced");
            }
        } else {
            throw new Broken("a byte " + next + " stands where the length of a record is written");
        }
    }
}
