package comporta.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What jobs wrote down themselves, one line when they start and one when they end: the truth that no scheduler can embellish. */
record Ledger(Path file) {

    /** One start of a job. A model's is told by its iteration too. */
    record Start(String run, String task, int tryNumber, int iteration) {}

    /** A line of the ledger. */
    record Line(Start start, long pid, boolean isEnd) {}

    List<Line> lines() throws IOException {
        var lines = new ArrayList<Line>();
        for (var text : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            var words = text.split(" ", -1);
            lines.add(new Line(
                    new Start(words[0], words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3])), Long.parseLong(words[4]),
                    words[5].equals("end")));
        }
        return lines;
    }

    /** Process ids of the jobs that have not written their end. */
    Map<Start, Long> underWay() throws IOException {
        var underWay = new LinkedHashMap<Start, Long>();
        for (var line : lines()) {
            if (line.isEnd()) {
                underWay.remove(line.start());
            } else {
                underWay.put(line.start(), line.pid());
            }
        }
        return underWay;
    }
}
