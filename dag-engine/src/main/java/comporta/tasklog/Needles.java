package comporta.tasklog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Words of which a line has one at least if it is to be looked at more closely: most lines have none, and that is seen from their bytes.
 * Upper and lower case are the same. For any thread.
 */
public final class Needles {
    /** Every line is looked at. */
    public static final Needles NONE = new Needles(List.of());

    /** Letters by how often texts have them; without those below. */
    private static final String RARE = "zqxjvbpygfwmucldrhnoate";
    /** Letters outside ASCII count as another case of these. */
    private static final String WITH_RELATIVES = "ski";
    private static final int LETTERS = 128;

    /** Words in lower case by the letter that is looked for, each with its place in the word. */
    private final byte[][][] words = new byte[LETTERS][][];
    private final int[][] places = new int[LETTERS][];
    private final boolean[] isLookedFor = new boolean[256];
    private final boolean isAny;

    private Needles(List<String> all) {
        isAny = all.isEmpty();
        for (int letter = 0; letter < LETTERS; letter++) {
            words[letter] = new byte[0][];
            places[letter] = new int[0];
        }
        all.forEach(this::add);
    }

    /** What a line must have if it has {@code text}: the longest part of it that is ASCII. */
    public static Needles of(String text) {
        var longest = "";
        for (var part : text.split("[^\\x20-\\x7e]+", -1)) {
            longest = part.length() > longest.length() ? part : longest;
        }
        return of(List.of(longest));
    }

    /** One of these must be there; {@link #NONE} when a line may have one of them and yet none of their letters. */
    public static Needles of(List<String> words) {
        return words.stream().anyMatch(word -> place(word.toLowerCase(Locale.ROOT)) < 0) ? NONE : new Needles(words);
    }

    /** The rarest letter of a word, else its first sign that is no blank; -1: it has none that always is the same byte. */
    private static int place(String word) {
        for (int i = 0; i < RARE.length(); i++) {
            int at = word.indexOf(RARE.charAt(i));
            if (at >= 0) {
                return at;
            }
        }
        for (int at = 0; at < word.length(); at++) {
            if (word.charAt(at) > ' ' && word.charAt(at) < LETTERS && WITH_RELATIVES.indexOf(word.charAt(at)) < 0) {
                return at;
            }
        }
        return -1;
    }

    private void add(String word) {
        var lower = word.toLowerCase(Locale.ROOT);
        int place = place(lower);
        char letter = lower.charAt(place);
        var known = words[letter];
        words[letter] = Arrays.copyOf(known, known.length + 1);
        places[letter] = Arrays.copyOf(places[letter], known.length + 1);
        words[letter][known.length] = lower.getBytes(StandardCharsets.US_ASCII);
        places[letter][known.length] = place;
        isLookedFor[letter] = true;
        isLookedFor[Character.toUpperCase(letter)] = true;
    }

    /** Where from {@code from} on one may be; {@code to}: nowhere before. */
    int next(byte[] bytes, int from, int to) {
        if (isAny) {
            return from;
        }
        for (int at = from; at < to; at++) {
            if (isLookedFor[bytes[at] & 0xff] && isThere(bytes, at, from, to)) {
                return at;
            }
        }
        return to;
    }

    private boolean isThere(byte[] bytes, int at, int from, int to) {
        int letter = lower(bytes[at]);
        for (int i = 0; i < words[letter].length; i++) {
            if (isThere(words[letter][i], bytes, at - places[letter][i], from, to)) {
                return true;
            }
        }
        return false;
    }

    /** Also where it may be, for all that bytes tell: behind a letter that is not ASCII. */
    private static boolean isThere(byte[] word, byte[] bytes, int begin, int from, int to) {
        for (int i = 0; i < word.length; i++) {
            int at = begin + i;
            if (at < from || at >= to) {
                return false;
            }
            if (lower(bytes[at]) != word[i]) {
                return bytes[at] < 0 && WITH_RELATIVES.indexOf(word[i]) >= 0;
            }
        }
        return true;
    }

    private static int lower(byte one) {
        return one >= 'A' && one <= 'Z' ? one + 32 : one;
    }
}
