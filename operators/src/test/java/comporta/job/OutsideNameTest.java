package comporta.job;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.operator.LaunchId;
import java.util.HashSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What launches are called in systems that do not take every name. */
class OutsideNameTest {
    private static final OutsideName WORDS = new OutsideName(60, Pattern.compile("[^\\w.-]"), false);
    private static final OutsideName LABELS = new OutsideName(60, Pattern.compile("[^a-z0-9.-]"), true);

    private static LaunchId id(String dag, String run, String task, int index, int number) {
        return new LaunchId(new DagId(dag), run, new TaskId(task), index, 1, number);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            nightly | scheduled-20261121T040000Z       | itaipu   | -1 | nightly.20261121T040000Z.itaipu.t1                           | nightly.20261121t040000z.itaipu.t1
            nightly | manual-20261121T012047.123Z-k3f9 | itaipu   | -1 | nightly.manual-20261121T012047.123Z-k3f9.itaipu.t1           | nightly.manual-20261121t012047.123z-k3f9.itaipu.t1
            nightly | scheduled-20261121T040000Z       | score    | 3  | nightly.20261121T040000Z.score-3.t1-b434a2b5                 | nightly.20261121t040000z.score-3.t1-b434a2b5
            Nightly | scheduled-20261121T040000Z       | a_b      | -1 | Nightly.20261121T040000Z.a_b.t1                              | nightly.20261121t040000z.a-b.t1-d79e5a0e
            """)
    void names(String dag, String run, String task, int index, String words, String labels) {
        var id = id(dag, run, task, index, 1);
        assertThat(WORDS.of(id).replaceFirst("-[0-9a-f]{8}$", "-#")).isEqualTo(words.replaceFirst("-[0-9a-f]{8}$", "-#"));
        assertThat(LABELS.of(id).replaceFirst("-[0-9a-f]{8}$", "-#")).isEqualTo(labels.replaceFirst("-[0-9a-f]{8}$", "-#"));
    }

    @Test
    void noTwoLaunchesShareOne() {
        var names = new HashSet<String>();
        int count = 0;
        for (var dag : new String[] {"a", "A", "a-", "a.b", "a-b", "a_b", "x".repeat(80), "x".repeat(81)}) {
            for (var task : new String[] {"b", "B", "b.c", "b-c", "b_c", "y".repeat(90)}) {
                for (int index = -1; index < 3; index++) {
                    for (int number = 1; number < 3; number++) {
                        var name = LABELS.of(id(dag, "scheduled-20261121T040000Z", task, index, number));
                        assertThat(name).hasSizeLessThanOrEqualTo(60).matches("([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?");
                        names.add(name);
                        count++;
                    }
                }
            }
        }
        assertThat(names).hasSize(count);
    }
}
