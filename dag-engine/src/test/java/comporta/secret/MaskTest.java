package comporta.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskTest {

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            hush1234     | password=hush1234;                     | password=***;
            hush1234     | hush1234hush1234                       | ******
            hush1234     | nothing of it                          | nothing of it
            hush 12&4    | ?p=hush+12%264 and ?p=hush%2012%264    | ?p=*** and ?p=***
            say "hush"   | {"p": "say \\"hush\\""}                | {"p": "***"}
            hush1234     | Basic aHVzaDEyMzQ=                     | Basic ***
            a.*b         | a.*b and axxb                          | *** and axxb
            $1\\2        | $1\\2                                  | ***
            42           | of 42 rows                             | of 42 rows
            """)
    void hidesWhatItHasLearnt(String secret, String text, String shown) {
        var mask = new Mask();
        mask.learn(secret);

        assertThat(mask.hide(text)).isEqualTo(shown);
    }

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            hush1234      | password=hush1234;       | password=********;
            hush1234      | hush1234hush1234 hush123 | **************** hush123
            aaaa          | aaaaaa                   | ******
            grün          | ist grün.                | ist *****.
            hush, more!   | hush                     | hush
            42            | of 42 rows               | of 42 rows
            """)
    void inBytesNothingMoves(String secret, String text, String shown) {
        var mask = new Mask();
        mask.learn(secret);
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        mask.hide(bytes, bytes.length);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(shown);
    }

    @Test
    void aSecretOfSeveralLinesIsHiddenAndTheirEndsStay() {
        var mask = new Mask();
        mask.learn("first\nlast\n");
        var bytes = "<first\nlast>".getBytes(StandardCharsets.UTF_8);
        mask.hide(bytes, bytes.length);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("<*****\n****>");
    }

    @Test
    void ofTwoThatBeginAlikeTheWholeOneIsHidden() {
        var mask = new Mask();
        mask.learn("hush");
        mask.learn("hush-more");

        assertThat(mask.hide("hush hush-more")).isEqualTo("*** ***");
    }

    @Test
    void eachLineOfAKeyIsHidden() {
        var mask = new Mask();
        mask.learn("-----BEGIN-----\nMIIBOg\n-----END-----\n");

        assertThat(mask.hide("read MIIBOg")).isEqualTo("read ***");
    }

    @Test
    void ofAConnectionAllIsHiddenThatIsNotKnownToBeHarmless() {
        var mask = new Mask();
        mask.learn(new Connection("warehouse", Map.of("host", "db.local", "user", "reader", "password", "hush1234", "api_key", "k-123456")));

        assertThat(mask.hide("reader@db.local hush1234 k-123456")).isEqualTo("reader@db.local *** ***");
    }

    @Test
    void hidesAtEveryDepth() {
        var mask = new Mask();
        mask.learn("hush1234");

        assertThat(mask.hideAll(Map.of("a", List.of(Map.of("hush1234", "x hush1234"), 5L))))
                .isEqualTo(Map.of("a", List.of(Map.of("***", "x ***"), 5L)));
    }
}
