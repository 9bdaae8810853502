package nightly;

import java.util.regex.Pattern;

/** A family's name taken apart: {@code m7i-flex} is series m, generation 7, variant i-flex. */
record FamilyName(String series, int generation, String variant) {
    private static final Pattern SHAPE = Pattern.compile("([a-z]+)(\\d+)([a-z-]*)");

    static FamilyName of(String family) {
        var parts = SHAPE.matcher(family);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "family \"" + family + "\" is not letters, a generation and a variant, such as m7i-flex");
        }
        return new FamilyName(parts.group(1), Integer.parseInt(parts.group(2)), parts.group(3));
    }
}
