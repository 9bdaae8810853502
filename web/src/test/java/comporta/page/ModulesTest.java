package comporta.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every module of ours keeps to. */
final class ModulesTest {
    private static final Assets ASSETS = Assets.ofClassPath();
    private static final Pattern LAZY = Pattern.compile("\\bimport\\('([^']+)'\\)");
    /** What makes markup, styles or code of text. */
    private static final List<String> FORBIDDEN = List.of(
            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "unsafeHTML", "unsafe-html", "unsafeSVG", "eval(", "new Function", "styleMap",
            " style=\"", " style=$", "srcdoc", "createHTML", "createScript:", "javascript:", "http://", "//cdn");

    static Stream<String> ours() {
        return ASSETS.names().stream().filter(name -> name.endsWith(".js") && !name.startsWith("lit-html/"));
    }

    @ParameterizedTest
    @MethodSource("ours")
    void nothingBecomesMarkupButByTemplates(String module) {
        assertThat(ASSETS.named(module).text()).doesNotContain(FORBIDDEN.toArray(CharSequence[]::new));
    }

    @Test
    void onlyTheWorkerHasAnAddressThatIsLetThrough() {
        assertThat(ours().filter(name -> ASSETS.named(name).text().contains("createPolicy"))).containsExactly("live.js");
    }

    @ParameterizedTest
    @MethodSource("ours")
    void allThatIsImportedIsThere(String module) {
        var lazy = new TreeSet<String>();
        for (var name : ASSETS.closure(List.of(module))) {
            LAZY.matcher(ASSETS.named(name).text()).results().forEach(found -> lazy.add(URI.create("/" + name).resolve(found.group(1)).getPath().substring(1)));
        }
        assertThat(ASSETS.names()).containsAll(lazy);
    }

    @ParameterizedTest
    @MethodSource("ours")
    void saysWhatItIsFor(String module) {
        assertThat(ASSETS.named(module).text()).startsWith("// ");
    }
}
