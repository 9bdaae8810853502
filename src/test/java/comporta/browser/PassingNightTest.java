package comporta.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What changes on the pages while a night goes on: at once, in place, and whatever becomes of the wire. */
@InABrowser
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
        return page.locator(".nrow", new Page.LocatorOptions().setHas(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("^" + dag)))));
    }

    @Test
    void whatThePointerIsOverStaysWhereItIs() {
        try (var context = desk()) {
            var page = context.newPage();
            page.navigate(night.url() + "/night");
            var pointed = row(page, "fraud-features");
            pointed.hover();
            var before = pointed.boundingBox().y;
            var done = row(page, "ingest-events").locator(".num").first().innerText();
            night.passes(Duration.ofHours(1));
            assertThat(row(page, "ingest-events").locator(".num").first()).not().hasText(done);
            assertThat(pointed.boundingBox().y).isEqualTo(before);
        }
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
            night.passes(Duration.ofHours(1));
            wire.mend();
            assertThat(page.locator(".live")).hasText("Live");
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
            assertThat(wire.asked("GET /api/v1/events")).as("all tabs want the same").isEqualTo(1);
            tabs.removeFirst().close();
            var next = begun("dbt-experiments");
            for (var tab : tabs) {
                assertThat(tab.getByText(next)).isVisible();
            }
            assertThat(reader.complained()).as("only that this machine is not trusted by that name").allMatch(each -> each.startsWith("The Cross-Origin-Opener-Policy header"));
        }
    }

    private static int port(String url) {
        return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    }

    private static String begun(String dag) {
        return RunningServer.ask(night.url(), "POST", "/api/v1/dags/" + dag + "/runs", "{}").replaceFirst("(?s).*?\"run_id\" *: *\"([^\"]+)\".*", "$1");
    }
}
