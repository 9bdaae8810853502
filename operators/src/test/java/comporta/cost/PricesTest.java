package comporta.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricesTest {
    @Test
    void whatAFileDoesNotHoldIsUnknown() {
        var prices = Prices.parse("{\"currency\": \"EUR\", \"spot\": {\"m5.large\": \"0.04\"}}", "p.json");
        assertThat(prices.perHour("m5.large", "spot")).hasValueSatisfying(price -> assertThat(price).isEqualByComparingTo("0.04"));
        assertThat(prices.perHour("m5.large", "on-demand")).isEmpty();
        assertThat(prices.perHour("any", "spot")).isEmpty();
        assertThat(prices.caveat()).isEmpty();
    }

    @Test
    void theExampleIsMarkedAsOne() {
        assertThat(Prices.example().isExample()).isTrue();
        assertThat(Prices.example().caveat()).contains("example prices");
        assertThat(Prices.example().source()).startsWith("EXAMPLE");
        assertThat(Prices.example().perHour("m5.2xlarge", "on-demand")).isPresent();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            []                                                          | is no JSON object
            {}                                                          | "currency" is missing or none
            {"currency": "usd"}                                         | "currency" is missing or none
            {"currency": "USD", "ondemand": {}}                         | there is no key "ondemand"
            {"currency": "USD", "spot": {"m5.large": 0.04}}             | spot.m5.large is 0.04, and must be an amount per hour as text
            {"currency": "USD", "spot": {"m5.large": "0"}}              | Leave out what is unknown
            {"currency": "USD", "on_demand": {"m5.large": "-1"}}        | on_demand.m5.large is -1
            """)
    void mistakesAreTold(String text, String says) {
        assertThatThrownBy(() -> Prices.parse(text, "p.json")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("p.json")
                .hasMessageContaining(says);
    }
}
