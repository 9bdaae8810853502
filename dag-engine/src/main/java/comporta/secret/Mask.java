package comporta.secret;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts stars in place of the secrets that it has learnt, in any text. For any thread. */
public final class Mask {
    /** What stands in place of a secret. */
    public static final String STARS = "***";

    /** Hiding every "on" or "42" would make texts unreadable and guess at nothing worth hiding. */
    private static final int SHORTEST = 4;

    private final Set<String> known = new LinkedHashSet<>();
    private volatile @Nullable Pattern pattern;
    private volatile ByteStars stars = ByteStars.NONE;

    /** From now on {@code value} is hidden: as it is, each line of it alone, and as URLs, JSON and base64 spell it. */
    public void learn(String value) {
        var spellings = spellings(value);
        synchronized (known) {
            if (known.addAll(spellings)) {
                // Longer ones first: of two that begin alike the whole one is hidden.
                pattern = Pattern.compile(known.stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|")));
                stars = new ByteStars(known);
            }
        }
    }

    /** From now on the secret fields of a connection are hidden. */
    public void learn(Connection connection) {
        connection.fields().forEach((field, value) -> {
            if (Connection.isSecret(field)) {
                learn(value);
            }
        });
    }

    /** The text without what must not be shown. */
    public String hide(String text) {
        var secrets = pattern;
        return secrets == null ? text : secrets.matcher(text).replaceAll(STARS);
    }

    /**
     * Bytes that a secret may reach over: before and after a piece of text so many, less one, say whether it holds
     * a part of one. 0: none is known.
     */
    public int reach() {
        return stars.longest();
    }

    /** Puts a star in place of each byte of a secret that stands in the first {@code length} bytes of a text; line ends stay. */
    public void hide(byte[] text, int length) {
        stars.hide(text, length);
    }

    /** The same for every text in plain data, keys of maps too. */
    public @Nullable Object hideAll(@Nullable Object data) {
        return switch (data) {
            case String text -> hide(text);
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> hidden = new LinkedHashMap<>();
                map.forEach((key, value) -> hidden.put(hide(String.valueOf(key)), hideAll(value)));
                yield hidden;
            }
            case List<?> list -> {
                List<@Nullable Object> hidden = new ArrayList<>();
                list.forEach(item -> hidden.add(hideAll(item)));
                yield hidden;
            }
            case null, default -> data;
        };
    }

    private static Set<String> spellings(String value) {
        var spellings = new LinkedHashSet<String>();
        spellings.add(value.strip());
        value.lines().map(String::strip).forEach(spellings::add);
        spellings.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
        spellings.add(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
        spellings.add(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        spellings.add(Base64.getEncoder().encodeToString(bytes));
        spellings.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        spellings.removeIf(spelling -> spelling.length() < SHORTEST);
        return value.strip().length() < SHORTEST ? Set.of() : spellings;
    }
}
