package comporta.api;

import comporta.store.ListedRun;
import comporta.tasklog.LogLines;
import comporta.tasklog.LogStream;
import comporta.tasklog.Needles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** {@code …/log/lines}, {@code …/log/find}, {@code …/log/download}. */
final class LogLineResource {
    private static final int KEPT = 64;
    private static final int MOST_LINES = 5_000;
    private static final int CHUNK = 1_000;
    /** Bytes that one request looks through. */
    private static final long LOOKED_THROUGH = 50L * 1024 * 1024;
    /** Steps that an expression may take on one line; some take for ever. */
    private static final int PATIENCE = 2_000_000;
    private static final int PIECE = 256 * 1024;
    /** What programs say of errors, as the page knows them, too. */
    private static final Pattern ERROR = Pattern.compile("\\b(?:ERROR|FATAL|SEVERE)\\b|Exception|Traceback|panic:|error:");
    private static final Needles ERROR_WORDS = Needles.of(List.of("error", "fatal", "severe", "exception", "traceback", "panic:"));
    private static final List<String> STREAMS = List.of("all", "stdout", "stderr");

    private final RunResource runs;
    private final TaskResource tasks;
    private final LogResource logs;
    private final Map<Place, LogLines> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, LogLines> eldest) {
            return size() > KEPT;
        }
    };

    LogLineResource(RunResource runs, TaskResource tasks, LogResource logs) {
        this.runs = runs;
        this.tasks = tasks;
        this.logs = logs;
    }

    private record Place(Path folder, LogStream stream) {}

    /** Lines of a log. */
    record LogPart(List<LineShape> lines, long totalLines, long size) {}

    /**
     * A line.
     *
     * @param n its number, from 0 on
     * @param cut whether it is longer than what is told of it
     */
    record LineShape(long n, @Nullable Instant at, @Words({"stdout", "stderr"}) String stream, String text, boolean cut) {}

    /**
     * What was found.
     *
     * @param scannedTo the line to go on from
     * @param more whether there is more to look through
     */
    record Found(List<Hit> hits, long scannedTo, boolean more) {}

    /** A place in a line: characters from {@code start} to before {@code end}. */
    record Hit(long n, int start, int end) {}

    List<Route> routes() {
        var stream = Parameter.words("stream", "Which output; all is both as they came", STREAMS);
        return List.of(
                Route.get(LogResource.LOG + "/lines", "Lines of a log by their numbers, from 0 on")
                        .takes(stream, LogResource.EXECUTOR,
                                Parameter.integer("from", "The first line; a negative number counts from the end", -1_000_000_000L,
                                        Long.MAX_VALUE),
                                Parameter.integer("count", "How many lines at most", 1, MOST_LINES))
                        .answers(LogPart.class).by(this::lines),
                Route.get(LogResource.LOG + "/find", "Where a log has a text; looks through 50 MB at most, and says how far it came")
                        .takes(stream, LogResource.EXECUTOR, Parameter.text("q", "The text; upper and lower case are the same"),
                                Parameter.truth("regex", "Whether it is a regular expression"),
                                Parameter.truth("errors", "Whether to look for what looks like an error, instead of a text"),
                                Parameter.integer("from", "The line to begin with", 0, Long.MAX_VALUE),
                                Parameter.words("direction", "Which way", List.of("forward", "backward")),
                                Parameter.integer("limit", "How many hits at most", 1, 1_000))
                        .answers(Found.class).by(this::find),
                Route.get(LogResource.LOG + "/download", "The whole log as a file").takes(stream, LogResource.EXECUTOR)
                        .answers(String.class).by(this::download));
    }

    private static LogStream stream(Call call) {
        return LogStream.named(call.words("stream").isEmpty() ? "all" : call.words("stream").getFirst()).orElse(LogStream.ALL);
    }

    private Path folder(Call call) {
        ListedRun run = runs.find(call);
        return LogResource.of(call, tasks.folder(run, Instance.of(call), logs.find(call, run).number()));
    }

    private LogLines lines(Path folder, LogStream stream) {
        var log = logs.log(folder);
        synchronized (known) {
            return known.computeIfAbsent(new Place(folder, stream), place -> new LogLines(log, place.stream()));
        }
    }

    private Answer lines(Call call) {
        var lines = lines(folder(call), stream(call));
        var total = lines.total();
        var from = call.integer("from", 0);
        var read = lines.read(from < 0 ? Math.max(0, total + from) : from, (int) call.integer("count", 500));
        return Answer.ok(new LogPart(
                read.stream()
                        .map(each -> new LineShape(each.number(), each.at(), each.stream().word(), each.text(), each.isCut())).toList(),
                total, lines.size()));
    }

    private Answer find(Call call) {
        var pattern = pattern(call);
        var lines = lines(folder(call), stream(call));
        var total = lines.total();
        var isBack = call.words("direction").contains("backward");
        var limit = call.limit(200);
        var from = Math.min(call.integer("from", isBack ? total : 0), total);
        var hits = new ArrayList<Hit>();
        if (isBack) {
            var at = back(lines, pattern, from, limit, hits);
            return Answer.ok(new Found(hits, at, at > 0));
        }
        if (call.truth("regex")) {
            var at = ahead(lines, pattern, from, limit, hits);
            return Answer.ok(new Found(hits, at, at < total));
        }
        var reached = lines.search(from, needles(call), LOOKED_THROUGH, line -> {
            add(hits, pattern, line, limit);
            return hits.size() < limit;
        });
        return Answer.ok(new Found(hits, reached, reached < total));
    }

    /** An expression may take its time: nobody waits for the log meanwhile. Returns the line to go on from. */
    private static long ahead(LogLines lines, Pattern pattern, long from, int limit, List<Hit> hits) {
        var at = from;
        for (long looked = 0; looked < LOOKED_THROUGH && hits.size() < limit;) {
            var chunk = lines.read(at, CHUNK);
            if (chunk.isEmpty()) {
                break;
            }
            for (var line : chunk) {
                looked += line.text().length() + 1;
                at = line.number() + 1;
                add(hits, pattern, line, limit);
                if (hits.size() >= limit) {
                    break;
                }
            }
        }
        return at;
    }

    /** Returns the line to go on from. */
    private static long back(LogLines lines, Pattern pattern, long from, int limit, List<Hit> hits) {
        var at = from;
        for (long looked = 0; looked < LOOKED_THROUGH && hits.size() < limit && at > 0;) {
            var begin = Math.max(0, at - CHUNK);
            var chunk = lines.read(begin, (int) (at - begin));
            if (chunk.isEmpty()) {
                break;
            }
            for (var line : chunk.reversed()) {
                looked += line.text().length() + 1;
                at = line.number();
                add(hits, pattern, line, limit);
                if (hits.size() >= limit) {
                    break;
                }
            }
        }
        return at;
    }

    /** What lines have that are worth a closer look. */
    private static Needles needles(Call call) {
        return call.truth("errors") ? ERROR_WORDS : Needles.of(call.text("q").orElse(""));
    }

    private static void add(List<Hit> hits, Pattern pattern, LogLines.Line line, int limit) {
        var matcher = pattern.matcher(new Patient(line.text()));
        try {
            while (hits.size() < limit && matcher.find()) {
                if (matcher.end() > matcher.start()) {
                    hits.add(hit(line, matcher));
                }
            }
        } catch (TooLong | StackOverflowError e) {
            throw Refusal.unfit("q", "takes too long on line " + line.number() + ". Write a simpler expression");
        }
    }

    private static Hit hit(LogLines.Line line, Matcher matcher) {
        return new Hit(line.number(), matcher.start(), matcher.end());
    }

    private static Pattern pattern(Call call) {
        if (call.truth("errors")) {
            return ERROR;
        }
        var text = call.text("q").orElse("");
        if (text.isEmpty()) {
            throw Refusal.unfit("q", "is missing: say what to look for");
        }
        try {
            return Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | (call.truth("regex") ? 0 : Pattern.LITERAL));
        } catch (PatternSyntaxException e) {
            throw Refusal.unfit("q", "is no regular expression: " + e.getDescription());
        }
    }

    private Answer download(Call call) {
        var log = logs.log(folder(call));
        var stream = stream(call);
        Streaming whole = out -> {
            long next = 0;
            for (var page = log.read(stream, next, PIECE); ; page = log.read(stream, next, PIECE)) {
                out.write(page.text().getBytes(StandardCharsets.UTF_8));
                if (page.isAtEnd() || page.next() <= next) {
                    return;
                }
                next = page.next();
            }
        };
        var name = (call.variable("run") + "-" + call.variable("task") + "-" + call.variable("try")).replaceAll("[^A-Za-z0-9_.-]", "_");
        return new Answer(200, whole, Answer.TEXT, Map.of("Content-Disposition", "attachment; filename=\"" + name + ".log\""));
    }

    /** An expression took too many steps. */
    private static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("too many steps", null, false, false);
        }
    }

    /** A line that can be looked at only so often. */
    private static final class Patient implements CharSequence {
        private final String text;
        private int steps;

        Patient(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > PATIENCE) {
                throw new TooLong();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
