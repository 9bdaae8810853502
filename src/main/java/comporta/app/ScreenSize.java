package comporta.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Columns and rows of a terminal. */
record ScreenSize(int columns, int rows) {
    private static final ScreenSize USUAL = new ScreenSize(80, 24);
    private static final long ASKED_AGAIN_NANOS = 1_000_000_000;
    private static final int PATIENCE_SECONDS = 2;

    /** The size for each frame; the terminal is asked again after a second at the earliest, since asking starts a process. */
    static Supplier<ScreenSize> watched(Map<String, String> environment) {
        return new Supplier<>() {
            private ScreenSize last = of(environment);
            private long askedAt = System.nanoTime();

            @Override
            public ScreenSize get() {
                if (System.nanoTime() - askedAt > ASKED_AGAIN_NANOS) {
                    last = of(environment);
                    askedAt = System.nanoTime();
                }
                return last;
            }
        };
    }

    /** What the terminal itself says, else the environment, else 80 × 24. */
    static ScreenSize of(Map<String, String> environment) {
        var fallback = new ScreenSize(
                number(environment.get("COLUMNS"), USUAL.columns), number(environment.get("LINES"), USUAL.rows));
        try {
            var stty = new ProcessBuilder("sh", "-c", "stty size </dev/tty 2>/dev/null")
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            if (!stty.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                stty.destroyForcibly();
                return fallback;
            }
            return parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII), fallback);
        } catch (IOException e) {
            return fallback;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fallback;
        }
    }

    /** Reads {@code 24 80}; a size of nothing, as of a terminal that nobody looks at, counts as not known. */
    static ScreenSize parse(String rowsAndColumns, ScreenSize fallback) {
        var words = rowsAndColumns.strip().split(" ", -1);
        return words.length == 2
                ? new ScreenSize(number(words[1], fallback.columns), number(words[0], fallback.rows))
                : fallback;
    }

    private static int number(@Nullable String text, int otherwise) {
        if (text == null || !text.matches("[0-9]{1,5}") || Integer.parseInt(text) == 0) {
            return otherwise;
        }
        return Integer.parseInt(text);
    }
}
