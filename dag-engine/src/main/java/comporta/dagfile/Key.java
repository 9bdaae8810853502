package comporta.dagfile;

import java.util.List;

/**
 * One key of a block.
 *
 * @param template templates may stand in its value; a block's own keys say it for themselves
 * @param fallback the value when the key is absent, as one would write it; empty: none
 * @param about what it means, in one line
 * @param formerly names that are still read
 */
public record Key(String name, Type type, boolean template, boolean required, String fallback, String about, List<String> formerly) {

    public static Key key(String name, Type type, String fallback, String about) {
        return new Key(name, type, false, false, fallback, about, List.of());
    }

    public static Key key(String name, Type type, String about) {
        return key(name, type, "", about);
    }

    /** The same with templates allowed. */
    public Key rendered() {
        return new Key(name, type, true, required, fallback, about, formerly);
    }

    /** The same, required. */
    public Key needed() {
        return new Key(name, type, template, true, fallback, about, formerly);
    }

    /** The same, with old names. */
    public Key formerly(String... names) {
        return new Key(name, type, template, required, fallback, about, List.of(names));
    }
}
