package comporta.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainDataTest {
    private static final List<String> TEXTS =
            List.of("", "null", "1.5", "a\u0000b", "\ud83e\udd94", "half \ud83e", "\udd94 half", "\ud83e\ud83e\udd94", "\"\\\n\u001f\u007f\u2028", "größer ✓");

    /** A thousand seeds; each assertion names its own. */
    @Test
    void whatIsWrittenIsReadAsItWas() {
        for (long seed = 0; seed < 1000; seed++) {
            var data = PlainData.plain(map(RandomGeneratorFactory.of("L64X128MixRandom").create(seed), 4));
            var json = PlainData.toJson(data);
            assertThat(PlainData.mapFromJson(json)).as("seed %s", seed).isEqualTo(data);
            assertThat(PlainData.toJson(PlainData.mapFromJson(json))).as("seed %s", seed).isEqualTo(json);
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(json)).as("seed %s", seed).isTrue();
            assertThat(json).as("seed %s", seed).doesNotContain("\u0000").doesNotContain("\n");
        }
    }

    private static Map<String, @Nullable Object> map(RandomGenerator random, int levels) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            map.put(i + text(random), value(random, levels - 1));
        }
        return map;
    }

    private static String text(RandomGenerator random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private static @Nullable Object value(RandomGenerator random, int levels) {
        return switch (random.nextInt(levels > 0 ? 15 : 12)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt();
            case 3 -> random.nextLong();
            case 4 -> new BigInteger(1 + random.nextInt(4000), new java.util.Random(random.nextLong()));
            case 5 -> new BigDecimal(BigInteger.valueOf(random.nextLong()), random.nextInt(-400, 400));
            case 6 -> Double.longBitsToDouble(random.nextLong());
            case 7 -> Float.intBitsToFloat(random.nextInt());
            case 8 -> Instant.ofEpochSecond(random.nextInt());
            case 9 -> new BigDecimal(random.nextInt());
            case 10, 11 -> text(random);
            case 12 -> map(random, levels);
            default -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, levels - 1));
                }
                yield list;
            }
        };
    }

    @ParameterizedTest(name = "{0} {1}: {2} {3}")
    @CsvSource(delimiter = '|', textBlock = """
            Integer    | 7                    | Long       | 7
            Double     | 1.5                  | BigDecimal | 1.5
            Double     | 3.0                  | BigDecimal | 3.0
            Double     | -0.0                 | BigDecimal | 0.0
            Double     | 1e300                | BigDecimal | 1.0E+300
            Double     | NaN                  | String     | NaN
            Double     | Infinity             | String     | Infinity
            Float      | 0.1                  | BigDecimal | 0.1
            BigDecimal | 0.10                 | BigDecimal | 0.10
            BigDecimal | 2                    | Long       | 2
            BigDecimal | 2E+3                 | BigDecimal | 2E+3
            BigInteger | 9223372036854775807  | Long       | 9223372036854775807
            BigInteger | 9223372036854775808  | BigInteger | 9223372036854775808
            """)
    void ofEachKindOfNumberThereIsOneType(String type, String given, String kept, String value) {
        var number = switch (type) {
            case "Integer" -> Integer.valueOf(given);
            case "Double" -> Double.valueOf(given);
            case "Float" -> Float.valueOf(given);
            case "BigDecimal" -> new BigDecimal(given);
            default -> new BigInteger(given);
        };
        var plain = PlainData.plain(Map.of("x", number));
        assertThat(plain.get("x")).hasToString(value);
        assertThat(Objects.requireNonNull(plain.get("x")).getClass().getSimpleName()).isEqualTo(kept);
        assertThat(PlainData.mapFromJson(PlainData.toJson(plain))).isEqualTo(plain);
    }

    @Test
    void aNumberThatWouldNotBeReadAgainIsText() {
        var plain = PlainData.plain(Map.of("long", BigInteger.TEN.pow(5000), "small", new BigDecimal("0." + "7".repeat(5000))));
        assertThat(plain.values()).allSatisfy(value -> assertThat(value).isInstanceOf(String.class));
    }

    @Test
    void theCopyDoesNotChangeWithTheOriginal() {
        var inner = new ArrayList<>(Arrays.asList("a", null));
        var plain = PlainData.plain(Map.of("list", inner));
        inner.add("b");
        assertThat(plain).isEqualTo(Map.of("list", Arrays.asList("a", null)));
    }

    @Test
    void theDeepestThatIsWrittenIsRead() {
        Object deep = "end";
        for (int level = 0; level < 499; level++) {
            deep = List.of(deep);
        }
        var data = Map.of("x", deep);
        assertThat(PlainData.mapFromJson(PlainData.toJson(data))).isEqualTo(data);
        assertThatThrownBy(() -> PlainData.toJson(List.of(data)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it is nested deeper than 500 levels");
    }
}
