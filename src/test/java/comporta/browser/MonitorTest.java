package comporta.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night at the monitor. */
@InABrowser
@Order(-200)
final class MonitorTest {
    /** What must stay text wherever it is shown. */
    private static final String HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'><svg/onload=alert(3)>${alert(4)}{{7*7}}javascript:alert(5)\\u202egnp.exe";
    private static final String FAILS = """
            dag: fails
            description: Fails until a file is there
            params:
              greeting: {type: string, default: hello, description: "what is said first"}
            tasks:
              first: {run: "echo {{ params.greeting }}"}
              breaks: {run: "for i in $(seq 300); do echo INFO step $i; done; echo 'ERROR: no such table' >&2; for i in $(seq 300); do echo INFO rest $i; done; test -f GATE", depends_on: first}
              after: {run: "echo after", depends_on: breaks}
            """;
    /** What is wrong with where the focus is; empty: it is seen. */
    private static final String FOCUS = """
            () => {
              const here = document.activeElement;
              const look = getComputedStyle(here);
              const head = document.querySelector('header.top');
              const box = here.getBoundingClientRect();
              if (here === document.body || here.matches('.skip')) { return ''; }
              const what = here.outerHTML.slice(0, 80);
              if (look.outlineStyle === 'none' || parseFloat(look.outlineWidth) < 1) { return 'not seen: ' + what; }
              return !head.contains(here) && !here.closest('dialog') && box.bottom <= head.getBoundingClientRect().bottom ? 'under the head: ' + what : '';
            }""";
    /** Loads what pages are made of, so that a link that is followed is shown in the next frame. */
    private static final String PARTS = """
            async () => {
              const app = document.querySelector('link[rel=modulepreload]').href;
              const words = await (await fetch(app)).text();
              await Promise.all([...words.matchAll(/import\\('([^']+)'\\)/g)].map(found => import(new URL(found[1], app).href)));
            }""";
    private static final String FOLLOW = """
            async path => {
              const link = document.createElement('a');
              link.href = path;
              document.body.append(link);
              link.click();
              link.remove();
              for (let i = 0; i < 4; i++) { await new Promise(requestAnimationFrame); }
            }""";
    private static final String EVIL = """
            dag: evil
            description: "@"
            owner: "@"
            tags: [night]
            doc: "@"
            params:
              word: {type: string, default: "@", description: "@"}
            tasks:
              says: {run: "printf '%s\\\\n' \\"$WORD\\"; printf '\\\\033[31mred\\\\033[0m \\\\033]0;title\\\\007\\\\n'", env: {WORD: "{{ params.word }}"}, description: "@"}
            """.replace("@", HOSTILE.replace("\\", "\\\\").replace("\"", "\\\"").replace("{{", "{ {"));
    private static final List<String> PAGES = List.of(
            "/night", "/dags", "/dags/fails", "/dags/fails/graph", "/dags/fails/runs", "/dags/fails/calendar", "/dags/fails/landing", "/dags/fails/durations",
            "/dags/fails/versions", "/dags/fails/source", "/dags/fails/schedule", "/deadlines", "/machines", "/elasticity", "/problems", "/audit", "/pools", "/variables",
            "/connections", "/calendars", "/users", "/tokens", "/author");

    @TempDir
    static Path folder;

    private static RunningServer server;
    private static Reader reader;
    private static String failed;

    @BeforeAll
    static void start() {
        server = RunningServer.in(folder, List.of(
                FAILS.replace("GATE", folder.resolve("gate").toString()), FAILS.replace("dag: fails", "dag: slips").replace("GATE", folder.resolve("gate2").toString()), EVIL));
        reader = new Reader();
        failed = server.begin("fails");
    }

    @AfterAll
    static void stop() {
        reader.close();
        server.close();
    }

    @AfterEach
    void theBrowserHadNothingToComplainAbout() {
        assertThat(reader.complained()).isEmpty();
    }

    private static Page at(Page page, String path) {
        page.navigate(server.url() + path);
        return page;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name))).first();
    }

    @Test
    void aRunIsTriggeredFailsIsReadAboutClearedAndSucceeds() throws Exception {
        try (var context = reader.sits(1440, 900, ColorScheme.LIGHT)) {
            var page = at(context.newPage(), "/dags/fails");
            button(page, "Run now").click();
            page.getByLabel("greeting").fill("good evening");
            page.locator("#trigger-note").fill("late");
            assertThat(page.locator("dialog")).containsText("comporta runs trigger fails -p 'greeting=good evening' --note late");
            page.locator("dialog .go").click();

            page.waitForURL(Pattern.compile(".*/runs/[^/?]+$"));
            page.evaluate("window.neverReloaded = true");
            assertThat(page.locator(".head svg").first()).hasAttribute("aria-label", Pattern.compile("failed.*"));

            at(page, "/night").evaluate("window.neverReloaded = true");
            assertThat(page.locator("h1")).containsText("need");
            page.getByText("Read log").first().click();
            assertThat(page.locator(".logline.here")).containsText("ERROR: no such table");
            assertThat(page.locator(".logline.error")).hasCount(1);

            Files.createFile(folder.resolve("gate"));
            page.locator(".head .btn", new Page.LocatorOptions().setHasText("Clear")).click();
            assertThat(page.locator("dialog")).containsText("Runs again: 2");
            assertThat(page.locator("dialog")).containsText("breaks, after");
            page.locator("dialog .go").click();
            assertThat(page.locator(".told")).containsText("Audit entry");
            assertThat(page.locator(".head svg").first()).hasAttribute("aria-label", "success");
            assertThat(page.locator(".trow svg[aria-label=success]")).hasCount(3);
            assertThat(page.evaluate("window.neverReloaded")).isEqualTo(true);
        }
    }

    @Test
    void theSameIsDoneWithTheKeyboardAlone() throws Exception {
        try (var context = reader.sits(1440, 900, ColorScheme.LIGHT)) {
            var page = at(context.newPage(), "/dags/slips");
            assertThat(button(page, "Run now")).isVisible();
            tabTo(page, "Run now");
            page.keyboard().press("Enter");
            assertThat(page.locator("dialog")).isVisible();
            while (!(boolean) page.evaluate("document.activeElement.matches('dialog .go')")) {
                page.keyboard().press("Tab");
                assertThat(page.evaluate(FOCUS)).isEqualTo("");
            }
            page.keyboard().press("Enter");
            page.waitForURL(Pattern.compile(".*/runs/[^/?]+$"));
            assertThat(page.locator(".head svg").first()).hasAttribute("aria-label", Pattern.compile("failed.*"));

            tabTo(page, "breaks");
            page.keyboard().press("Enter");
            assertThat(page.locator(".logline").first()).isVisible();
            while (!(boolean) page.evaluate("document.activeElement.matches('.logview')")) {
                page.keyboard().press("Tab");
                assertThat(page.evaluate(FOCUS)).isEqualTo("");
            }
            page.keyboard().press("e");
            assertThat(page.locator(".logline.here")).containsText("ERROR: no such table");

            Files.createFile(folder.resolve("gate2"));
            page.keyboard().press("Control+Home");
            tabTo(page, "Clear…");
            page.keyboard().press("Enter");
            assertThat(page.locator("dialog")).containsText("Runs again");
            while (!(boolean) page.evaluate("document.activeElement.matches('dialog .go:not([disabled])')")) {
                page.keyboard().press("Tab");
                assertThat(page.evaluate(FOCUS)).isEqualTo("");
            }
            page.keyboard().press("Enter");
            assertThat(page.locator(".head svg").first()).hasAttribute("aria-label", "success");
        }
    }

    /** Goes on by Tab, round by round, until something of that name has the focus, which must be seen all the way. */
    private static void tabTo(Page page, String name) {
        for (int i = 0; i < 150; i++) {
            page.keyboard().press("Tab");
            assertThat(page.evaluate(FOCUS)).isEqualTo("");
            if (String.valueOf(page.evaluate("document.activeElement.textContent")).strip().startsWith(name)) {
                return;
            }
        }
        throw new AssertionError("nothing of the name " + name + " gets the focus");
    }

    @Test
    void aServerThatComesBackIsFoundAgain() {
        try (var context = reader.sits(1440, 900, ColorScheme.LIGHT)) {
            server.begin("evil");
            var page = at(context.newPage(), "/dags/evil/runs");
            assertThat(page.locator("tbody tr").first()).isVisible();
            assertThat(page.locator(".live")).hasText("Live");
            var before = page.locator("tbody tr").count();
            page.evaluate("window.neverReloaded = true");
            server = server.again();
            var run = server.begin("evil");
            assertThat(page.getByText(run)).isVisible();
            assertThat(page.locator("tbody tr")).hasCount(before + 1);
            assertThat(page.locator(".live")).hasText("Live");
            assertThat(page.evaluate("window.neverReloaded")).isEqualTo(true);
            reader.complained();   // of the server that was away, rightly
        }
    }

    @Test
    void everyPageIsForEverybody() {
        try (var context = reader.sits(1440, 900, ColorScheme.LIGHT)) {
            var faults = new ArrayList<String>();
            visit(context.newPage(), (page, path) -> faults.addAll(Axe.violations(page)));
            assertThat(faults).isEmpty();
        }
    }

    @Test
    void onAPhoneInTheDarkNothingIsTooPaleOrTooWide() {
        try (var context = reader.sits(320, 700, ColorScheme.DARK)) {
            var faults = new ArrayList<String>();
            visit(context.newPage(), (page, path) -> {
                faults.addAll(Axe.pale(page));
                if ((boolean) page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")) {
                    faults.add(path + " is too wide");
                }
            });
            assertThat(faults).isEmpty();
        }
    }

    private static void visit(Page page, BiConsumer<Page, String> deed) {
        var paths = new ArrayList<>(PAGES);
        for (var tab : List.of("", "?task=breaks&tab=log", "?task=breaks&tab=why", "/graph", "/tasks", "/deadlines", "/machines", "/events", "/source", "/tasks/breaks")) {
            paths.add("/dags/fails/runs/" + failed + tab);
        }
        at(page, "/night");
        assertThat(page.locator("h1").first()).not().hasText("");
        page.evaluate(PARTS);
        for (var path : paths) {
            page.evaluate(FOLLOW, path);
            assertThat(page).hasURL(server.url() + path);
            page.locator("h1").first().waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
            assertThat(page.locator("[aria-busy]")).hasCount(0);
            deed.accept(page, path);
        }
    }

    @Test
    void whatIsHostileStaysText() {
        var run = server.begin("evil");
        try (var context = reader.sits(1440, 900, ColorScheme.LIGHT)) {
            var page = context.newPage();
            for (var path : List.of("/night", "/dags", "/dags/evil", "/dags/evil/source", "/dags/evil/graph", "/dags/evil/runs/" + run + "?task=says&tab=log",
                    "/dags/evil/runs/" + run + "/source", "/dags/%3Cimg%20src=x%20onerror=alert(1)%3E", "/dags?q=%3Cscript%3Ealert(1)%3C/script%3E", "/sign-in?then=javascript:alert(1)")) {
                at(page, path);
                page.locator("h1").first().waitFor();
                assertThat(page.locator("[aria-busy]")).hasCount(0);
                assertThat(page.locator("main img, main script, main iframe, main a[href^='javascript']")).hasCount(0);
            }
            at(page, "/dags/evil/runs/" + run + "?task=says&tab=log");
            assertThat(page.locator(".logview")).containsText("<img src=x onerror=alert(1)>");
            assertThat(page.locator(".logview .f1")).hasText("red");
            assertThat(page.locator(".logview")).not().containsText("title");
        }
    }

    @Test
    void whatIsTypedBeforeItIsKnownWhoIsHereIsFound() {
        try (var context = reader.sits(1440, 900, ColorScheme.LIGHT)) {
            var page = context.newPage();
            var held = new ArrayList<Route>();
            page.route("**/api/v1/session", held::add);
            at(page, "/night");
            page.keyboard().press("Control+k");
            page.keyboard().type("fails");
            page.waitForCondition(() -> !held.isEmpty());
            held.forEach(Route::resume);
            assertThat(page.locator("#find-words")).hasValue("fails");
            assertThat(page.locator("#find-hits li").first()).containsText("fails");
            page.keyboard().press("Control+k");
            assertThat(page.locator("#find-words")).hasValue("fails");
        }
    }

    @Test
    void theKeyboardIsEnough() {
        try (var context = reader.sits(1440, 900, ColorScheme.LIGHT)) {
            var page = at(context.newPage(), "/night");
            assertThat(page.locator("h1")).not().hasText("");
            page.keyboard().press("Control+k");
            page.keyboard().type("fails");   // before there is where to: it is kept
            assertThat(page.locator("#find-words")).isFocused();
            assertThat(page.locator("#find-hits li").first()).containsText("fails");
            page.keyboard().press("Enter");
            assertThat(page).hasURL(server.url() + "/dags/fails");
            page.goBack();
            assertThat(page).hasURL(Pattern.compile(".*/night"));
        }
    }
}
