package comporta.cost;

import comporta.dag.PlainData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prices of machines per hour, by market and type, as a file says: JSON with {@code currency}, {@code source} and, under {@code on_demand}
 * and {@code spot}, types with amounts as text. What it does not hold is unknown.
 *
 * @param currency of three capital letters
 * @param source where the amounts come from, in the author's words
 * @param isExample whether they were made up to show the form
 */
public record Prices(String currency, String source, boolean isExample, Map<String, Map<String, BigDecimal>> perHour) {
    /** The word of the configuration for the example that ships. */
    public static final String EXAMPLE = "example";

    private static final Set<String> KEYS = Set.of("currency", "source", "example", "on_demand", "spot");

    /** No price is known. */
    public static final Prices UNKNOWN = new Prices("USD", "", false, Map.of());

    public Prices {
        perHour = Map.copyOf(perHour);
    }

    /** Of a machine in that market; empty: unknown. */
    public Optional<BigDecimal> perHour(String type, String market) {
        return Optional.ofNullable(perHour.getOrDefault(market, Map.of()).get(type));
    }

    /** What readers of an amount must know of it; empty: nothing. */
    public String caveat() {
        return isExample ? "by example prices, not those of your bill: write your own price file and name it in nodes.prices" : "";
    }

    /**
     * The prices of a file.
     *
     * @throws IllegalArgumentException when it cannot be read or is no price file; the message says what, where, and how to mend it
     */
    public static Prices read(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new IllegalArgumentException("price file " + file + " cannot be read: " + e.getMessage()
                    + ". Name another in nodes.prices", e);
        }
    }

    /** The example that ships with the program. */
    public static Prices example() {
        try (var in = Objects.requireNonNull(Prices.class.getResourceAsStream("prices.example.json"))) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), "prices.example.json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Prices parse(String text, String place) {
        Map<String, Object> data;
        try {
            data = PlainData.mapFromJson(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("price file " + place + " is no JSON object: " + e.getMessage(), e);
        }
        for (var key : data.keySet()) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("price file " + place + ": there is no key \"" + key
                        + "\". Write currency, source, on_demand, spot");
            }
        }
        if (!(data.get("currency") instanceof String currency) || !currency.matches("[A-Z]{3}")) {
            throw new IllegalArgumentException("price file " + place
                    + ": \"currency\" is missing or none. Write e.g. \"currency\": \"USD\"");
        }
        Map<String, Map<String, BigDecimal>> markets = new LinkedHashMap<>();
        markets.put("on-demand", amounts(data, "on_demand", place));
        markets.put("spot", amounts(data, "spot", place));
        return new Prices(currency, data.get("source") instanceof String source ? source : place,
                Boolean.TRUE.equals(data.get("example")), markets);
    }

    private static Map<String, BigDecimal> amounts(Map<String, Object> data, String market, String place) {
        Map<String, BigDecimal> amounts = new LinkedHashMap<>();
        PlainData.block(data, market)
                .forEach((type, written) -> amounts.put(type, amount(written, "price file " + place + ": " + market + "." + type)));
        return amounts;
    }

    private static BigDecimal amount(@Nullable Object written, String where) {
        // Zero is refused too: a price that nobody knows is left out, and a machine that is free is none of the provider's.
        if (written instanceof String text && text.matches("\\d{1,6}(\\.\\d{1,10})?") && new BigDecimal(text).signum() > 0) {
            return new BigDecimal(text);
        }
        throw new IllegalArgumentException(where + " is " + written
                + ", and must be an amount per hour as text, such as \"0.384\". Leave out what is unknown");
    }
}
