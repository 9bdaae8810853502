package comporta.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Takes the pictures of the documents, of the invented night: {@code docs/pictures/take}. */
final class Pictures {
    private static final int HISTORY = 12;
    private static final List<String> NIGHT = List.of("night /night", "run /dags/nightly/runs/scheduled-20261121T040000Z?task=itaipu&tab=log");
    private static final List<String> ONCE = List.of(
            "failed /dags/marketing-audiences/runs/scheduled-20261121T034500Z?task=segment-build&tab=log&line=error",
            "why /dags/nightly/runs/scheduled-20261121T040000Z?task=report&tab=why", "graph /dags/nightly/runs/scheduled-20261121T040000Z/graph", "dags /dags",
            "grid /dags/nightly", "calendar /dags/nightly/calendar", "landing /dags/nightly/landing", "durations /dags/nightly/durations", "schedule /dags/nightly/schedule",
            "machines /machines", "deadlines /deadlines", "problems /problems", "elasticity /elasticity", "author /author");

    private Pictures() {}

    /** @param args folder of the pictures; {@code serve} instead only serves the night until the input ends */
    public static void main(String[] args) throws IOException {
        var folder = Files.createTempDirectory("comporta-night");
        try (var night = new InventedNight(folder, HISTORY, List.of())) {
            System.out.println(night.url());
            if (args[0].equals("serve")) {
                while (System.in.read() >= 0) {
                    // until somebody ends it
                }
                return;
            }
            var into = Files.createDirectories(Path.of(args[0]));
            try (var reader = new Reader()) {
                for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                    for (var width : List.of(1440, 390)) {
                        take(night, reader, scheme, width, NIGHT, "-" + scheme.name().toLowerCase(java.util.Locale.ROOT) + "-" + width, into);
                    }
                }
                take(night, reader, ColorScheme.LIGHT, 1440, ONCE, "", into);
            }
        }
    }

    private static void take(InventedNight night, Reader reader, ColorScheme scheme, int width, List<String> what, String suffix, Path into) {
        try (var context = reader.sits(width, width < 700 ? 844 : 900, scheme)) {
            var page = context.newPage();
            for (var each : what) {
                var words = each.split(" ", 2);
                page.navigate(night.url() + words[1]);
                settle(page);
                page.screenshot(new Page.ScreenshotOptions().setPath(into.resolve(words[0] + suffix + ".png")));
            }
        }
    }

    /** Until everything that was asked for has come. */
    private static void settle(Page page) {
        page.locator("h1").first().waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        page.waitForFunction("document.querySelectorAll('[aria-busy]').length === 0");
        page.waitForFunction("document.fonts.status === 'loaded'");
    }
}
