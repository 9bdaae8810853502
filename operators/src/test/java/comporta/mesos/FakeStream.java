package comporta.mesos;

import com.sun.net.httpserver.HttpExchange;
import comporta.dag.PlainData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The stream of events of one subscription. */
final class FakeStream {
    private static final byte[] END = {};
    private static final byte[] CUT = {};
    private static final byte[] TORN = {};

    final String id = UUID.randomUUID().toString();
    private final LinkedBlockingQueue<byte[]> records = new LinkedBlockingQueue<>();
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
        records.add(record);
    }

    /** Ends it as a master does that means it. */
    void end() {
        records.add(END);
    }

    /** Ends it as a master does that dies. */
    void cut() {
        records.add(CUT);
    }

    /** Ends it within a record. */
    void tear() {
        records.add(TORN);
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
                if (record == END) {
                    out.close();
                    return;
                }
                if (record == CUT) {
                    return;
                }
                if (record == TORN) {
                    out.write("448\n{\"type\":\"OFF".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    return;
                }
                if (record != null) {
                    out.write(record);
                } else if (beats) {
                    out.write("20\n{\"type\":\"HEARTBEAT\"}".getBytes(StandardCharsets.US_ASCII));
                }
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
