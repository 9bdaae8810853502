package comporta.api;

import java.io.IOException;
import java.io.OutputStream;

/** An answer that is written for as long as somebody listens. */
interface Streaming {
    void to(OutputStream out) throws IOException;
}
