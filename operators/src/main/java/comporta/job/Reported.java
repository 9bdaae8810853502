package comporta.job;

import comporta.dag.PlainData;
import comporta.operator.Cause;
import comporta.operator.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a launch has handed on over HTTP, kept beside the log of its try: one JSON object a line, later ones win. */
final class Reported {
    private final Path file;

    /** @param number of the launch within its try */
    Reported(Path logFolder, int number) {
        file = logFolder.resolve(".reported-" + number);
    }

    /**
     * Keeps more.
     *
     * @throws Refused (cause user) when it would be too much
     */
    void add(Map<String, Object> outputs) throws IOException {
        var line = "\n" + PlainData.toJson(outputs) + "\n";   // a line that a crash has torn ends before it
        if (file.toFile().length() + line.length() > Outputs.LIMIT) {
            throw new Refused(Cause.USER, "The outputs are larger than 64 KB. Hand on a path or a key, and keep the data in a file");
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** All together. A last line that a crash has torn was not answered, and comes again. */
    Map<String, Object> all() throws IOException {
        var all = new LinkedHashMap<String, Object>();
        try {
            var text = Files.readString(file);
            for (var line : text.lines().filter(each -> !each.isBlank()).toList()) {
                try {
                    all.putAll(PlainData.mapFromJson(line));
                } catch (IllegalArgumentException e) {
                    // torn, and so never answered
                }
            }
        } catch (NoSuchFileException e) {
            // it has handed on nothing
        }
        return all;
    }
}
