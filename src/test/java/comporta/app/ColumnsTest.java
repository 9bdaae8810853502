package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ColumnsTest {
    @ParameterizedTest(name = "{0} in {1} columns is {2}")
    @CsvSource(textBlock = """
            report,     6, report
            report,     5, repo…
            report,     1, …
            report,     0, ''
            日本語,      6, 日本語
            日本語,      5, 日本…
            日本語,      4, 日…
            naïve,      5, naïve
            """)
    void cuts(String text, int columns, String shown) {
        assertThat(Columns.cut(text, columns)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            'plain',                      'plain'
            'a\\tb\\nc',                  'a b c'
            'a\\rb',                      'ab'
            '\\e[31mred\\e[0m text',      'red text'
            '\\e]0;title\\7x',        'x'
            '\\e]8;;http://x\\e\\\\link', 'link'
            '\\e[2J\\e[Hx',               'x'
            'open \\e[31',                'open '
            'end \\e',                    'end '
            """)
    void takesOutWhatMovesACursor(String escaped, String shown) {
        var text = escaped.replace("\\e", "\u001b").translateEscapes();

        assertThat(Columns.plain(text)).isEqualTo(shown);
    }
}
