package comporta.dag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    private static final List<String> KNOWN = List.of("extract", "load", "nightly", "depends_on", "retries", "ds");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            extrct     | extract
            nigthly    | nightly
            dependson  | depends_on
            depend_ons | depends_on
            retires    | retries
            EXTRACT    | extract
            DS         | ds
            dss        | ds
            laod       | load
            lo         | none
            lxyd       | none
            extraordinary | none
            ''         | none
            """)
    void withinAThirdOfTheLength(String written, String suggested) {
        assertThat(Suggestion.nearest(written, KNOWN).orElse("none")).isEqualTo(suggested);
    }

    @Test
    void theFirstOfTheNearestCounts() {
        assertThat(Suggestion.nearest("rows", List.of("rowsxx", "rowz", "rows1", "rowa"))).contains("rowz");
    }

    @Test
    void longNamesInALargeDagStayCheap() {
        var known = Collections.nCopies(10_000, "a".repeat(125) + "b".repeat(125));
        assertThat(Suggestion.nearest("c".repeat(250), known)).isEmpty();
    }

    @Test
    void saysWhatWasMeant() {
        assertThat(Suggestion.didYouMean("extrct", KNOWN, "Add it")).isEqualTo("Did you mean \"extract\"?");
        assertThat(Suggestion.didYouMean("zzz", KNOWN, "Add it")).isEqualTo("Add it");
    }
}
