package comporta.decide;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.TriggerRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Upstream as letters: S success, F failed, U upstream failed, K skipped, . not at rest. */
class RulesTest {

    @ParameterizedTest(name = "{0} above {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            all_success                 | ...  | wait
            all_success                 | SS.  | wait
            all_success                 | SSS  | run
            all_success                 | F..  | upstream_failed
            all_success                 | U..  | upstream_failed
            all_success                 | K..  | skip
            all_success                 | KF.  | upstream_failed
            all_failed                  | F..  | wait
            all_failed                  | FUF  | run
            all_failed                  | S..  | skip
            all_failed                  | FK.  | skip
            all_done                    | SF.  | wait
            all_done                    | SFK  | run
            all_done                    | UUU  | run
            all_skipped                 | KK.  | wait
            all_skipped                 | KKK  | run
            all_skipped                 | S..  | skip
            all_skipped                 | F..  | skip
            one_success                 | S..  | run
            one_success                 | FF.  | wait
            one_success                 | FFF  | upstream_failed
            one_success                 | FKK  | upstream_failed
            one_success                 | KKK  | skip
            one_failed                  | F..  | run
            one_failed                  | U..  | run
            one_failed                  | SS.  | wait
            one_failed                  | SKS  | skip
            one_done                    | S..  | run
            one_done                    | F..  | run
            one_done                    | KU.  | wait
            one_done                    | KUK  | skip
            none_failed                 | SK.  | wait
            none_failed                 | SKS  | run
            none_failed                 | KKK  | run
            none_failed                 | F..  | upstream_failed
            none_failed_min_one_success | SK.  | wait
            none_failed_min_one_success | SKK  | run
            none_failed_min_one_success | KKK  | skip
            none_failed_min_one_success | U..  | upstream_failed
            none_skipped                | SF.  | wait
            none_skipped                | SFU  | run
            none_skipped                | K..  | skip
            all_done_min_one_success    | SF.  | wait
            all_done_min_one_success    | SFU  | run
            all_done_min_one_success    | FFU  | upstream_failed
            all_done_min_one_success    | SK.  | skip
            all_done_setup_success      | SF.  | wait
            all_done_setup_success      | SFU  | run
            always                      | ...  | run
            """)
    void verdicts(String rule, String upstream, String verdict) {
        assertThat(verdict(rule, upstream)).isEqualTo(verdict);
    }

    @Test
    void withoutUpstreamOnlyRulesThatWantAnEndDoNotRun() {
        var notRun = new ArrayList<String>();
        for (var rule : TriggerRule.values()) {
            if (!verdict(rule.word(), "").equals("run")) {
                notRun.add(rule.word());
            }
        }
        assertThat(notRun).containsExactly("one_failed", "one_done");
    }

    @Test
    void anEarlyVerdictIsNeverTakenBackWhateverTheRestDoes() {
        var letters = List.of("S", "F", "U", "K");
        for (var rule : TriggerRule.values()) {
            for (var a : letters) {
                for (var b : letters) {
                    var early = verdict(rule.word(), a + b + ".");
                    for (var c : letters) {
                        var late = verdict(rule.word(), a + b + c);
                        assertThat(late).as("%s above %s%s%s", rule, a, b, c).isNotEqualTo("wait");
                        if (early.equals("run")) {
                            assertThat(late).as("%s above %s%s%s", rule, a, b, c).isEqualTo("run");
                        } else if (!early.equals("wait")) {
                            assertThat(late).as("%s above %s%s%s", rule, a, b, c).isNotEqualTo("run");
                        }
                    }
                }
            }
        }
    }

    private static String verdict(String rule, String upstream) {
        return Rules.verdict(
                        TriggerRule.valueOf(rule.toUpperCase(Locale.ROOT)), upstream.length(), count(upstream, 'S'), count(upstream, 'F'),
                        count(upstream, 'U'), count(upstream, 'K'))
                .name()
                .toLowerCase(Locale.ROOT);
    }

    private static int count(String upstream, char end) {
        return (int) upstream.chars().filter(letter -> letter == end).count();
    }
}
