package comporta.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes of this machine, as tests look for those that were left behind. */
final class Processes {
    private Processes() {}

    /** All that live and have something below that folder in their environment, as programs and their jobs have. */
    static List<String> of(Path folder) throws IOException {
        var found = new ArrayList<String>();
        try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : all) {
                try {
                    if (Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1).contains("=" + folder + "/")) {
                        found.add(process + " " + Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1));
                    }
                } catch (IOException e) {
                    // Gone meanwhile, or not ours to read.
                }
            }
        }
        return found;
    }
}
