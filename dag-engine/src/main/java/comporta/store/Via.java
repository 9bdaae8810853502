package comporta.store;

import java.util.Locale;

/** The way a deed came. */
public enum Via {
    WEB,
    CLI,
    API,
    ENGINE;

    /** The word that users see. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
