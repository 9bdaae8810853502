package comporta.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Looks for what keeps people out of a page, by the rules of WCAG 2.2 AA that a program can judge. */
final class Axe {
    private static final String SOURCE = source();
    /** A finding in one line: rule, and the first elements that break it. */
    private static final String LOOK = """
            async only => {
              const found = await axe.run({runOnly: only, resultTypes: ['violations']});
              return found.violations.map(each => each.id + ' ' + each.nodes.slice(0, 3).map(node => node.html + ' ' + node.failureSummary).join(' | '));
            }""";

    private Axe() {}

    /** Each violation in words; none is as it should be. */
    static List<String> violations(Page page) {
        return violations(page, List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"));
    }

    /** Of that which other colours can break. */
    static List<String> pale(Page page) {
        return violations(page, List.of("color-contrast"));
    }

    private static List<String> violations(Page page, List<String> only) {
        if (!(boolean) page.evaluate("typeof axe === 'object'")) {
            page.evaluate(SOURCE);
        }
        return ((List<?>) page.evaluate(LOOK, only)).stream().map(each -> page.url() + ": " + each).toList();
    }

    private static String source() {
        try (var in = Axe.class.getResourceAsStream("/axe.min.js")) {
            if (in == null) {
                throw new IllegalStateException("axe is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
