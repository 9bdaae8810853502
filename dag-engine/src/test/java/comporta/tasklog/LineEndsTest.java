package comporta.tasklog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class LineEndsTest {
    /** Every byte there is, in every place of eight, as many as a sum takes and more. */
    @Test
    void allAreCountedAndNothingElse() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        var ends = new LineEnds();
        for (int length : new int[] {0, 1, 7, 8, 9, 63, 255 * 8, 70_000, 600_000}) {
            var bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) (random.nextInt(3) == 0 ? '\n' : random.nextInt(256));
            }
            int from = length / 3;
            long counted = 0;
            for (int i = from; i < length; i++) {
                counted += bytes[i] == '\n' ? 1 : 0;
            }
            assertThat(ends.count(bytes, from, length)).as("of %s bytes", length).isEqualTo(counted);
        }
        var all = new byte[600_000];
        Arrays.fill(all, (byte) '\n');
        assertThat(ends.count(all, 0, all.length)).isEqualTo(all.length);
    }
}
