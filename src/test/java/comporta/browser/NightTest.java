package comporta.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.SelectOption;
import comporta.page.Pages;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody finds on the pages at 02:07 of a night. */
@InABrowser
@Order(-300)
final class NightTest {
    private static final String NIGHTLY = "/dags/nightly/runs/scheduled-20261121T040000Z";
    private static final Pattern NEEDED = Pattern.compile("\\w+ runs need you\\.");
    private static final int MANY_LINES = 60_000;

    @TempDir
    static Path folder;

    private static InventedNight night;
    private static Reader reader;

    @BeforeAll
    static void begin() {
        night = new InventedNight(folder, 1, List.of(large()));
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

    /** A thousand tasks in ten columns. */
    private static String large() {
        var text = new StringBuilder("dag: large\nowner: data-infra\ntasks:\n");
        for (int i = 0; i < 1_000; i++) {
            text.append("  t").append(i).append(": {run: echo");
            if (i >= 100) {
                text.append(", depends_on: [t").append(i - 100).append(", t").append((i - 100) / 100 * 100 + (i * 7) % 100).append(']');
            }
            text.append("}\n");
        }
        return text.toString();
    }

    private static BrowserContext desk() {
        return reader.sits(1440, 900, ColorScheme.DARK);
    }

    private static Page at(BrowserContext context, String path) {
        var page = context.newPage();
        page.navigate(night.url() + path);
        return page;
    }

    private static Locator row(Page page, String dag) {
        return page.locator(".nrow", new Page.LocatorOptions().setHas(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("^" + dag)))));
    }

    private static Locator panel(Page page, String title) {
        return page.locator(".mini", new Page.LocatorOptions().setHasText(title));
    }

    @Test
    void theFiveQuestionsAreAnsweredWithinTwoClicks() {
        try (var context = desk()) {
            var page = at(context, "/");
            assertThat(page.locator("h1")).hasText(NEEDED);
            assertThat(row(page, "nightly")).containsText(Pattern.compile("≈ 0\\d:\\d\\d"));
            assertThat(row(page, "nightly")).containsText("06:00");
            assertThat(panel(page, "Waiting, and why")).containsText("Pool models is full: 1 of 1 slots");
            assertThat(page.locator(".need").first()).containsText("credit-models");
            assertThat(page.locator(".needs")).containsText("segment-build, exit 1");
            assertThat(page.locator(".needs")).containsText("nightly / itaipu will likely be late for its deadline.");
            assertThat(page.locator(".need p").allInnerTexts()).as("a card is of one deadline").doesNotHaveDuplicates();
            assertThat(panel(page, "Node pools")).containsText("marketing 6 of 6");
            assertThat(page.locator(".machines")).containsText(Pattern.compile("\\$ [\\d.]+ so far, likely \\$ \\d+, nine in ten below \\$ \\d+"));

            page.getByText("Read log").first().click();
            assertThat(page.locator(".logline.here")).containsText("ERROR Utils: Uncaught exception");
            page.goBack();
            page.locator(".need .btn", new Page.LocatorOptions().setHasText("Clear")).first().click();
            assertThat(page.locator("dialog")).containsText("Runs again");
            page.keyboard().press("Escape");
            assertThat(page.locator("dialog")).hasCount(0);
        }
    }

    @Test
    void columnBarAndSentenceSayTheSameOfEachRun() {
        try (var context = desk()) {
            var page = at(context, "/night");
            assertThat(row(page, "nightly")).isVisible();
            for (var each : page.locator(".rows .nrow").all()) {
                var said = each.locator(".track").getAttribute("aria-label");
                var likely = Pattern.compile("≈ (\\d\\d:\\d\\d)").matcher(each.innerText());
                if (likely.find()) {
                    assertThat(said).contains("done " + likely.group(1));
                }
                assertThat(each.innerText()).as("of what is open nothing is certain").doesNotContainPattern("\\b(?:0|100) %");
                assertThat(said).doesNotContainPattern("\\b(?:0|100) %");
            }
        }
    }

    @Test
    void aNightThatIsOverSaysWhatWasMetAndByHowMuch() {
        try (var context = desk()) {
            var page = at(context, "/night/2026-11-19");
            assertThat(page.locator("h1")).hasText(Pattern.compile("(?:One deadline of \\w+ was missed: [\\w-]+, by|All \\w+ deadlines were met; [\\w-]+ by) \\d+ minutes\\."));
            assertThat(page.locator(".nrow.hd")).containsText("Ended");
            assertThat(page.locator(".nrow.hd")).containsText("Margin");
            assertThat(row(page, "ledger-snapshot")).containsText(Pattern.compile("met\\s+00:\\d\\d\\s+\\d+ m"));
            assertThat((boolean) page.evaluate("""
                    () => {
                      const said = / by (\\d+) minutes/.exec(document.querySelector('h1').textContent)[1];
                      return [...document.querySelectorAll('.rows .nrow .c')].some(each => each.textContent.replace('−', '') === said + ' m');
                    }""")).as("a row of the list has the margin that the headline has").isTrue();
            assertThat(panel(page, "Node pools")).containsText("given back");
            assertThat(page.locator(".machines")).not().containsText("likely");
            assertThat(page.locator("main")).not().containsText("belongs to no running task");
            assertThat(page.locator("main")).not().containsText("held though");
            assertThat(page.evaluate("""
                    () => {
                      const labels = [...document.querySelectorAll('.axis span')].map(each => each.getBoundingClientRect()).sort((one, other) => one.x - other.x);
                      return labels.filter((each, i) => i > 0 && labels[i - 1].right > each.left).length;
                    }""")).as("labels of times that run into each other").isEqualTo(0);
        }
    }

    @Test
    void dagsAreListedByWhatBecameOfTheirLastRun() {
        try (var context = desk()) {
            var page = at(context, "/dags");
            var names = page.locator("tbody a.name");
            assertThat(names.first()).isVisible();
            assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("ledger-snapshot"))).containsText("in time 100 %");
            page.getByText("Failed last").click();
            assertThat(names).hasText(new String[] {"marketing-audiences"});
            assertThat(page).hasURL(night.url() + "/dags?state=failed");
            page.getByText("Running", new Page.GetByTextOptions().setExact(true)).click();
            assertThat(names.first()).hasText("card-events");
            assertThat(page).hasURL(night.url() + "/dags?state=running");
            page.getByText("Paused", new Page.GetByTextOptions().setExact(true)).click();
            assertThat(page.locator("main")).containsText("No DAG fits.");
            page.locator(".pills").getByText("All").click();
            assertThat(names).hasCount(17);
        }
    }

    @Test
    void aDagTakesOneLineThatLosesNothing() {
        try (var context = desk()) {
            var page = at(context, "/dags");
            assertThat(page.locator("tbody a.name")).hasCount(17);
            assertThat(page.evaluate("() => [...document.querySelectorAll('tbody tr')].map(row => row.getBoundingClientRect().height).filter(height => height > 34.5)"))
                    .as("heights of rows that are too high").isEqualTo(List.of());
            assertThat(page.evaluate("() => [...document.querySelectorAll('.wide')].every(each => each.scrollWidth <= each.clientWidth)")).isEqualTo(true);
            var nightly = page.locator("tr", new Page.LocatorOptions().setHas(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("nightly").setExact(true))));
            assertThat(nightly.locator(".about [title]")).hasAttribute("title", Pattern.compile("\\S.*"));
            assertThat(nightly.locator(".strip i")).not().hasCount(0);
            assertThat(nightly).containsText(Pattern.compile("\\d+ %"));
        }
        try (var phone = reader.sits(390, 844, ColorScheme.DARK)) {
            var page = at(phone, "/dags");
            assertThat(page.locator("tbody .btn").first()).isVisible();
            assertThat(page.evaluate("() => Math.min(...[...document.querySelectorAll('tbody .btn')].map(each => each.getBoundingClientRect().height)) >= 44")).isEqualTo(true);
        }
    }

    @Test
    void whatIsDueIsListedOfRunsToComeToo() {
        try (var context = desk()) {
            var page = at(context, "/deadlines");
            var toCome = page.locator("tbody tr", new Page.LocatorOptions().setHasText("begins"));
            assertThat(toCome.first()).containsText(Pattern.compile("begins \\d\\d:\\d\\d"));
            assertThat(page.evaluate("""
                    async () => {
                      const due = (await (await fetch('/api/v1/deadlines')).json()).items;
                      const night = await (await fetch('/api/v1/night')).json();
                      const noon = Date.parse(night.to);
                      const ahead = night.runs.filter(row => row.state === 'to_come' && row.deadline && Date.parse(row.deadline.due_at) < noon);
                      const missing = ahead.filter(row => !due.some(each => !each.run_id && each.dag_id === row.dag_id && each.begins_at === row.tick_at));
                      const names = [...document.querySelectorAll('tbody a.name')].map(each => each.textContent);
                      const risks = due.map(each => each.p_late ?? -1);
                      return [ahead.length > 0, missing.map(row => row.dag_id), names.every((name, i) => name.startsWith(due[i].dag_id)) && names.length === due.length,
                        risks.every((risk, i) => i === 0 || risks[i - 1] >= risk)];
                    }""")).isEqualTo(List.of(true, List.of(), true, true));
            toCome.first().locator("a.name").click();
            assertThat(page).hasURL(Pattern.compile(".*/dags/[\\w-]+$"));
        }
    }

    @Test
    void aNightWithoutRunsSaysWhatIsNext() {
        try (var context = desk()) {
            assertThat(at(context, "/night/2026-01-19").locator(".empty")).containsText(Pattern.compile("No run is due in this night\\.\\s*Next: ingest-events, 21 Nov 03:00\\."));
        }
    }

    @Test
    void aStretchOfTimeIsChosenByItsEndsAndIsInTheAddressLikeTheFilter() {
        try (var context = desk()) {
            var page = at(context, "/night");
            assertThat(row(page, "nightly")).isVisible();
            page.getByLabel("From", new Page.GetByLabelOptions().setExact(true)).fill("01:30");
            page.getByLabel("From", new Page.GetByLabelOptions().setExact(true)).blur();
            assertThat(page).hasURL(Pattern.compile(".*[?&]from=2026-11-21T04%3A30%3A00.000Z.*"));
            page.getByLabel("To", new Page.GetByLabelOptions().setExact(true)).fill("06:15");
            page.getByLabel("To", new Page.GetByLabelOptions().setExact(true)).blur();
            assertThat(page).hasURL(Pattern.compile(".*[?&]to=2026-11-21T09%3A15%3A00.000Z.*"));
            page.getByLabel("Filter runs").fill("nightly");
            assertThat(page).hasURL(Pattern.compile(".*[?&]q=nightly.*"));
            assertThat(page.locator(".rows .nrow")).hasCount(1);
            page.reload();
            assertThat(page.getByLabel("To", new Page.GetByLabelOptions().setExact(true))).hasValue("06:15");
            assertThat(page.locator(".rows .nrow")).hasCount(1);
        }
    }

    /** What the rows stand by, in the order in which they do; those that share a row with others are left out, as their row speaks for several. */
    private static final String PLACES = """
            async sort => {
              const night = await (await fetch('/api/v1/night')).json();
              const ms = at => Date.parse(at ?? '') || Infinity;
              const ended = row => ['queued', 'running', 'paused', 'to_come'].includes(row.state) ? Infinity : ms(row.segments.at(-1)?.to ?? row.tick_at);
              const by = {
                risk: row => row.rank, name: row => row.dag_id, due: row => ms(row.deadline?.due_at), start: row => ms(row.segments[0]?.from ?? row.tick_at),
                likely: row => row.forecast ? ms(row.forecast.p50) : ended(row)
              }[sort];
              const runs = new Map(night.runs.map(row => [`${row.dag_id} ${row.run_id ?? row.tick_at}`, row]));
              const shown = [...document.querySelectorAll('.rows .nrow')].map(each => runs.get(each.dataset.row)).filter(row => !row.group);
              const places = shown.map(by);
              return places.length > 5 && places.every((each, i) => i === 0 || places[i - 1] <= each);
            }""";

    @ParameterizedTest(name = "{0}")
    @CsvSource({"likely, likely end", "due, due", "name, name", "start, DAG start"})
    void rowsStandInTheOrderThatIsChosenAndItIsInTheAddress(String sort, String words) {
        try (var context = desk()) {
            var page = at(context, "/night");
            assertThat(row(page, "nightly")).isVisible();
            assertThat(page.evaluate(PLACES, "risk")).isEqualTo(true);
            assertThat(page.evaluate(PLACES, sort)).as("so they do not stand by risk").isEqualTo(false);
            page.getByLabel("Sort").selectOption(new SelectOption().setLabel(words));
            assertThat(page).hasURL(night.url() + "/night?sort=" + sort);
            assertThat(page.evaluate(PLACES, sort)).isEqualTo(true);
            page.reload();
            assertThat(row(page, "nightly")).isVisible();
            assertThat(page.evaluate(PLACES, sort)).isEqualTo(true);
            row(page, "nightly").getByRole(AriaRole.LINK).first().click();
            assertThat(page).hasURL(night.url() + NIGHTLY);
            page.goBack();
            assertThat(page.getByLabel("Sort")).hasValue(sort);
            assertThat(page.evaluate(PLACES, sort)).isEqualTo(true);
            page.getByLabel("Sort").selectOption("");
            assertThat(page).hasURL(night.url() + "/night");
            assertThat(page.evaluate(PLACES, "risk")).isEqualTo(true);
        }
    }

    @Test
    void theChosenOrderWaitsUntilNobodyPointsAtTheList() {
        try (var context = desk()) {
            var page = at(context, "/night?sort=due");
            row(page, "nightly").hover();
            var before = page.locator(".rows a.name").allInnerTexts();
            page.route("**/api/v1/night", route -> {
                var headers = new HashMap<>(route.request().headers());
                headers.remove("if-none-match");
                var answer = route.fetch(new Route.FetchOptions().setHeaders(headers));
                route.fulfill(new Route.FulfillOptions().setResponse(answer)
                        .setBody(answer.text().replace("\"due_at\":\"2026-11-21T09:00:00.000000Z\"", "\"due_at\":\"2026-11-21T14:00:00.000000Z\"")));
            });
            page.evaluate("dispatchEvent(new Event('co-retry'))");
            assertThat(row(page, "nightly")).containsText("11:00");
            assertThat(page.locator(".rows a.name").allInnerTexts()).isEqualTo(before);
            page.getByText("Order changed: sort").click();
            assertThat(page.locator(".rows a.name").allInnerTexts()).isNotEqualTo(before);
            assertThat(page.locator(".pills .btn")).hasCount(0);
        }
    }

    @Test
    void whatDecidesTheEndIsDrawnOverARowAndTakenAwayAgain() {
        try (var context = desk()) {
            var page = at(context, "/night");
            var nightly = row(page, "nightly");
            var steps = nightly.locator(".path .step");
            nightly.getByRole(AriaRole.LINK).first().focus();
            page.keyboard().press("c");
            assertThat(steps.filter(new Locator.FilterOptions().setHasText(Pattern.compile("^itaipu$")))).hasCount(1);
            assertThat(page.locator(".pop")).hasCount(0);
            assertThat(nightly.locator(".path .rail.ahead").first()).isAttached();
            assertThat(page.evaluate("""
                    async path => {
                      const said = document.querySelector('.track:has(.path)').getAttribute('aria-label');
                      const titles = [...document.querySelectorAll('.path .step')].map(each => each.title);
                      const steps = (await (await fetch('/api/v1' + path + '/timeline')).json()).critical_path;
                      const clock = new Intl.DateTimeFormat('en-GB', {timeZone: 'America/Sao_Paulo', hour: '2-digit', minute: '2-digit'});
                      return steps.every(each => said.includes(`${each.task_id} ${clock.format(new Date(each.from))} – `)) && titles.length > 1
                        && titles.at(-1) === `${steps.at(-1).task_id} ${clock.format(new Date(steps.at(-1).from))} – ≈ ${clock.format(new Date(steps.at(-1).to))}`;
                    }""", NIGHTLY)).as("tasks and times are those of the run's time line").isEqualTo(true);
            page.keyboard().press("c");
            assertThat(steps).hasCount(0);
            page.keyboard().press("c");
            assertThat(steps.first()).isVisible();
            page.keyboard().press("Escape");
            assertThat(steps).hasCount(0);
            assertThat(page).hasURL(night.url() + "/night");

            var button = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Critical path of nightly"));
            button.click();
            assertThat(button).hasAttribute("aria-pressed", "true");
            assertThat(steps.first()).isVisible();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Critical path of credit-models")).click();
            assertThat(steps).hasCount(0);
            assertThat(row(page, "credit-models").locator(".path .step").first()).isVisible();
        }
    }

    @Test
    void lettersLeadFromARowToItsReasonAndToTheLogOfWhatFailed() {
        try (var context = desk()) {
            var page = at(context, "/night");
            row(page, "nightly").getByRole(AriaRole.LINK).first().focus();
            page.keyboard().press("l");
            assertThat(page).hasURL(night.url() + "/night");
            page.keyboard().press("w");
            assertThat(page).hasURL(Pattern.compile(".*/dags/nightly/runs/[^/]+\\?tab=why&task=.+"));
            page.goBack();
            row(page, "marketing-audiences").getByRole(AriaRole.LINK).first().focus();
            page.keyboard().press("l");
            assertThat(page).hasURL(Pattern.compile(".*/dags/marketing-audiences/runs/[^/]+\\?task=segment-build&tab=log&line=error"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"/night", "/night/2026-11-19", "/dags", "/dags/nightly", "/dags/nightly/graph", "/dags/nightly/runs", "/dags/nightly/schedule", "/dags/nightly/landing", NIGHTLY})
    void whatAPageShowsIsAskedBeforeItsModulesAreThereAndOnce(String path) {
        try (var context = desk()) {
            var page = at(context, path);
            assertThat(page.locator("main [aria-busy]")).hasCount(0);
            assertThat(page.locator("h1")).not().hasText("");
            assertThat(page.evaluate("""
                    () => performance.getEntriesByType('resource').filter(each => each.name.includes('/api/v1/') && !each.name.includes('/events') && each.initiatorType !== 'link')
                      .map(each => each.name)""")).isEqualTo(List.of());
        }
    }

    @Test
    void whatIsPointedAtSaysMoreBesideItself() {
        try (var context = desk()) {
            var page = at(context, "/night");
            row(page, "nightly").hover();
            var said = page.locator(".pop");
            assertThat(said).containsText(Pattern.compile("likely done \\d\\d:\\d\\d, nine in ten by \\d\\d:\\d\\d; deadline 06:00: \\S+(?: 1)? % chance of being late"));
            assertThat(said).containsText("Decided by itaipu, then churn-model");
            assertThat(said.boundingBox().y).as("not over what is pointed at").isGreaterThanOrEqualTo(row(page, "nightly").boundingBox().y + 28);
            said.hover();
            assertThat(said).isVisible();
            page.keyboard().press("Escape");
            assertThat(said).hasCount(0);

            page.navigate(night.url() + NIGHTLY);
            page.locator(".trow", new Page.LocatorOptions().setHasText("churn-model")).first().hover();
            assertThat(said).containsText("Waits for itaipu (running)");
            assertThat(said).containsText("slack");
            page.navigate(night.url() + "/dags/nightly");
            page.locator("[data-cell='1,0']").hover();
            assertThat(said).containsText("extract-accounts");
            var cap = page.locator(".caps a").first();
            assertThat(cap).hasAttribute("title", Pattern.compile(".*, due after 5 h 00"));
            assertThat(cap.locator("b")).isVisible();
        }
    }

    @Test
    void whatWaitsSaysUntilWhenLikelyAndAtWorst() {
        try (var context = desk()) {
            var page = at(context, NIGHTLY + "/tasks");
            assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("churn-model")).first()).containsText(Pattern.compile("Waits for itaipu \\(running\\)\\. ≈ \\d\\d:\\d\\d"));
            page.route("**/api/v1/elasticity", route -> json(route, """
                    {"items": [{"job": "itaipu", "dag_id": "nightly", "run_id": "scheduled-20261121T040000Z", "task_id": "itaipu", "min_cpus": 1, "max_cpus": 8, "cpus": 4}]}"""));
            page.route("**/api/v1/elasticity/itaipu/series**", route -> json(route, """
                    {"job": "itaipu", "deadline": "2026-11-21T07:30:00Z", "min_cpus": 1, "max_cpus": 8, "law": "model", "columns": ["at", "cpus", "p50", "p90", "p_late", "progress"],
                     "rows": [["2026-11-21T04:12:00Z", 2, "2026-11-21T07:20:00Z", "2026-11-21T07:50:00Z", 0.22, 0.1], ["2026-11-21T04:38:00Z", 4, "2026-11-21T07:00:00Z", "2026-11-21T07:20:00Z", 0.06, 0.3]],
                     "moves": [{"at": "2026-11-21T04:38:00Z", "job": "itaipu", "from_cpus": 2, "to_cpus": 4, "why": {"text": "Its end slipped."}, "p_late_before": 0.22, "p_late_after": 0.06, "outcome": "applied"}]}"""));
            page.navigate(night.url() + "/elasticity/itaipu");
            assertThat(page.locator("main")).containsText("2 → 4");
            assertThat(page.locator("svg.series path.band")).hasCount(1);
            page.navigate(night.url() + NIGHTLY + "?task=itaipu&tab=cpu");
            assertThat(page.locator(".whybox")).containsText(Pattern.compile("Likely done \\d\\d:\\d\\d, nine in ten by \\d\\d:\\d\\d"));
            assertThat(page.locator("svg.series path.steps")).hasCount(1);
        }
    }

    @Test
    void moneyIsUnknownWhereAPriceIsMissing() {
        try (var context = desk()) {
            var page = context.newPage();
            page.route("**/api/v1/night", route -> {
                var answer = route.fetch();
                route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(answer.text().replaceFirst("\"cost\":\\{\"so_far\":\\{[^}]*},\"p50\".*?\"example\":true}", "\"cost\":null")));
            });
            page.navigate(night.url() + "/night");
            assertThat(page.locator(".machines")).containsText("cost unknown: no price is known of them");
        }
    }

    @Test
    void machinesAreKeptFromTheirPage() {
        try (var context = desk()) {
            var page = at(context, "/machines");
            var pool = page.locator("tr", new Page.LocatorOptions().setHasText("marketing"));
            assertThat(pool.first()).containsText("belongs to no running task");
            assertThat(pool.first()).containsText("$ ");
            pool.first().getByText("Keep…").click();
            assertThat(page.locator("dialog")).containsText("6 machines of marketing are held until");
            page.locator("dialog select").selectOption("1");
            page.locator("dialog .go").click();
            assertThat(pool.first()).containsText("kept until 03:0");
            assertThat(page.locator(".told")).containsText("6 machines of marketing are held until");
        }
    }

    @Test
    void tenThousandRowsLeaveNoGap() {
        try (var context = desk()) {
            var page = context.newPage();
            page.route("**/timeline", route -> {
                var answer = route.fetch();
                var rows = new StringBuilder();
                for (int i = 0; i < 10_000; i++) {
                    rows.append(i == 0 ? "" : ",").append("{\"id\":\"t").append(i).append("\",\"kind\":\"task\",\"label\":\"t").append(i)
                            .append("\",\"depth\":0,\"state\":\"waiting\",\"critical\":false,\"segments\":[],\"deadlines\":[],\"version\":1}");
                }
                route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(answer.text().replaceFirst("(?s)\"rows\":\\[.*],\"critical_path\":.*$",
                        Matcher.quoteReplacement("\"rows\":[" + rows + "],\"critical_path\":[]}"))));
            });
            page.navigate(night.url() + NIGHTLY);
            assertThat(page.locator(".window .trow").first()).isVisible();
            assertThat(page.evaluate("""
                    async () => {
                      const view = document.querySelector('.window');
                      const gaps = [];
                      for (let top = 0; top < view.scrollHeight; top += 9_973) {
                        view.scrollTop = top;
                        await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))));
                        const box = view.getBoundingClientRect();
                        const rows = [...view.querySelectorAll('.trow')].map(each => each.getBoundingClientRect());
                        const covered = rows.some(row => row.top <= box.top + 1) && rows.some(row => row.bottom >= box.bottom - 1);
                        if (!covered) { gaps.push(top + ' of ' + view.scrollHeight + ': ' + rows.length); }
                      }
                      return gaps;
                    }""")).isEqualTo(List.of());
        }
    }

    @Test
    void aGridOfTwoThousandTasksShowsEachRowWhereItBelongs() {
        try (var context = desk()) {
            var page = context.newPage();
            page.route("**/api/v1/dags/large/grid**", route -> json(route, grid()));
            page.navigate(night.url() + "/dags/large");
            assertThat(page.locator(".cells .line").first()).isVisible();
            assertThat(page.evaluate("""
                    async () => {
                      const view = document.querySelector('co-grid .wide');
                      const frames = async n => { for (let i = 0; i < n; i++) { await new Promise(requestAnimationFrame); } };
                      const wrong = [];
                      for (const top of [0, 311, 9_999, 9_017, 39_000, 77, 23_456, 23_556]) {
                        view.scrollTop = top;
                        await frames(3);
                        const box = view.getBoundingClientRect();
                        const lines = [...view.querySelectorAll('.line')];
                        const places = lines.map(each => each.getBoundingClientRect());
                        const covered = places.some(each => each.top <= box.top + 90) && places.some(each => each.bottom >= box.bottom - 2);
                        if (!covered || lines.length > 80) { wrong.push(`${top}: ${lines.length} rows`); }
                        document.querySelector('co-grid').settle();
                        const order = [...view.querySelectorAll('.line')];
                        order.forEach((each, i) => {
                          const [row, column] = each.querySelector('a').dataset.cell.split(',').map(Number);
                          const fits = each.offsetTop === row * 20 && each.querySelector('.rowname').textContent === 't' + row && (!i || each.offsetTop > order[i - 1].offsetTop)
                            && each.querySelector('a').classList.contains(['st-success', 'st-failed', 'st-waiting'][row % 3]) && each.querySelector('a').href.endsWith('?task=t' + row);
                          if (!fits) { wrong.push(`${top}: ${each.textContent} at ${row}`); }
                        });
                      }
                      return wrong;
                    }""")).isEqualTo(List.of());
            page.evaluate("document.querySelector('co-grid .wide').scrollTop = 0");
            assertThat(page.locator("[data-cell='0,1']")).hasAttribute("aria-label", Pattern.compile("t0, .*: success, 2 tries"));
            page.locator("co-grid .wide").focus();
            for (var key : List.of("ArrowDown", "ArrowRight", "ArrowDown", "ArrowDown")) {
                page.keyboard().press(key);
            }
            assertThat(page.locator("[data-cell='1,1']")).isFocused();
            page.keyboard().press("Enter");
            assertThat(page).hasURL(Pattern.compile(".*/runs/two\\?task=t1$"));
        }
    }

    /** Two runs of 2,000 tasks: what each third of them is. */
    private static String grid() {
        var tasks = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            tasks.append(i == 0 ? "" : ",").append("{\"task_id\":\"t").append(i).append("\",\"label\":\"t").append(i).append("\",\"group\":null,\"depth\":0,\"mapped\":false}");
        }
        var run = """
                {"run_id": "%s", "run_type": "manual", "logical_date": "2026-11-2%dT01:00:00Z", "state": "failed", "started_at": null, "duration_s": 60, "version": 1,
                 "cells": "%s", "tries": {"0": 2}, "etag": "1"}""";
        var cells = "sfw".repeat(667).substring(0, 2_000);
        return "{\"tasks\": [" + tasks + "], \"order\": \"of version 1\", \"next\": null, \"runs\": ["
                + run.formatted("two", 1, cells) + "," + run.formatted("one", 0, cells) + "]}";
    }

    @Test
    void slowAnswersHideNothingAndComeTooLateForAnotherPage() {
        try (var context = desk()) {
            var page = at(context, "/night");
            assertThat(row(page, "nightly")).isVisible();
            var held = new Held();
            page.route("**/api/v1/night", held);
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("DAGs").setExact(true)).first().click();
            assertThat(page.locator("h1")).hasText("DAGs");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Night").setExact(true)).first().click();
            assertThat(row(page, "nightly")).isVisible();
            page.waitForCondition(held::hasAny);
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("DAGs").setExact(true)).first().click();
            assertThat(page.locator("h1")).hasText("DAGs");
            held.answer("application/json", "{\"verdict\": {\"text\": \"Too late.\"}}");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Night").setExact(true)).first().click();
            assertThat(page.locator("h1")).hasText(NEEDED);
        }
    }

    @Test
    void everyWordIsUsedAndEveryStateHasOne() {
        try (var context = desk()) {
            var page = at(context, "/dags");
            assertThat(page.locator("h1")).hasText("DAGs");
            assertThat(page.evaluate("""
                    async () => {
                      const root = document.querySelector('link[rel=modulepreload]').href.replace(/app\\.js.*/, '');
                      const {W, STATES} = await import(root + 'look/words.en.js');
                      const {LETTERS} = await import(root + 'parts/bits.js');
                      const names = NAMES;
                      const source = (await Promise.all(names.map(name => fetch(root + name).then(got => got.text())))).join('\\n');
                      const used = name => new RegExp('[.]' + name + '\\\\b|[\\'"`/]' + name + '[\\'"`]|\\\\b' + name + ':').test(source);
                      const unused = [];
                      const look = (words, path) => Object.entries(words).forEach(([name, value]) => {
                        const whole = [...path, name];
                        // by what the server says, or by an address: of these the whole is used
                        const byName = ['tabs', 'more', 'kinds', 'then', 'hours', 'schemes', 'orders', 'agains', 'confirm', 'nav'].includes(path.at(-1)) || Array.isArray(words) || ['declared', 'history', 'mixed'].includes(name);
                        if (!byName && name && !used(name)) { unused.push(whole.join('.')); }
                        if (value && typeof value === 'object') { look(value, whole); }
                      });
                      look(W, []);
                      return [unused, Object.values(LETTERS).filter(state => !STATES[state])];
                    }""".replace("NAMES", modules()))).isEqualTo(List.of(List.of(), List.of()));
        }
    }

    private static void json(Route route, String body) {
        route.fulfill(new Route.FulfillOptions().setContentType("application/json").setBody(body));
    }

    /** The modules of the pages, but for the words themselves, as JavaScript writes a list. */
    private static String modules() {
        try {
            var app = Objects.requireNonNull(Pages.class.getResource("/comporta/page/app.js")).toURI();
            if (!app.getScheme().equals("jar")) {
                return modules(Path.of(app).resolveSibling(""));
            }
            try (var jar = FileSystems.newFileSystem(app, Map.of())) {
                return modules(jar.getPath("/comporta/page"));
            }
        } catch (URISyntaxException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String modules(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString().replace('\\', '/')).filter(name -> name.endsWith(".js") && !name.endsWith("words.en.js"))
                    .map(name -> "'" + name + "'").toList().toString();
        }
    }

    @Test
    void allTimesFollowTheZone() {
        try (var context = desk()) {
            var page = at(context, "/night");
            assertThat(row(page, "nightly")).containsText("06:00");
            var address = page.url();
            page.locator(".zonename").click();
            page.getByText("UTC: UTC").click();
            assertThat(row(page, "nightly")).containsText("09:00");
            assertThat(page.locator(".zone")).containsText("UTC +00");
            assertThat(page).hasURL(address);
            page.navigate(night.url() + NIGHTLY);
            assertThat(page.locator(".axis .by")).hasText("due 09:00");
        }
    }

    @Test
    void aGraphOfAThousandTasksCanBeWalkedAndSearched() {
        try (var context = desk()) {
            var page = at(context, "/dags/large/graph");
            var canvas = page.locator("co-graph canvas");
            assertThat(canvas).isVisible();
            assertThat((int) page.evaluate("document.querySelector('co-graph').shown.nodes.length")).isEqualTo(1_000);
            canvas.focus();
            page.keyboard().press("ArrowRight");
            page.keyboard().press("Enter");
            assertThat(page).hasURL(Pattern.compile(".*[?&]task=t\\d+.*"));
            page.getByText("+", new Page.GetByTextOptions().setExact(true)).click(new Locator.ClickOptions().setClickCount(3));
            var before = page.evaluate("document.querySelector('co-graph').left");
            var small = (List<?>) page.evaluate("(box => [box.x + 3, box.y + 3])(document.querySelector('co-graph').corner())");
            canvas.click(new Locator.ClickOptions().setPosition(((Number) small.get(0)).doubleValue(), ((Number) small.get(1)).doubleValue()));
            assertThat(page.evaluate("document.querySelector('co-graph').left")).as("the small picture leads elsewhere").isNotEqualTo(before);
            page.getByLabel("Find a task").fill("t999");
            assertThat(page.locator("co-graph p[aria-live]")).containsText("t");
        }
    }

    @Test
    void aLongLogOpensAtItsEndAndIsSearchedByTheServer() throws IOException {
        var log = folder.resolve("logs/nightly/scheduled-20261121T040000Z/fx-rates/1");
        var text = new StringBuilder();
        for (int i = 1; i <= MANY_LINES; i++) {
            text.append(i == MANY_LINES / 2 ? "the needle \u001b[31mred\u001b[0m https://example.org/x" : "line " + i).append('\n');
        }
        text.append("x".repeat(1_000_000)).append('\n');
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        bytes[0] = (byte) 0xff;
        Files.write(log.resolve("stdout"), bytes);
        Files.writeString(log.resolve("index"), "1795237200000 stdout " + bytes.length + "\n");
        try (var context = desk()) {
            var page = at(context, NIGHTLY + "?task=fx-rates&tab=log");
            var view = page.locator(".logview");
            assertThat(view).containsText("line " + MANY_LINES);
            assertThat(view).containsText("the line goes on");
            assertThat(page.locator(".logline")).not().hasCount(0);
            assertThat((int) page.evaluate("document.querySelectorAll('.logline').length")).as("only what is in sight exists").isLessThan(120);

            page.getByLabel("Find in the log").fill("needle");
            assertThat(page.locator(".logline.here")).containsText("the needle red");
            assertThat(page.locator(".logline.here mark")).hasText("needle");
            assertThat(page.locator(".logline.here .f1")).hasText("red");
            assertThat(page.locator(".logline.here a.out")).hasAttribute("href", "https://example.org/x");
            assertThat(page.locator(".logbar .found")).containsText("1 of 1");
            assertThat(page.locator(".logbar")).containsText("End");
            page.getByText("End", new Page.GetByTextOptions().setExact(true)).click();
            assertThat(view).containsText("line " + MANY_LINES);
            page.locator(".logbar select").selectOption("stderr");
            assertThat(page.locator(".logbar .found")).containsText("none");
            page.locator(".logbar select").selectOption("stdout");
            assertThat(page.locator(".logbar .found")).containsText("0 of 1");

            page.navigate(night.url() + NIGHTLY + "?task=fx-rates&tab=log&line=12345");
            assertThat(page.locator(".logline.here")).containsText("line 12345");
        }
    }

    @Test
    void theEndOfALogIsThereBeforeItsLinesAreCounted() throws IOException {
        var log = folder.resolve("logs/nightly/scheduled-20261121T040000Z/limits/1");
        Files.writeString(log.resolve("stdout"), "a line\n".repeat(9_000) + "the very last\n");
        Files.writeString(log.resolve("index"), "1795237200000 stdout " + (9_000 * 7 + 14) + "\n");
        try (var context = desk()) {
            var page = context.newPage();
            var counted = new Held();
            page.route("**/log/lines?**", counted);
            page.navigate(night.url() + NIGHTLY + "?task=limits&tab=log");
            assertThat(page.locator(".logview")).containsText("its lines are still being counted");
            assertThat(page.locator(".logline").last()).containsText("the very last");
            page.waitForCondition(counted::hasAny);
            counted.answer("application/json", "{\"lines\": [{\"n\": 0, \"at\": null, \"stream\": \"stdout\", \"text\": \"counted\", \"cut\": false}], \"total_lines\": 1, \"size\": 8}");
            assertThat(page.locator(".logline")).hasCount(1);
            assertThat(page.locator(".logline")).hasText("1counted");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"/machines", "/deadlines", "/dags", "/dags/nightly/runs", "/dags/nightly/schedule", NIGHTLY + "/tasks", NIGHTLY + "/deadlines"})
    void onAPhoneARowIsAListOfItsCells(String path) {
        try (var context = reader.sits(390, 844, ColorScheme.LIGHT)) {
            var page = at(context, path);
            assertThat(page.locator(".many tbody tr").first()).isVisible();
            assertThat(page.evaluate("""
                    () => [...document.querySelectorAll('.many tbody tr')].flatMap(row => [...row.children]).filter(cell => cell.offsetHeight > 150 || cell.scrollWidth > cell.clientWidth + 1)
                      .map(cell => `${cell.dataset.name}: ${cell.textContent}, ${cell.offsetHeight} high`)""")).as("what is broken into letters, or cut off").isEqualTo(List.of());
        }
    }

    @Test
    void onAPhoneWhatIsDoneIsOneLineAndPanelsAreBehindTheirNames() {
        try (var context = reader.sits(390, 844, ColorScheme.LIGHT)) {
            var page = at(context, "/night");
            assertThat(row(page, "nightly")).isVisible();
            assertThat(row(page, "marketing-audiences")).isVisible();
            assertThat(row(page, "ledger-snapshot")).hasCount(0);
            page.getByText(Pattern.compile("^▸ \\d+ done$")).click();
            assertThat(row(page, "ledger-snapshot")).isVisible();
            assertThat(panel(page, "Node pools")).isHidden();
            page.getByText(Pattern.compile("^Pools \\d+$")).click();
            assertThat(panel(page, "Node pools")).isVisible();
            assertThat(panel(page, "Waiting, and why")).isHidden();
            assertThat((boolean) page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")).isFalse();
        }
    }

    @Test
    void onAPhoneATaskIsShownInTheRunsPlace() {
        try (var context = reader.sits(390, 844, ColorScheme.DARK)) {
            var page = at(context, NIGHTLY + "?task=itaipu&tab=why");
            assertThat(page.locator(".pane")).isVisible();
            assertThat(page.locator(".trow [data-item]").first()).isHidden();
            page.getByLabel("Close the pane").click();
            assertThat(page.locator(".trow [data-item]").first()).isVisible();
        }
    }

    @Test
    void whatIsWrongIsSaidAndWhatWasKnownStays() {
        try (var context = desk()) {
            var page = at(context, "/night");
            assertThat(row(page, "nightly")).isVisible();
            page.route("**/api/v1/night", route -> route.fulfill(new Route.FulfillOptions().setStatus(503).setContentType("application/problem+json")
                    .setBody("{\"title\": \"Not now\", \"detail\": \"the database is away\"}")));
            page.evaluate("dispatchEvent(new CustomEvent('co-retry'))");
            assertThat(page.locator(".bar.err")).containsText("Not now: the database is away");
            assertThat(row(page, "nightly")).isVisible();
            page.unroute("**/api/v1/night");
            page.locator(".bar.err .btn").click();
            assertThat(page.locator(".bar.err")).hasCount(0);
        }
    }

    @Test
    void aLinkShowsTheSameToSomebodyElseAndBackLeadsBack() {
        String link;
        try (var context = desk()) {
            var page = at(context, "/night");
            row(page, "nightly").getByRole(AriaRole.LINK).first().click();
            page.locator(".trow", new Page.LocatorOptions().setHasText("policy-docs")).getByRole(AriaRole.LINK).click();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Tries")).click();
            assertThat(page.locator(".pane")).containsText("HTTP 503 from docs.internal");
            link = page.url();
            page.goBack();
            assertThat(page).hasURL(night.url() + "/night");
        }
        try (var context = reader.sits(1440, 900, ColorScheme.LIGHT); var page = context.newPage()) {
            page.navigate(link);
            assertThat(page.locator(".pane")).containsText("HTTP 503 from docs.internal");
        }
    }

    @Test
    void aFileIsSeenThroughBeforeItIsPutAnywhere() {
        try (var context = desk()) {
            var page = at(context, "/author?show=night");
            var text = page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("The text of a YAML file"));
            text.fill("dag: fresh\nowner: ana\ntasks:\n  load: {run: load, expected_duration: 1h, depends_on: extrct}\n  extract: {run: extract}\n");
            assertThat(page.locator(".problems")).containsText("extrct");
            page.locator(".problems button").first().click();
            assertThat((String) page.evaluate("(e => e.value.slice(e.selectionStart, e.selectionEnd))(document.querySelector('#author-text'))")).contains("extrct");
            text.fill("dag: fresh\nowner: ana\nschedule: {cron: \"0 1 * * *\"}\ntasks:\n  load: {run: load, expected_duration: 1h, depends_on: extract}\n  extract: {run: extract}\n");
            assertThat(page.locator(".played .trow")).hasCount(3);
            page.getByText("Next ticks").click();
            assertThat(page.locator("table tbody tr")).hasCount(10);
            page.getByText("Difference", new Page.GetByTextOptions().setExact(true)).click();
            assertThat(page.locator("main")).containsText("it is new");
            page.navigate(night.url() + "/dags?q=fresh");
            assertThat(page.locator("main")).containsText("No DAG fits.");
        }
    }

    @Test
    void aFileOfAnotherSystemIsShownWhereItIsWrongAndAnEmptyTextSaysNothing() {
        try (var context = desk()) {
            var page = at(context, "/author");
            page.locator(".filer input").setInputFiles(new FilePayload(
                    "crlf.yaml", "text/yaml", "dag: crlf\r\nowner: ana\r\ntasks:\r\n  extract: {run: extract}\r\n  load: {run: load, depends_on: extrct}\r\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(page.locator(".problems")).containsText("extrct");
            page.locator(".problems button").first().click();
            assertThat((String) page.evaluate("(e => e.value.slice(e.selectionStart, e.selectionEnd))(document.querySelector('#author-text'))")).startsWith("extrct");

            var held = new Held();
            page.route("**/dagfiles/check", held);
            page.locator("#author-text").fill("dag: other\ntasks: {}\n");
            page.waitForCondition(held::hasAny);
            page.locator("#author-text").fill("");
            assertThat(page.locator("main")).containsText("Nothing to check yet");
            held.answer("application/json", "{\"problems\": [{\"line\": 1, \"column\": 1, \"severity\": \"error\", \"what\": \"too late\", \"fix\": \"\"}], \"dag\": null}");
            page.evaluate("() => new Promise(requestAnimationFrame)");
            assertThat(page.locator("main")).containsText("Nothing to check yet");
        }
    }

    @Test
    void aBackfillSaysWhichTicksItRunsAndHowFarItIs() {
        try (var context = desk()) {
            var page = at(context, "/dags/quality-checks/backfills");
            page.getByText("Backfill…").click();
            page.getByLabel("From").fill("2026-11-10");
            page.getByLabel("To", new Page.GetByLabelOptions().setExact(true)).fill("2026-11-12");
            assertThat(page.locator("dialog")).containsText("Run 3 tasks for: 3");
            page.locator("dialog .go").click();
            assertThat(page.locator("progress")).hasCount(1);
            assertThat(page.locator("main")).containsText("0 of 3");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"/night", NIGHTLY})
    void nothingIsShiftedAndNothingMovesForWhoWantsNone(String path) {
        try (var context = reader.still()) {
            var page = at(context, path);
            assertThat(page.locator("svg.st").first()).isVisible();
            var shifted = (Map<?, ?>) page.evaluate("""
                    () => new Promise(done => {
                      const what = [];
                      let sum = 0.000001;
                      new PerformanceObserver(list => list.getEntries().forEach(each => {
                        sum += each.value;
                        what.push(...each.sources.map(source => `${source.node?.nodeName}.${source.node?.className ?? source.node?.textContent}: ${source.previousRect.y} -> ${source.currentRect.y}`));
                      })).observe({type: 'layout-shift', buffered: true});
                      requestAnimationFrame(() => requestAnimationFrame(() => done({sum, what})));
                    })""");
            assertThat((Double) shifted.get("sum")).as("layout shift of %s", shifted.get("what")).isLessThan(0.01);
            assertThat(page.evaluate("[...document.querySelectorAll('*')].filter(each => getComputedStyle(each).transitionDuration !== '0s').length")).isEqualTo(0);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            Europe/Lisbon    | 2026-10-24T23:00:00Z | 2026-10-25T04:00:00Z | 00:00, 01:00, 01:00 +00, 02:00, 03:00
            Europe/Lisbon    | 2026-03-28T23:00:00Z | 2026-03-29T04:00:00Z | 23:00, 00:00, 02:00, 03:00, 04:00
            America/New_York | 2026-11-01T03:00:00Z | 2026-11-01T08:00:00Z | 23:00, 00:00, 01:00, 01:00 −05, 02:00
            America/New_York | 2026-03-08T04:00:00Z | 2026-03-08T09:00:00Z | 23:00, 00:00, 01:00, 03:00, 04:00
            """)
    void theAxisIsInOrderWhereClocksAreChanged(String zone, String from, String to, String labels) {
        try (var context = reader.in(zone)) {
            var page = at(context, "/dags");
            assertThat(page.locator("h1")).hasText("DAGs");
            var told = page.evaluate("""
                    async ([from, to]) => {
                      const root = document.querySelector('link[rel=modulepreload]').href.replace(/app\\.js.*/, '');
                      const {axis} = await import(root + 'parts/bars.js');
                      const ticks = axis(Date.parse(from), Date.parse(to), 5).ticks;
                      return [ticks.map(tick => tick.label).join(', '), ticks.every((tick, i) => i === 0 || tick.x > ticks[i - 1].x)];
                    }""", List.of(from, to));
            assertThat(told).isEqualTo(List.of(labels, true));
        }
    }

    @Test
    void eachStateHasAGlyphOfItsOwn() {
        try (var context = desk()) {
            var page = at(context, "/dags");
            assertThat(page.locator("h1")).hasText("DAGs");
            var glyphs = (List<?>) page.evaluate("""
                    async () => {
                      const root = document.querySelector('link[rel=modulepreload]').href.replace(/app\\.js.*/, '');
                      const {LETTERS, glyph} = await import(root + 'parts/bits.js');
                      const {render} = await import('lit-html');
                      return Object.values(LETTERS).map(state => {
                        const place = document.createElement('div');
                        render(glyph(state), place);
                        return [...place.querySelectorAll('path, circle')].map(each => each.getAttribute('d') + each.getAttribute('stroke-dasharray')).join();
                      });
                    }""");
            assertThat(glyphs).hasSize(14).doesNotHaveDuplicates();
        }
    }
}
