package comporta.tasklog;

import java.util.Locale;
import java.util.Optional;

/** What a reader may ask for. */
public enum LogStream {
    /** Both, in the order in which they appeared. */
    ALL,
    STDOUT,
    STDERR;

    /** The stream that users call so. */
    public static Optional<LogStream> named(String word) {
        for (var stream : values()) {
            if (stream.word().equals(word)) {
                return Optional.of(stream);
            }
        }
        return Optional.empty();
    }

    /** The word that users type; for a single stream also the name of its file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
