package comporta.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What changes on the pages while a night goes on: at once, in place, and whatever becomes of the wire. */
@InABrowser
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(-60)
final class PassingNightTest {
    @TempDir
    static Path folder;

    private static InventedNight night;
    private static Reader reader;

    @BeforeAll
    static void begin() {
        night = new InventedNight(folder, 0, List.of());
        reader = new Reader();
    }

    @AfterAll
    static void end() {
        reader.close();
        night.close();
    }

    @AfterEach
    void theBrowserHadNothingToComplainAbout() {
        assertThat(reader.complained()).isEmpty();
    }

    private static BrowserContext desk() {
        return reader.sits(1440, 900, ColorScheme.DARK);
    }

    private static Locator row(Page page, String dag) {
        return page.locator(".nrow",
                new Page.LocatorOptions()
                        .setHas(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("^" + dag)))));
    }

    @Test
    @Order(2)
    void whatThePointerIsOverStaysWhereItIs() {
        try (var context = desk()) {
            var page = context.newPage();
            page.navigate(night.url() + "/night");
            var pointed = row(page, "fraud-features");
            pointed.hover();
            var before = within(page, pointed);
            var done = row(page, "ingest-events").locator(".num").first().innerText();
            night.passes(Duration.ofHours(1));
            assertThat(row(page, "ingest-events").locator(".num").first()).not().hasText(done);
            assertThat(within(page, pointed)).isEqualTo(before);
        }
    }

    /** How far down the list: above it there may be a card more or less by then. */
    private static double within(Page page, Locator row) {
        return row.boundingBox().y - page.locator(".rows").boundingBox().y;
    }

    @Test
    @Order(3)
    void onlyWhatHasChangedIsPaintedAgain() {
        try (var context = desk()) {
            var page = context.newPage();
            page.navigate(night.url() + "/dags/regulatory-daily/runs/" + begun("regulatory-daily"));
            night.passes(Duration.ofMinutes(30));
            assertThat(page.locator(".trow svg[aria-label=success]")).hasCount(1);
            page.evaluate("""
                    () => {
                      const named = row => row.querySelector('[data-item]')?.textContent.trim();
                      const rows = [...document.querySelectorAll('.trow')].filter(named);
                      const before = new Map(rows.map(row => [row, row.outerHTML]));
                      const touched = new Set();
                      new MutationObserver(all => all.forEach(each => {
                        touched.add((each.target.nodeType === 1 ? each.target : each.target.parentElement)?.closest('.trow'));
                      })).observe(document.querySelector('main'), {subtree: true, childList: true, attributes: true, characterData: true, attributeFilter: ['class', 'aria-label', 'd']});
                      window.changed = () => rows.filter(row => row.outerHTML !== before.get(row)).map(named);
                      window.paintedForNothing = () => rows.filter(row => touched.has(row) && row.outerHTML === before.get(row)).map(named);
                    }""");
            night.passes(Duration.ofMinutes(20));
            assertThat(page.locator(".trow:has-text('reconcile') svg[aria-label=success]")).hasCount(1);
            assertThat(names(page, "changed()")).contains("reconcile");
            assertThat(names(page, "paintedForNothing()")).isEmpty();
        }
    }

    private static List<String> names(Page page, String of) {
        return ((List<?>) page.evaluate(of)).stream().map(String::valueOf).toList();
    }

    @Test
    void aResetAsksForEachThingThatIsShown() {
        try (var context = desk()) {
            context.addInitScript("delete window.SharedWorker");   // so that the stream is this page's own
            var page = context.newPage();
            var streams = new Held();
            page.route("**/api/v1/events**", streams);
            page.navigate(night.url() + "/night");
            assertThat(row(page, "nightly")).isVisible();
            page.waitForCondition(streams::hasAny);
            var asked = new ArrayList<String>();
            page.onResponse(answer -> {   // a part of the page may still be on its way
                var url = answer.request().url();
                if (url.contains("/api/v1/")) {
                    asked.add(url.replaceFirst(".*/api/v1", "") + " " + answer.status());
                }
            });
            streams.answer("text/event-stream", "event: reset\ndata: {\"why\":\"too_old\"}\n\n");
            // what is as it was is not sent again
            page.waitForCondition(() -> asked.stream().anyMatch(each -> each.startsWith("/night")) && asked.contains("/problems 304"));
            assertThat(asked.stream().filter(each -> !each.startsWith("/events")).map(each -> each.replaceFirst(" .*", "")).distinct())
                    .containsExactlyInAnyOrder("/night", "/problems");
        }
    }

    @Test
    void whatIsAskedToEndIsNotOfferedAgainBeforeItHas() {
        try (var context = desk()) {
            var run = begun("ledger-snapshot");
            var page = context.newPage();
            var task = page.locator(".trow:has(svg[aria-label=running]) [data-item]").first();
            page.navigate(night.url() + "/dags/ledger-snapshot/runs/" + run);
            night.passes(Duration.ofSeconds(30));
            task.click();
            page.locator(".pane").getByText("End this try…").click();
            page.locator("dialog .go").click();
            assertThat(page.locator(".pane .whybox")).containsText("stopping");
            assertThat(page.locator(".pane > header").getByText("Clear…")).hasCount(0);
            night.passes(Duration.ofSeconds(5));
            assertThat(page.locator(".pane .whybox")).not().containsText("stopping");
            assertThat(page.locator(".pane > header").getByText("Clear…")).hasCount(1);
        }
    }

    @Test
    @Order(1)   // before time has taken them away
    void machinesOfWhatFailedStayOnTheNightWithTheirCostUntilTheyAreGivenBack() {
        try (var context = desk()) {
            var page = context.newPage();
            page.navigate(night.url() + "/night");
            var pool = page.locator(".mini li", new Page.LocatorOptions().setHasText("marketing"));
            assertThat(pool).containsText("6 of 6");
            assertThat(pool).containsText(Pattern.compile("\\$ \\d"));
            var card = page.locator(".need", new Page.LocatorOptions().setHasText("6 machines of node pool marketing"));
            card.getByText("Release…").click();
            assertThat(page.locator("dialog")).containsText("6 machines of marketing are given back");
            page.locator("dialog .go").click();
            night.passes(Duration.ofMinutes(1));
            assertThat(card).hasCount(0);
            assertThat(pool).hasCount(0);
        }
    }

    @Test
    void anHourOfTheNightLeavesNothingBehindInTheBrowser() {
        try (var context = desk()) {
            var page = context.newPage();
            page.navigate(night.url() + "/night");
            assertThat(row(page, "nightly")).isVisible();
            var cdp = context.newCDPSession(page);
            var before = heap(cdp);
            for (int i = 0; i < 12; i++) {
                night.passes(Duration.ofMinutes(5));
                var fresh = page.waitForResponse(answer -> answer.url().endsWith("/api/v1/night"),
                        () -> page.evaluate("dispatchEvent(new CustomEvent('co-retry'))"));
                assertThat(fresh.ok() || fresh.status() == 304).isTrue();
            }
            assertThat(heap(cdp)).as("bytes of heap").isLessThan(Math.max(before * 3 / 2, 12_000_000));
        }
    }

    private static long heap(CDPSession cdp) {
        cdp.send("HeapProfiler.collectGarbage");
        return cdp.send("Runtime.getHeapUsage").get("usedSize").getAsLong();
    }

    @Test
    void whatHappensWhileTheWireIsCutIsToldOnceItIsMended() {
        try (var wire = new Wire(port(night.url())); var context = desk()) {
            var page = context.newPage();
            page.navigate("http://127.0.0.1:" + wire.port() + "/dags/ingest-events/runs");
            assertThat(page.locator("tbody tr").first()).isVisible();
            var before = page.locator("tbody tr").count();
            assertThat(page.locator(".live")).hasText("Live");
            page.evaluate("window.neverReloaded = true");
            wire.cut();
            assertThat(page.locator(".live")).hasText(Pattern.compile("Last heard \\d\\d:\\d\\d:\\d\\d"));
            assertThat(page.locator("html[data-silent]")).hasCount(1);
            night.passes(Duration.ofHours(1));
            wire.mend();
            assertThat(page.locator(".live")).hasText("Live");
            assertThat(page.locator("html[data-silent]")).hasCount(0);
            assertThat(page.locator("tbody tr")).hasCount(before + 1);
            assertThat(page.evaluate("window.neverReloaded")).isEqualTo(true);
            reader.complained();   // of the wire, rightly
        }
    }

    @Test
    void eightTabsOnPlainHttpAreLiveByOneStream() {
        try (var wire = new Wire(port(night.url())); var context = desk()) {
            var tabs = new ArrayList<Page>();
            for (int i = 0; i < 8; i++) {
                var tab = context.newPage();
                tab.navigate("http://monitor.example.org:" + wire.port() + "/dags/dbt-experiments/runs");
                assertThat(tab.locator("h1")).hasText("dbt-experiments");
                tabs.add(tab);
            }
            assertThat(tabs.getFirst().evaluate("isSecureContext")).isEqualTo(false);
            var first = begun("dbt-experiments");
            for (var tab : tabs) {
                assertThat(tab.getByText(first)).isVisible();
            }
            tabs.getFirst().waitForCondition(() -> wire.open("GET /api/v1/events") == 1);   // of eight tabs; one that was asked for before has an end
            tabs.removeFirst().close();
            var next = begun("dbt-experiments");
            for (var tab : tabs) {
                assertThat(tab.getByText(next)).isVisible();
            }
            assertThat(reader.complained()).as("only that this machine is not trusted by that name")
                    .allMatch(each -> each.startsWith("The Cross-Origin-Opener-Policy header"));
        }
    }

    private static int port(String url) {
        return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    }

    private static String begun(String dag) {
        return RunningServer.ask(night.url(), "POST", "/api/v1/dags/" + dag + "/runs", "{}").replaceFirst("(?s).*?\"run_id\" *: *\"([^\"]+)\".*", "$1");
    }
}
