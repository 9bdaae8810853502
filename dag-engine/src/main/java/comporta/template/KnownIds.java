package comporta.template;

import java.util.Set;

/** Which ids can stand after {@code outputs. tasks. var. conn.}, so that a hyphen or a dot in them is read as part of the name. */
@FunctionalInterface
interface KnownIds {
    KnownIds NONE = root -> Set.of();

    /** Empty: not known, then letters, digits, {@code _} and {@code -} make a name. */
    Set<String> under(String root);
}
