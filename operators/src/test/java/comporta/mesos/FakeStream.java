package comporta.mesos;

import com.sun.net.httpserver.HttpExchange;
import comporta.dag.PlainData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The stream of events of one subscription. */
final class FakeStream {
    private enum Kind {
        RECORD,
        END,
        CUT,
        TORN
    }

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Item(Kind kind, byte[] bytes) {
        Item(Kind kind) {
            this(kind, new byte[0]);
        }
    }

    final String id = UUID.randomUUID().toString();
    private final LinkedBlockingQueue<Item> records = new LinkedBlockingQueue<>();
    private final long heartbeatMillis;
    private volatile boolean beats = true;

    FakeStream(long heartbeatMillis) {
        this.heartbeatMillis = heartbeatMillis;
    }

    void tell(Map<String, Object> event) {
        var json = PlainData.toJson(event).getBytes(StandardCharsets.UTF_8);
        var head = (json.length + "\n").getBytes(StandardCharsets.US_ASCII);
        var record = new byte[head.length + json.length];
        System.arraycopy(head, 0, record, 0, head.length);
        System.arraycopy(json, 0, record, head.length, json.length);
        records.add(new Item(Kind.RECORD, record));
    }

    /** Ends it as a master does that means it. */
    void end() {
        records.add(new Item(Kind.END));
    }

    /** Ends it as a master does that dies. */
    void cut() {
        records.add(new Item(Kind.CUT));
    }

    /** Ends it within a record. */
    void tear() {
        records.add(new Item(Kind.TORN));
    }

    /** From now on nothing comes any more, and the connection stays. */
    void fallSilent() {
        beats = false;
    }

    /** Writes what is told until the end. */
    void pump(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Mesos-Stream-Id", id);
        exchange.sendResponseHeaders(200, 0);
        var out = exchange.getResponseBody();
        try {
            while (true) {
                var record = records.poll(heartbeatMillis, TimeUnit.MILLISECONDS);
                if (record == null) {
                    if (beats) {
                        out.write("20\n{\"type\":\"HEARTBEAT\"}".getBytes(StandardCharsets.US_ASCII));
                    }
                } else if (!isMore(record, out)) {
                    return;
                }
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the stream goes on behind it. */
    private static boolean isMore(Item item, OutputStream out) throws IOException {
        switch (item.kind()) {
            case RECORD -> out.write(item.bytes());
            case END -> out.close();
            case CUT -> { }
            case TORN -> {
                out.write("448\n{\"type\":\"OFF".getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
        }
        return item.kind() == Kind.RECORD;
    }
}
