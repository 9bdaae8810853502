package comporta.live;

import comporta.dag.PlainData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Server-sent events on the wire. */
final class Frames {
    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
            .withZone(ZoneOffset.UTC);

    private final OutputStream out;

    Frames(OutputStream out) {
        this.out = out;
    }

    static String instant(Instant at) {
        return INSTANT.format(at);
    }

    /** An event; those that belong together are sent by {@link #flush}, and only the last of them has the id to go on from. */
    void event(String name, Map<String, @Nullable Object> data) throws IOException {
        write("event: " + name + "\ndata: " + PlainData.toJson(data) + "\n\n");
    }

    /** Where to go on from, when the line is lost. Whoever listens to nothing that happens gets on, too. */
    void id(String id) throws IOException {
        write("id: " + id + "\n\n");
    }

    void comment() throws IOException {
        write(": \n\n");
    }

    void flush() throws IOException {
        out.flush();
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
