package comporta.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be done to runs and tasks, done by clicks on the pages of a real server with real runs. */
@InABrowser
@Order(-150)
final class DeedsTest {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";
    private static final String STEPS = """
            dag: steps
            max_active_runs: 9
            params:
              greeting: {type: string, default: hello, min_length: 3, description: "what is said"}
              times: {type: integer, default: 1, minimum: 1, maximum: 5}
              token: {type: string, default: hush, secret: true}
            tasks:
              first: {run: "echo {{ params.greeting }} {{ params.times }} times"}
              waits: {run: "until test -f FOLDER/GATE; do sleep 0.1; done", depends_on: first}
              last: {run: "echo last", depends_on: waits}
            """;
    private static final String ASKS = """
            dag: asks
            max_active_runs: 9
            tasks:
              ask:
                operator: approval
                message: "Release @?"
                fields:
                  note: {type: string, min_length: 3, description: "@"}
                  count: {type: integer, default: 2, minimum: 1, maximum: 9}
                  where: {type: enum, values: [lisbon, porto], default: porto}
                  sure: {type: boolean, default: false}
                  day: {type: date, default: "2026-11-20"}
                  hosts: {type: list, default: [a]}
              after:
                depends_on: ask
                run: "echo {{ outputs.ask.note }} {{ outputs.ask.count }} {{ outputs.ask.where }} {{ outputs.ask.sure }} {{ outputs.ask.day }} {{ outputs.ask.hosts | json }}"
            """.replace("@", HOSTILE);

    /** What can be pressed and is less than 24 pixels high or wide; what stands within a sentence may be. */
    private static final String SMALL = """
            () => [...document.querySelectorAll('main a, main button, main summary, main select, main input')].filter(each => each.checkVisibility() && !each.closest('p, li, .cells, .logline'))
              .map(each => [each, each.getBoundingClientRect()]).filter(([, box]) => box.width > 0 && (box.height < 23.5 || box.width < 23.5)).map(([each]) => each.outerHTML.slice(0, 120))""";

    private static final String USERS = """
            async users => {
              const {csrf} = await (await fetch('/api/v1/session')).json();
              for (const [name, role] of users) {
                await fetch('/api/v1/users/' + name, {method: 'PUT', headers: {'Content-Type': 'application/json', 'X-CSRF-Token': csrf}, body: JSON.stringify({role, password: 'correct horse battery'})});
              }
            }""";

    @TempDir
    static Path folder;

    private static RunningServer server;
    private static Reader reader;

    @BeforeAll
    static void start() {
        server = RunningServer.in(folder, List.of(steps("steps", "gate"), steps("marked", "gate-marked"), steps("moved", "gate-moved"), steps("read", "gate-read"),
                steps("heard", "gate-heard"), steps("late", "gate-late"), ASKS));
        reader = new Reader();
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

    private static String steps(String dag, String gate) {
        return STEPS.replace("dag: steps", "dag: " + dag).replace("GATE", gate).replace("FOLDER", folder.toString());
    }

    private static Page at(Page page, String path) {
        page.navigate(server.url() + path);
        return page;
    }

    private static Page desk(String path) {
        return at(reader.atADesk(), path);
    }

    private static String begun(String dag) {
        return "/dags/" + dag + "/runs/" + server.begin(dag);
    }

    /** A deed of the task pane, from its menu if it stands there. */
    private static void choose(Page page, String label) {
        var pane = page.locator(".pane > header");
        var button = pane.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("^" + label)));
        assertThat(button.or(pane.locator("summary")).first()).isVisible();
        if (button.count() == 0) {
            pane.locator("summary").click();
        }
        button.first().click();
        assertThat(page.locator("dialog")).isVisible();
    }

    private static void confirm(Page page) {
        page.locator("dialog .go:not([disabled])").click();
        assertThat(page.locator("dialog")).hasCount(0);
    }

    private static void stands(Page page, String words) {
        assertThat(page.locator(".whybox")).containsText(words);
    }

    @Test
    void anApprovalAsksForItsFieldsAndTheRunHasThem() {
        var run = begun("asks");
        var page = desk(run + "?task=ask&tab=why");
        stands(page, "deferred");
        choose(page, "Approve");
        var dialog = page.locator("dialog");
        assertThat(dialog).containsText("Release " + HOSTILE + "?");
        assertThat(dialog.getByLabel("note")).hasAttribute("type", "text");
        assertThat(dialog.getByLabel("count")).hasAttribute("type", "number");
        assertThat(dialog.getByLabel("day")).hasAttribute("type", "date");
        assertThat(dialog.getByLabel("where").locator("option")).hasText(new String[] {"lisbon", "porto"});
        assertThat(dialog.getByLabel("where")).hasValue("porto");
        assertThat(dialog.getByLabel("sure")).hasValue("false");
        assertThat(dialog.locator("img")).hasCount(0);
        assertThat(Axe.violations(page)).isEmpty();

        dialog.getByLabel("note").fill("ok");
        assertThat(dialog.locator("#field-note-says")).containsText("must have at least 3 characters");
        dialog.getByLabel("hosts").fill("[1,");
        assertThat(dialog.locator("#field-hosts-says")).containsText("must be JSON");
        assertThat(dialog.locator(".go")).isDisabled();
        dialog.getByLabel("hosts").fill("[\"b\", \"c\"]");
        dialog.getByLabel("count").fill("12");
        assertThat(dialog.locator("#field-count-says")).containsText("must be at most 9");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK).setReducedMotion(ReducedMotion.REDUCE));
        assertThat(Axe.violations(page)).isEmpty();
        dialog.locator(".go").click();
        assertThat(dialog.getByLabel("note")).isFocused();
        assertThat(dialog.locator("#field-count-says")).containsText("must be at most 9");

        dialog.getByLabel("note").fill("all is well");
        dialog.getByLabel("count").fill("7");
        dialog.getByLabel("where").selectOption("lisbon");
        dialog.getByLabel("sure").selectOption("true");
        dialog.getByLabel("day").fill("2026-11-21");
        assertThat(dialog).containsText("Is answered yes");
        confirm(page);
        stands(page, "success");
        at(page, run + "?task=after&tab=log");
        assertThat(page.locator(".logview")).containsText("all is well 7 lisbon true 2026-11-21 [\"b\",\"c\"]");
    }

    @Test
    void whatIsRequiredIsAskedForOnceItIsLeftOut() {
        var page = desk(begun("asks") + "?task=ask&tab=why");
        choose(page, "Approve");
        assertThat(page.locator("#field-note-says")).containsText("required");
        assertThat(page.locator("#field-note-says .bad")).hasCount(0);
        page.locator("dialog .go:not([disabled])").click();
        assertThat(page.locator("#field-note-says .bad")).containsText("was not given");
        page.keyboard().press("Escape");
        choose(page, "Reject");
        assertThat(page.getByLabel("note")).hasCount(0);
        confirm(page);
        stands(page, "failed");
        stands(page, "rejected by anybody");
        assertThat(page.locator(".head h1")).hasText("asks");
    }

    @Test
    void aRunRunsAgainWithOtherParams() throws IOException {
        Files.writeString(folder.resolve("gate"), "");
        var run = begun("steps");
        var page = desk(run);
        assertThat(page.locator(".head svg").first()).hasAttribute("aria-label", "success");
        page.locator(".head").getByText("Rerun…").click();
        var dialog = page.locator("dialog");
        assertThat(dialog.getByLabel("greeting")).hasValue("hello");
        assertThat(dialog.getByLabel("times")).hasValue("1");
        assertThat(dialog.getByLabel("token")).hasCount(0);
        assertThat(dialog).containsText("Runs again: 3");
        assertThat(Axe.violations(page)).isEmpty();
        dialog.getByLabel("times").fill("9");
        assertThat(dialog.locator("#field-times-says")).containsText("must be at most 5");
        assertThat(dialog.locator(".go")).isDisabled();
        dialog.getByLabel("times").fill("3");
        dialog.getByLabel("From", new Locator.GetByLabelOptions().setExact(true)).selectOption("last");
        assertThat(dialog).containsText("Runs again: 1");
        dialog.getByLabel("From", new Locator.GetByLabelOptions().setExact(true)).selectOption("");
        assertThat(dialog).containsText("Runs again: 3");
        confirm(page);
        assertThat(page.locator(".told")).containsText("Audit entry");
        at(page, run + "?task=first&tab=log&try=2");
        assertThat(page.locator(".logview")).containsText("hello 3 times");
    }

    @Test
    void tasksAreEndedMarkedAndSkippedAndItIsToldByWhom() {
        var run = begun("marked");
        var page = desk(run + "?task=waits&tab=why");
        stands(page, "running");
        choose(page, "End this try");
        assertThat(page.locator("dialog")).containsText("waits");
        page.locator("dialog").getByLabel("Reason").fill("it hangs");
        confirm(page);
        stands(page, "killed by anybody: it hangs");

        choose(page, "Mark");
        page.locator("dialog select").selectOption("success");
        assertThat(page.locator("dialog")).containsText("Is called success: 1");
        page.locator("dialog").getByLabel("Reason").fill("done " + HOSTILE);
        confirm(page);
        stands(page, "success");
        stands(page, "marked success by anybody: done " + HOSTILE);
        assertThat(page.locator(".head svg").first()).hasAttribute("aria-label", "success");

        choose(page, "Clear");
        confirm(page);
        stands(page, "running");
        choose(page, "Mark");
        page.locator("dialog select").selectOption("failed");
        confirm(page);
        stands(page, "marked failed by anybody");
        choose(page, "Mark");
        page.locator("dialog select").selectOption("skipped");
        confirm(page);
        stands(page, "skipped by anybody");
    }

    @Test
    void whatHappensBeforeTheStreamIsListenedToIsHeardAllTheSame() throws IOException {
        try (var context = reader.sits(1440, 900, ColorScheme.LIGHT)) {
            context.addInitScript("delete window.SharedWorker");   // so that the stream is this page's own
            var run = begun("late");
            var page = context.newPage();
            var streams = new Held();
            page.route("**/api/v1/events**", streams);
            at(page, run);
            assertThat(page.locator(".head svg[aria-label=running]")).isVisible();
            page.waitForCondition(streams::hasAny);
            Files.writeString(folder.resolve("gate-late"), "");
            page.waitForCondition(() -> server.ask("GET", "/api/v1" + run, "").contains("\"state\":\"success\""));
            streams.letGo();
            assertThat(page.locator(".head svg").first()).hasAttribute("aria-label", "success");
        }
    }

    @Test
    void aBreakpointIsSetHoldsAndIsTakenAway() {
        var run = begun("marked");
        var page = desk(run + "?task=last&tab=why");
        stands(page, "waiting");
        choose(page, "Stop before it");
        assertThat(page.locator("dialog h2")).hasText("Stop before last?");
        assertThat(page.locator("dialog input[type=checkbox]")).hasCount(0);
        confirm(page);
        assertThat(page.locator(".pane")).not().containsText("Stop before it");
        assertThat(page.locator(".pane")).containsText("Stopped at a breakpoint of last");

        choose(page, "Take the breakpoint away");
        assertThat(page.locator("dialog h2")).hasText("Let last start when it is ready?");
        assertThat(page.locator("dialog")).containsText("Starts when it is ready: 1");
        confirm(page);
        assertThat(page.locator(".pane")).not().containsText("Stopped at a breakpoint of last");
        assertThat(page.locator(".pane > header")).not().containsText("Take the breakpoint away");

        choose(page, "Stop before it");
        confirm(page);
        at(page, run + "?task=waits&tab=why");
        choose(page, "Mark");
        confirm(page);
        at(page, run + "?task=last&tab=why");
        stands(page, "waiting");
        page.locator(".pane .body").getByText("Take the breakpoint of last away").first().click();
        confirm(page);
        stands(page, "success");
    }

    @Test
    void aDeedLeadsToItsEntryInTheAudit() {
        var run = begun("marked");
        var page = desk(run);
        page.locator(".head").getByText("Pause…").click();
        page.locator("dialog").getByLabel("Reason").fill("wrong prices");
        confirm(page);
        server.ask("POST", "/api/v1" + run + "/resume", "{\"reason\": \"what came later\"}");
        assertThat(page.locator(".told")).containsText("Undo: Resume");
        page.locator(".told").getByText("Audit entry").click();
        assertThat(page).hasURL(Pattern.compile(".*/audit\\?entry=\\d+$"));
        var entry = page.locator("tbody tr").first();
        assertThat(entry).containsText("wrong prices");
        assertThat(entry.locator("[aria-current=true]")).hasCount(1);
        assertThat(page.locator("main")).not().containsText("what came later");
        assertThat(Axe.violations(page)).isEmpty();
        page.getByText("The latest").click();
        assertThat(page.locator("main")).containsText("what came later");
        page.goBack();
        assertThat(page.locator("main")).not().containsText("what came later");
        assertThat(entry).containsText("wrong prices");
        page.goBack();
        assertThat(page).hasURL(server.url() + run);
        server.ask("POST", "/api/v1" + run + "/cancel", "{}");
    }

    @Test
    void severalTasksAreMarkedAtOnceAndEventsTellOfIt() {
        var run = begun("marked");
        var page = desk(run + "/tasks");
        page.getByLabel("Choose waits").check();
        page.getByLabel("Choose last").check();
        assertThat(page.locator(".pills")).containsText("2 tasks chosen");
        page.locator(".pills").getByText("Mark…").click();
        assertThat(page.locator("dialog h2")).containsText("2 tasks");
        page.locator("dialog select").selectOption("skipped");
        assertThat(page.locator("dialog")).containsText("Is called skipped: 2");
        page.locator("dialog").getByLabel("Reason").fill("not tonight");
        confirm(page);
        assertThat(page.locator(".pills")).not().containsText("chosen");
        assertThat(page.locator("tbody")).containsText("skipped by anybody: not tonight");
        page.getByText("Events").click();
        page.locator(".pills").getByText("Deeds").click();
        assertThat(page.locator("tbody tr")).hasCount(1);
        assertThat(page.locator("tbody tr")).containsText("by anybody not tonight");
        page.locator("tbody tr a").click();
        assertThat(page.locator("tbody tr").first()).containsText("not tonight");
        assertThat(page.locator("tbody tr").first().locator("[aria-current=true]")).hasCount(1);
    }

    @Test
    void whoMayOnlyLookIsOfferedNothing(@TempDir Path other) {
        var asking = ASKS.replace("    operator: approval\n", "    operator: approval\n    approvers: [bea]\n");
        try (var guarded = RunningServer.in(other, List.of(steps("marked", "gate-guarded"), asking)); var others = new Reader()) {
            var run = "/dags/marked/runs/" + guarded.begin("marked");
            var asks = "/dags/asks/runs/" + guarded.begin("asks");
            guarded.ask("PUT", "/api/v1/users/ana", "{\"role\": \"admin\", \"password\": \"correct horse battery\"}");
            signedIn(others, guarded, "ana").evaluate(USERS, List.of(List.of("olga", "operator"), List.of("vera", "viewer")));
            var page = signedIn(others, guarded, "vera");
            for (var path : List.of(run + "?task=waits&tab=why", run + "?task=last&tab=why", run + "/tasks", run + "/events", asks + "?task=ask&tab=why", "/dags/marked/versions")) {
                page.navigate(guarded.url() + path);
                assertThat(page.locator("h1").first()).not().hasText("");
                assertThat(page.locator("[aria-busy]")).hasCount(0);
                assertThat(page.locator("main .btns button, main .pane .body button:not(.logbar *), main input[type=checkbox], main .deeds")).hasCount(0);
            }
            page = signedIn(others, guarded, "olga");
            page.navigate(guarded.url() + asks + "?task=ask&tab=why");
            stands(page, "deferred");
            assertThat(page.locator(".pane")).containsText("Waits for approval by bea");
            assertThat(page.locator(".pane > header summary")).isVisible();
            assertThat(page.locator(".pane button").getByText("Approve")).hasCount(0);
            assertThat(others.complained()).isEmpty();
        }
    }

    /** Each by a browser of their own. */
    private static Page signedIn(Reader others, RunningServer guarded, String user) {
        var page = others.atADesk();
        page.navigate(guarded.url() + "/sign-in");
        page.getByLabel("Name").fill(user);
        page.getByLabel("Password").fill("correct horse battery");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
        assertThat(page.locator(".zonename")).containsText(user);
        return page;
    }

    @Test
    void onAPhoneNothingOverlapsAndFingersHitWhatTheyMean() {
        var run = begun("marked");
        try (var context = reader.sits(360, 740, ColorScheme.DARK)) {
            var page = context.newPage();
            for (var path : List.of(run, run + "/tasks", run + "?task=waits&tab=log", run + "?task=last&tab=why", run + "/events", "/dags/marked/runs", "/dags/marked/versions", "/audit", "/dags")) {
                at(page, path);
                assertThat(page.locator("h1").first()).not().hasText("");
                assertThat(page.locator("[aria-busy]")).hasCount(0);
                assertThat(page.evaluate(SMALL)).as(path).isEqualTo(List.of());
                assertThat(page.evaluate("document.documentElement.scrollWidth > innerWidth")).as("%s scrolls sideways", path).isEqualTo(false);
            }
        }
    }

    @Test
    void aDagIsPausedAndGoesOn() {
        var page = desk("/dags/asks");
        page.locator(".head").getByText("Pause…").click();
        assertThat(page.locator("dialog h2")).hasText("Pause asks?");
        confirm(page);
        assertThat(page.locator(".head")).containsText("paused");
        page.locator(".told").getByText("Undo: Resume").click();
        assertThat(page.locator("dialog h2")).hasText("Let asks go on?");
        confirm(page);
        assertThat(page.locator(".head .chip").getByText("paused")).hasCount(0);
        assertThat(page.locator(".head").getByText("Pause…")).isVisible();
    }

    @Test
    void aRunGoesOnByAnotherVersionAndVersionsTellInWhatTheyDiffer() throws IOException {
        var run = begun("moved");
        var page = desk(run + "?task=waits&tab=why");
        stands(page, "running");
        at(page, "/dags/moved/versions");
        assertThat(page.locator("tbody")).containsText("in use");
        Files.writeString(folder.resolve("dags/moved.yaml"), steps("moved", "gate-moved") + "  added: {run: \"echo added\", depends_on: first}\n");
        page.locator(".newer button").click();
        var two = page.locator("tbody tr", new Page.LocatorOptions().setHasText("in use"));
        assertThat(two.locator("td").first()).hasText("2");
        two.getByText("Differences").click();
        assertThat(page.locator(".pairs")).containsText("Added");
        assertThat(page.locator(".pairs")).containsText("added");

        at(page, run + "/source");
        page.getByText("Go on by version 2…").click();
        assertThat(page.locator("dialog")).containsText("Comes, and is waited for: 1");
        confirm(page);
        assertThat(page.locator(".head")).containsText("version 2");
        at(page, run + "?task=added&tab=log");
        assertThat(page.locator(".logview")).containsText("added");
        Files.writeString(folder.resolve("gate-moved"), "");
        assertThat(page.locator(".head svg").first()).hasAttribute("aria-label", "success");
    }

    @Test
    void whoReadsASourceHearsOfANewerVersionAndNothingMoves() throws IOException {
        begun("read");
        var page = desk("/dags/read/source");
        assertThat(page.locator(".code")).containsText("echo last");
        var box = page.locator(".code").boundingBox();
        Files.writeString(folder.resolve("dags/read.yaml"), steps("read", "gate-read").replace("echo last", "echo the very last"));
        assertThat(page.locator(".newer")).containsText("Version 2 is in use now.");
        begun("read");   // a run is news, too
        assertThat(page.locator(".head")).containsText("version 2");
        assertThat(page.locator(".code")).not().containsText("very last");
        assertThat(page.locator(".code").boundingBox()).usingRecursiveComparison().isEqualTo(box);
        assertThat(Axe.violations(page)).isEmpty();
        page.locator(".newer button").click();
        assertThat(page.locator(".code")).containsText("very last");
        assertThat(page.locator(".newer")).hasCount(0);
    }

    @Test
    void whoReadsTheSourceOfARunHearsOfANewerVersionAndNothingMoves() throws IOException {
        var page = desk(begun("heard") + "/source");
        assertThat(page.locator(".code")).containsText("echo last");
        assertThat(page.locator("main")).not().containsText("Runs that begin now use");
        var box = page.locator(".code").boundingBox();
        Files.writeString(folder.resolve("dags/heard.yaml"), steps("heard", "gate-heard").replace("echo last", "echo the very last"));
        assertThat(page.locator(".newer")).containsText("Version 2 is in use now.");
        assertThat(page.locator(".code").boundingBox()).usingRecursiveComparison().isEqualTo(box);
        page.locator(".newer button").click();
        assertThat(page.locator("main")).containsText("Runs that begin now use version 2.");
        assertThat(page.getByText("Go on by version 2…")).isVisible();
        assertThat(page.locator(".code")).not().containsText("very last");
        assertThat(page.locator(".newer")).hasCount(0);
        Files.writeString(folder.resolve("gate-heard"), "");
        assertThat(page.locator(".head svg").first()).hasAttribute("aria-label", "success");
    }

    @Test
    void timeIsZoomedByDraggingAndAnExecutorsOutputIsRead() throws IOException {
        Files.writeString(folder.resolve("gate"), "");
        var run = begun("steps");
        var page = desk(run + "?task=first&tab=log");
        assertThat(page.locator(".head svg").first()).hasAttribute("aria-label", "success");
        var head = page.locator(".trow.hd .axis");
        var box = head.boundingBox();
        page.mouse().move(box.x + box.width * 0.3, box.y + 5);
        page.mouse().down();
        page.mouse().move(box.x + box.width * 0.5, box.y + 5);
        page.mouse().move(box.x + box.width * 0.6, box.y + 5);
        page.mouse().up();
        assertThat(page).hasURL(Pattern.compile(".*[?&]from=.*&to=.*"));
        page.reload();
        assertThat(page.locator(".trow .task")).not().hasCount(0);
        page.locator(".pills").getByText("Fit").click();
        assertThat(page).not().hasURL(Pattern.compile(".*from=.*"));

        try (var files = Files.walk(folder.resolve("home"))) {
            var out = files.filter(each -> each.endsWith("first/1/stdout") && each.toString().contains(run.replaceFirst(".*/", ""))).findFirst().orElseThrow();
            var executor = Files.createDirectories(out.resolveSibling("executors").resolve("7"));
            Files.writeString(executor.resolve("stdout"), "said by the executor\n");
            Files.writeString(executor.resolve("index"), "1893456000000 stdout 21\n");   // as whoever copies it writes down when it came
        }
        page.reload();
        page.getByLabel("Stream").selectOption("executor 7");
        assertThat(page.locator(".logview")).containsText("said by the executor");
        assertThat(page.locator(".logview")).not().containsText("hello");
    }
}
