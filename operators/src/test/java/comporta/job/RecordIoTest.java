package comporta.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records come out whole, wherever the chunks of the stream end. */
class RecordIoTest {

    @Test
    void chunksMayEndAnywhere() {
        var texts = List.of("{\"type\":\"HEARTBEAT\"}", "{\"ü\":\"€\"}", "x".repeat(1_000), "{}");
        var stream = stream(texts);
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var records = new RecordIo();
            var read = new ArrayList<String>();
            for (int at = 0; at < stream.length; ) {
                int count = Math.min(stream.length - at, 1 + random.nextInt(40));
                var chunk = Arrays.copyOfRange(stream, at, at + count + 3);   // what follows the count is old
                records.read(chunk, count).forEach(record -> read.add(new String(record, StandardCharsets.UTF_8)));
                at += count;
            }
            assertThat(read).as("seed %d", seed).isEqualTo(texts);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\n{}", "0\n", "-1\n{}", "12a\n", "99999999999999999999\n", "67108865\n", "HTTP/1.1 200 OK"})
    void whatIsNoRecordBreaksTheStream(String stream) {
        var bytes = stream.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> new RecordIo().read(bytes, bytes.length)).isInstanceOf(RecordIo.Broken.class);
    }

    private static byte[] stream(List<String> texts) {
        var stream = new ByteArrayOutputStream();
        for (var text : texts) {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            stream.writeBytes((bytes.length + "\n").getBytes(StandardCharsets.US_ASCII));
            stream.writeBytes(bytes);
        }
        return stream.toByteArray();
    }
}
