package comporta.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A person with a browser, who notes down all that the browser complains about. */
final class Reader implements AutoCloseable {
    /** One for all: a start takes longer than many tests. It ends with this process. */
    private static final Browser BROWSER = launched();

    private final List<BrowserContext> open = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    static {
        PlaywrightAssertions.setDefaultAssertionTimeout(120_000);   // the machine may be busy with other tests
    }

    private static Browser launched() {
        var steering = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return steering.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(Chromium.place().orElseThrow()).setArgs(List.of(
                "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
                // a name that is not this machine's, and so is not trusted as it is
                "--host-resolver-rules=MAP monitor.example.org 127.0.0.1", "--disable-features=HttpsUpgrades")));
    }

    /** A window of its own, without anything that others have left in theirs. */
    BrowserContext sits(int width, int height, ColorScheme scheme) {
        return heard(BROWSER.newContext(sitting(width, height, scheme)));
    }

    /** Somebody who wants nothing to move. */
    BrowserContext still() {
        return heard(BROWSER.newContext(sitting(1440, 900, ColorScheme.LIGHT).setReducedMotion(ReducedMotion.REDUCE)));
    }

    /** Somebody elsewhere. */
    BrowserContext in(String zone) {
        return heard(BROWSER.newContext(sitting(1440, 900, ColorScheme.LIGHT).setTimezoneId(zone)));
    }

    private static Browser.NewContextOptions sitting(int width, int height, ColorScheme scheme) {
        return new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme).setTimezoneId("America/Sao_Paulo");
    }

    private BrowserContext heard(BrowserContext context) {
        open.add(context);
        context.onClose(open::remove);
        context.setDefaultTimeout(180_000);
        context.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type()) && !message.text().contains("the server responded with a status of")) {
                complaints.add(message.text());
            }
        });
        context.onWebError(error -> complaints.add(error.error()));
        context.onDialog(dialog -> {
            complaints.add("a dialog said: " + dialog.message());
            dialog.dismiss();
        });
        return context;
    }

    /** At a desk, in light colours. */
    Page atADesk() {
        return sits(1440, 900, ColorScheme.LIGHT).newPage();
    }

    /** What the browser complained about since it was asked last, policy reports among it. */
    List<String> complained() {
        var all = List.copyOf(complaints);
        complaints.clear();
        return all;
    }

    @Override
    public void close() {
        List.copyOf(open).forEach(BrowserContext::close);
    }
}
