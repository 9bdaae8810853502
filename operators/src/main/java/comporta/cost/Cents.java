package comporta.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Money out of seconds times prices per hour. Rounded once, at the end; what rounding leaves over goes to the largest remainders. */
final class Cents {
    private static final BigDecimal HOUR = BigDecimal.valueOf(3600);
    private static final BigDecimal CENT = new BigDecimal("0.01");
    private static final int PLACES = 2;
    /** More than a sum of ten thousand rows needs to be told apart. */
    private static final int EXACT = 20;

    private Cents() {}

    static @Nullable BigDecimal of(@Nullable BigDecimal secondsTimesPrice) {
        return secondsTimesPrice == null ? null : secondsTimesPrice.divide(HOUR, PLACES, RoundingMode.HALF_UP);
    }

    /** The parts in cents; together they are {@code of(total)}. Where some are unknown, each is rounded by itself. */
    static List<@Nullable BigDecimal> of(List<@Nullable BigDecimal> parts, @Nullable BigDecimal total) {
        if (total == null) {
            var each = new ArrayList<@Nullable BigDecimal>();
            parts.forEach(part -> each.add(of(part)));
            return each;
        }
        var exact = new ArrayList<BigDecimal>();
        var cents = new ArrayList<@Nullable BigDecimal>();
        var left = Objects.requireNonNull(of(total));
        for (var part : parts) {
            var amount = Objects.requireNonNull(part).divide(HOUR, EXACT, RoundingMode.HALF_UP);
            exact.add(amount);
            cents.add(amount.setScale(PLACES, RoundingMode.DOWN));
            left = left.subtract(amount.setScale(PLACES, RoundingMode.DOWN));
        }
        IntStream.range(0, exact.size())
                .boxed()
                .sorted(Comparator.comparing((Integer row) -> exact.get(row).remainder(CENT)).reversed().thenComparing(row -> row))
                .limit(left.movePointRight(PLACES).longValueExact())
                .forEach(row -> cents.set(row, Objects.requireNonNull(cents.get(row)).add(CENT)));
        return cents;
    }
}
