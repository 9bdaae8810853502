package comporta.dag;

/** Sizes of memory and disk as people write them, in powers of 1024: {@code 512m}, {@code 4g}, {@code 1t}. */
public final class Sizes {
    private static final String UNITS = "kmgtp";

    private Sizes() {}

    /**
     * Reads a size in bytes.
     *
     * @throws Misspelt when {@code text} is none
     */
    public static long parse(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        if (digits == 0 || digits > 9) {
            throw wrong(text, "", "Write a whole number and a unit (k m g t), e.g. 512m or 4g");
        }
        if (digits == text.length()) {
            throw wrong(text, ": the unit is missing", "Write " + text + "m or " + text + "g");
        }
        int power = UNITS.indexOf(text.charAt(digits)) + 1;
        if (power == 0 || digits + 1 < text.length()) {
            char meant = Character.toLowerCase(text.charAt(digits));
            throw wrong(
                    text,
                    "",
                    UNITS.indexOf(meant) < 0
                            ? "Write a whole number and a unit (k m g t), e.g. 1536m"
                            : "Write " + text.substring(0, digits) + meant);
        }
        long number = Long.parseLong(text.substring(0, digits));
        if (number > Long.MAX_VALUE >> (10 * power)) {
            throw wrong(text, ": it is too large", "Write a smaller one");
        }
        return number << (10 * power);
    }

    private static Misspelt wrong(String text, String why, String fix) {
        return new Misspelt("bad-size", "\"" + text + "\" is not a size" + why, fix);
    }
}
