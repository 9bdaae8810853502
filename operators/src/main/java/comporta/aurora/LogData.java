package comporta.aurora;

import comporta.dag.PlainData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of a log as the Thermos observer gives it: as text, escaped for a page, with what is no UTF-8 replaced. Offsets count the log's
 * own bytes, so each byte that was replaced becomes one question mark; and a character that the piece cuts in two is left for the next one.
 *
 * @param length of the piece in the log, in bytes
 */
record LogData(String text, long length) {
    private static final Pattern ESCAPED = Pattern.compile("&(amp|lt|gt|quot|apos|#x?[0-9a-fA-F]{1,6});");
    private static final Map<String, String> NAMED = Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'");
    private static final char REPLACEMENT = '\uFFFD';
    private static final int LONGEST_CHARACTER = 4;

    /**
     * Reads the observer's JSON.
     *
     * @throws IOException when it is none
     */
    static LogData of(String json, long offset) throws IOException {
        try {
            var piece = PlainData.mapFromJson(json);
            if (piece.get("offset") instanceof Long at && at != offset) {
                return new LogData("", 0);   // the log is shorter, and was told from its end
            }
            var text = ESCAPED.matcher(piece.get("data") instanceof String data ? data : "")
                    .replaceAll(found -> Matcher.quoteReplacement(character(found.group(1))));
            return new LogData(text, piece.get("length") instanceof Long given ? given : text.getBytes(StandardCharsets.UTF_8).length);
        } catch (IllegalArgumentException e) {
            throw new IOException("the observer's answer is no JSON: " + e.getMessage(), e);
        }
    }

    /** The bytes of the log, as well as they can be told. */
    byte[] bytes() {
        var whole = text;
        while (whole.endsWith(String.valueOf(REPLACEMENT)) && text.length() - whole.length() < LONGEST_CHARACTER) {
            whole = whole.substring(0, whole.length() - 1);
        }
        byte[] bytes = whole.replace(REPLACEMENT, '?').getBytes(StandardCharsets.UTF_8);
        if (whole.length() < text.length() && whole.indexOf(REPLACEMENT) < 0 && bytes.length > 0
                && length - bytes.length < LONGEST_CHARACTER) {
            return bytes;
        }
        bytes = text.replace(REPLACEMENT, '?').getBytes(StandardCharsets.UTF_8);
        int told = bytes.length;
        bytes = Arrays.copyOf(bytes, Math.toIntExact(length));
        if (told < bytes.length) {
            Arrays.fill(bytes, told, bytes.length, (byte) '?');
        }
        return bytes;
    }

    private static String character(String name) {
        if (!name.startsWith("#")) {
            return NAMED.getOrDefault(name, "");
        }
        int code = name.startsWith("#x") ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1));
        return Character.isValidCodePoint(code) ? Character.toString(code) : String.valueOf(REPLACEMENT);
    }
}
