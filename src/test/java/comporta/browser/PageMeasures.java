package comporta.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Measures pages of a server, and prints the figures beside their targets. */
record PageMeasures(Path folder, RunningServer server, Reader reader) {
    private static final int ROUNDS = 5;
    private static final int LINES = 11_000_000;
    private static final int GIGABYTE = 1_000_000_000;
    private static final String FITTED = "e => e.width > 400 && e.parentElement.fitted";

    /** Notes when something is first there, in milliseconds from the beginning of the page. */
    private static final String STAMP = """
            (() => {
              const look = () => {
                const found = document.querySelector(SELECTOR);
                if (found && (ISTHERE)(found)) {
                  requestAnimationFrame(() => requestAnimationFrame(() => { window.stamped ??= performance.now(); }));
                } else {
                  requestAnimationFrame(look);
                }
              };
              look();
            })()""";

    void all() throws IOException {
        say("first useful paint of the night", "1000 ms", paints("/", "h1.verdict", "e => e.textContent.endsWith('.')"));
        say("of the list of 2,000 DAGs", "1000 ms", paints("/dags", "tbody tr", "e => true"));
        say("of a grid of 30 runs by 2,000 tasks", "1000 ms", paints("/dags/grid", ".cells .line a", "e => true"));
        say("of a DAG with half of all runs", "1000 ms", paints("/dags/wide", ".cells .line a", "e => true"));
        say("of a graph of 1,000 tasks", "1000 ms", paints("/dags/large/graph", "co-graph canvas", FITTED));
        say("of a graph of 5,000 tasks, by groups", "", paints("/dags/larger/graph", "co-graph canvas", FITTED));
        graphFrames();
        scrollFrames();
        changes();
        log();
    }

    private static void say(String what, String target, List<Double> millis) {
        var sorted = millis.stream().sorted().toList();
        System.out.printf(Locale.ROOT, "%-52s p50 %7.1f  most %7.1f ms  of %d%s%n", what, sorted.get(sorted.size() / 2), sorted.getLast(), sorted.size(),
                target.isEmpty() ? "" : "  (target " + target + ")");
    }

    private BrowserContext desk() {
        return reader.sits(1440, 900, ColorScheme.LIGHT);
    }

    /** In browsers that have seen nothing of it. */
    private List<Double> paints(String path, String selector, String isThere) {
        var all = new ArrayList<Double>();
        for (int i = 0; i <= ROUNDS; i++) {
            try (var context = desk()) {
                var page = stamped(context, path, selector, isThere);
                if (i > 0) {   // the server is warm then
                    all.add(((Number) page.evaluate("stamped")).doubleValue());
                }
            }
        }
        return all;
    }

    private Page stamped(BrowserContext context, String path, String selector, String isThere) {
        context.addInitScript(STAMP.replace("SELECTOR", "'" + selector + "'").replace("ISTHERE", isThere));
        var page = context.newPage();
        page.navigate(server.url() + path);
        until(page, "window.stamped");
        return page;
    }

    /** The policy of the pages forbids what waits in them by words. */
    private static void until(Page page, String isSo) {
        page.waitForCondition(() -> (boolean) page.evaluate("!!(" + isSo + ")"));
    }

    private void graphFrames() {
        for (var each : List.of("large", "larger")) {
            try (var context = desk()) {
                var page = stamped(context, "/dags/" + each + "/graph", "co-graph canvas", FITTED);
                for (var scale : List.of("fitted", "readable")) {
                    say("a frame of panning the graph " + each + ", " + scale, "32 ms", numbers(page.evaluate("""
                            async scale => {
                              const graph = document.querySelector('co-graph');
                              if (scale === 'readable') { graph.zoom(0.6 / graph.scale); }
                              const times = [];
                              for (let i = 0; i < 60; i++) {
                                graph.left += 7;
                                graph.top += i % 2 ? 3 : -3;
                                const begin = performance.now();
                                graph.paint();
                                graph.canvas.getContext('2d').getImageData(0, 0, 1, 1);   // all of it has been drawn
                                times.push(performance.now() - begin);
                                await new Promise(requestAnimationFrame);
                              }
                              return times;
                            }""", scale)));
                }
            }
        }
    }

    private void scrollFrames() {
        for (var each : List.of("/dags", "/dags/grid")) {
            try (var context = desk()) {
                var page = stamped(context, each, each.equals("/dags") ? "tbody tr td a" : ".cells .line a", "e => true");
                var more = page.locator("main .panel .btn", new Page.LocatorOptions().setHasText(Pattern.compile("^More$")));
                while (each.equals("/dags") && more.count() > 0) {
                    var shown = page.locator("tbody tr").count();
                    more.click();
                    until(page, "document.querySelectorAll('tbody tr').length > " + shown);
                }
                System.out.printf(Locale.ROOT, "%s shows %s rows%n", each, page.locator("tbody tr, .line").count());
                say("a frame of scrolling " + each, "32 ms", numbers(page.evaluate("""
                        async () => {
                          const inner = document.querySelector('.wide');
                          const view = inner.scrollHeight > inner.clientHeight + 10 ? inner : document.scrollingElement;
                          const times = [];
                          let before = await new Promise(requestAnimationFrame);
                          for (let i = 0; i < 120; i++) {
                            view.scrollTop += 97;
                            const now = await new Promise(requestAnimationFrame);
                            times.push(now - before);
                            before = now;
                          }
                          return times;
                        }""")));
            }
        }
    }

    private static List<Double> numbers(Object all) {
        return ((List<?>) all).stream().map(each -> ((Number) each).doubleValue()).toList();
    }

    /** From the end of a task, as the server tells it, to its glyph on the page: one machine, one clock. */
    private void changes() {
        var millis = new ArrayList<Double>();
        try (var context = desk()) {
            var page = context.newPage();
            for (int i = 0; i < ROUNDS; i++) {
                var run = server.begin("steps");
                page.navigate(server.url() + "/dags/steps/runs/" + run);
                until(page, "document.querySelectorAll('.trow svg.st-success').length < 3 && document.querySelector('.trow [data-item]')");
                page.evaluate("""
                        () => {
                          window.seen = {};
                          const look = () => {
                            document.querySelectorAll('.trow:has(svg.st-success) [data-item]').forEach(each => { seen[each.textContent.trim()] ??= Date.now(); });
                            requestAnimationFrame(look);
                          };
                          look();
                        }""");
                until(page, "Object.keys(seen).length === 4");
                var told = server.ask("GET", "/api/v1/dags/steps/runs/" + run + "/tasks/d", "").replaceFirst("(?s).*\"ended_at\" *: *\"([^\"]+)\".*", "$1");
                millis.add(((Number) page.evaluate("seen.d")).doubleValue() - Instant.parse(told).toEpochMilli());
            }
        }
        say("from the end of a task to its glyph", "300 ms", millis);
    }

    private void log() throws IOException {
        var run = server.begin("log");
        var file = folder.resolve("home/logs/log/" + run + "/says/1/stdout");
        try (var context = desk()) {
            var page = context.newPage();
            page.navigate(server.url() + "/dags/log/runs/" + run);
            until(page, "document.querySelector('.trow svg.st-success')");
        }
        long size = write(file);
        Files.writeString(file.resolveSibling("index"), "1795237200000 stdout " + size + "\n");
        var path = "/dags/log/runs/" + run + "?task=says&tab=log";
        say("a log of " + size / 1_000_000 + " MB opens at its end, the first time", "1000 ms",
                List.of(one(path, ".logline",
                        "e => [...document.querySelectorAll('.logline')].some(each => each.textContent.includes('the last line'))")));
        say("and again", "1000 ms",
                paints(path, ".logline",
                        "e => [...document.querySelectorAll('.logline')].some(each => each.textContent.includes('the last line'))"));
        say("at its first error, after 400 MB", "", List.of(one(path + "&line=error", ".logline.here", "e => e.textContent.includes('ERROR')")));
        say("at a line in its middle", "1000 ms", List.of(one(path + "&line=" + LINES / 2, ".logline.here", "e => e.textContent.includes('INFO')")));
        try (var context = desk()) {
            var page = stamped(context, path, ".logline", "e => true");
            var begin = System.nanoTime();
            page.getByLabel("Find in the log").fill("needle");
            page.locator(".logline.here mark").waitFor();
            say("a word in its middle is found", "", List.of((System.nanoTime() - begin) / 1e6));
        }
    }

    private double one(String path, String selector, String isThere) {
        try (var context = desk()) {
            return ((Number) stamped(context, path, selector, isThere).evaluate("stamped")).doubleValue();
        }
    }

    private static long write(Path file) throws IOException {
        try (var out = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.TRUNCATE_EXISTING)) {
            var filler = "INFO  TaskSchedulerImpl: Adding task set with 400 tasks, resource profile 0, stage ";
            for (int i = 1; i < LINES; i++) {
                out.write(i == LINES / 5 * 2 ? "ERROR Utils: Uncaught exception" : i == LINES / 2 + 9 ? "INFO  a needle in the hay" : filler + i);
                out.write('\n');
            }
            out.write("INFO  the last line\n");
        }
        assertThat(Files.size(file)).isGreaterThan(GIGABYTE * 9L / 10);
        return Files.size(file);
    }
}
