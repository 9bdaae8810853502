package comporta.job;

import comporta.operator.LaunchId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What launches are called in a system that does not take every external id: as readable as it allows, and different for different
 * launches.
 *
 * @param longest characters that a name may have, at least 20
 * @param strange what a name may not hold
 * @param labels whether names are labels of lower case letters with dots in between, which neither begin nor end with {@code -}
 */
public record OutsideName(int longest, Pattern strange, boolean labels) {
    private static final int HASH = 8;
    private static final Pattern INSTANT = Pattern.compile("\\b\\d{8}T\\d{6}(\\.\\d+)?Z\\b");
    private static final Pattern RAGGED = Pattern.compile("[.-]*\\.[.-]*");
    private static final Pattern ENDS = Pattern.compile("^[.-]+|[.-]+$");

    /** The name of a launch: its external id, or what is left of it with a hash of the whole behind it. */
    public String of(LaunchId launch) {
        var whole = launch.externalId();
        // instants are lower-cased without a hash: their letters say nothing
        var known = labels ? INSTANT.matcher(whole).replaceAll(found -> found.group().toLowerCase(Locale.ROOT)) : whole;
        var name = strange.matcher(labels ? known.toLowerCase(Locale.ROOT) : known).replaceAll("-");
        if (labels) {
            name = ENDS.matcher(RAGGED.matcher(name).replaceAll(".")).replaceAll("");
        }
        if (name.equals(known) && name.length() <= longest) {
            return name;
        }
        var kept = name.substring(0, Math.min(name.length(), longest - HASH - 1));
        return (labels ? ENDS.matcher(kept).replaceAll("") : kept) + "-" + hash(whole);
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
