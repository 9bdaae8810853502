package comporta.app;

import comporta.secret.Mask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Lets text through without the secrets in it, whole lines at a time; what is not a whole line yet goes through with a flush. */
final class MaskedOutput extends OutputStream {
    private final OutputStream out;
    private final Mask mask;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();

    /** @param out takes UTF-8 */
    MaskedOutput(OutputStream out, Mask mask) {
        this.out = out;
        this.mask = mask;
    }

    @Override
    public synchronized void write(int one) throws IOException {
        held.write(one);
        if (one == '\n') {
            letThrough();
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
        held.write(bytes, from, length);
        if (length > 0 && bytes[from + length - 1] == '\n') {
            letThrough();
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        letThrough();
        out.flush();
    }

    private void letThrough() throws IOException {
        if (held.size() > 0) {
            out.write(mask.hide(held.toString(StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
            held.reset();
        }
    }
}
