package comporta.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The browser of this machine. */
final class Chromium {
    private static final List<String> PLACES = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    private Chromium() {}

    /** Where its program is: the one that {@code COMPORTA_CHROMIUM} names, else where systems put it. */
    static Optional<Path> place() {
        return Optional.ofNullable(System.getenv("COMPORTA_CHROMIUM")).map(Path::of)
                .or(() -> PLACES.stream().map(Path::of).filter(Files::isExecutable).findFirst())
                .filter(Files::isExecutable);
    }
}
