package comporta.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Takes the pictures of the documents, of the invented night, when it is asked to: {@code docs/pictures/take}. */
@InABrowser
@Timeout(value = 60, unit = TimeUnit.MINUTES)
@EnabledIfSystemProperty(named = "comporta.pictures", matches = ".+", disabledReason = "no folder for pictures is named")
final class PicturesTest {
    private static final int HISTORY = 12;
    private static final List<String> NIGHT = List.of("night /night", "run /dags/nightly/runs/scheduled-20261121T040000Z?task=itaipu&tab=log");
    private static final List<String> ONCE = List.of(
            "failed /dags/marketing-audiences/runs/scheduled-20261121T034500Z?task=segment-build&tab=log&line=error",
            "why /dags/nightly/runs/scheduled-20261121T040000Z?task=report&tab=why", "graph /dags/nightly/runs/scheduled-20261121T040000Z/graph", "dags /dags",
            "grid /dags/nightly", "calendar /dags/nightly/calendar", "landing /dags/nightly/landing",
            "machines /machines", "deadlines /deadlines", "author /author?show=night");
    private static final String WRITTEN = """
            dag: nightly-small
            owner: data-infra
            schedule: {cron: "0 1 * * *", timezone: America/Sao_Paulo}
            deadline: {by: "06:00"}
            defaults: {execution_timeout: 4h}
            tasks:
              extract: {run: "extract all", expected_duration: 20m}
              itaipu: {run: "run-itaipu", depends_on: extract, expected_duration: 2h}
              churn-model: {run: "churn-model", depends_on: itaipu, expected_duration: 50m}
              fraud-model: {run: "fraud-model", depends_on: itaipu, expected_duration: 35m}
              report: {run: "report --to finance", depends_on: [churn-model, fraud-model], expected_duration: 9m}
            """;

    @TempDir
    private Path folder;

    @Test
    void areTaken() throws IOException {
        var into = Files.createDirectories(Path.of(System.getProperty("comporta.pictures")));
        try (var night = new InventedNight(folder, HISTORY, List.of()); var reader = new Reader()) {
            for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                for (int width : List.of(1440, 390)) {
                    take(night, reader, scheme, width, NIGHT, "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width, into);
                }
            }
            take(night, reader, ColorScheme.LIGHT, 1440, ONCE, "", into);
            assertThat(reader.complained()).isEmpty();
        }
    }

    private static void take(InventedNight night, Reader reader, ColorScheme scheme, int width, List<String> what, String suffix, Path into) {
        try (var context = reader.sits(width, width < 700 ? 844 : 900, scheme)) {
            var page = context.newPage();
            for (var each : what) {
                var words = each.split(" ", 2);
                page.navigate(night.url() + words[1]);
                settle(page);
                if (words[0].equals("author")) {
                    page.locator("#author-path").fill("nightly-small.yaml");
                    page.locator("#author-text").fill(WRITTEN);
                    page.locator(".played").waitFor();
                }
                page.screenshot(new Page.ScreenshotOptions().setPath(into.resolve(words[0] + suffix + ".png")));
            }
        }
    }

    /** Until everything that was asked for has come. */
    private static void settle(Page page) {
        page.locator("h1").first().waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        assertThat(page.locator("[aria-busy]")).hasCount(0);
        if (page.url().contains("tab=log")) {
            page.locator(page.url().contains("line=error") ? ".logline.here" : ".loglines .logline").first().waitFor();
        }
        assertThat(page.locator(".logline").filter(new Locator.FilterOptions().setHasText(Pattern.compile("^\\d+…$")))).hasCount(0);
    }
}
