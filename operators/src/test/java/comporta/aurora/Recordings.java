package comporta.aurora;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** What was recorded of a real scheduler. */
final class Recordings {
    private Recordings() {}

    /** Raw bytes of a request or response. */
    @SuppressWarnings("ArrayRecordComponent")   // nobody compares them
    record Http(String head, byte[] body) {
        static Http of(Path file) {
            byte[] all = bytes(file);
            var text = new String(all, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            return new Http(text.substring(0, end), Arrays.copyOfRange(all, end + 4, all.length));
        }

        int status() {
            return Integer.parseInt(head.split(" ", 3)[1]);
        }

        String header(String name) {
            return head.lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip()).findFirst().orElse("");
        }

        /** By the protocol that its media type names. */
        ThriftMessage message() {
            return header("content-type").contains("binary")
                    ? ThriftMessage.of(body)
                    : ThriftJson.read(new String(body, StandardCharsets.UTF_8));
        }

        boolean isThrift() {
            return body.length > 0 && header("content-type").startsWith("application/vnd.apache.thrift");
        }
    }

    static Http request(String exchange) {
        return Http.of(folder("exchanges").resolve(exchange + ".request.http"));
    }

    static Http response(String exchange) {
        return Http.of(folder("exchanges").resolve(exchange + ".response.http"));
    }

    /** Names of exchanges, in order. */
    static List<String> exchanges() {
        return names("exchanges", ".response.http");
    }

    /** Names of golden messages. */
    static List<String> golden() {
        return names("golden", ".tbinary");
    }

    static byte[] golden(String file) {
        return bytes(folder("golden").resolve(file));
    }

    static String text(String path) {
        return new String(bytes(folder(path)), StandardCharsets.UTF_8);
    }

    private static List<String> names(String folder, String ending) {
        try (Stream<Path> files = Files.list(folder(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder(String name) {
        try {
            return Path.of(Objects.requireNonNull(Recordings.class.getResource("recordings/" + name)).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
