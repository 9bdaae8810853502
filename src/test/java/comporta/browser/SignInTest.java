package comporta.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that knows its users. */
@InABrowser
final class SignInTest {
    private static final String HELLO = """
            dag: hello
            tasks:
              greet: {run: "echo hello"}
            """;

    @TempDir
    Path folder;

    private static void enter(Page page, String user, String password) {
        page.getByLabel("Name").fill(user);
        page.getByLabel("Password").fill(password);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
    }

    @Test
    void whoSignsInIsWhereTheyWantedToBeAndSeesOnlyWhatTheyMayDo() {
        try (var server = RunningServer.in(folder, List.of(HELLO)); var reader = new Reader()) {
            server.ask("PUT", "/api/v1/users/ana", "{\"role\": \"admin\", \"password\": \"correct horse battery\"}");
            var page = reader.atADesk();
            page.navigate(server.url() + "/dags/hello/schedule?x=1");
            assertThat(page.locator("h1")).hasText("Sign in");

            enter(page, "ana", "wrong horse battery");
            assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
            enter(page, "ana", "correct horse battery");
            assertThat(page).hasURL(server.url() + "/dags/hello/schedule?x=1");
            assertThat(page.getByText("Run now")).isVisible();

            page.navigate(server.url() + "/users");
            page.getByText("Add…").click();
            page.locator("dialog").getByLabel("Name").fill("vera");
            page.locator("dialog").getByLabel("Role", new Locator.GetByLabelOptions().setExact(true)).selectOption("viewer");
            page.locator("dialog").getByLabel("Password").fill("another long password");
            page.locator("dialog .go").click();
            assertThat(page.locator("main")).containsText("vera");

            page.locator(".zonename").click();
            page.getByText("Sign out").click();
            assertThat(page.locator("h1")).hasText("Sign in");
            enter(page, "vera", "another long password");
            assertThat(page).hasURL(server.url() + "/night");
            page.navigate(server.url() + "/dags/hello");
            assertThat(page.locator("h1")).hasText("hello");
            assertThat(page.getByText("Run now")).hasCount(0);
            page.navigate(server.url() + "/sign-in?then=https://example.org/");
            enter(page, "vera", "another long password");
            assertThat(page).hasURL(server.url() + "/night");
            assertThat(reader.complained()).isEmpty();
        }
    }
}
