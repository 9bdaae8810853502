package comporta.api;

/** An amount of money. */
record Money(String amount, String currency) {}
