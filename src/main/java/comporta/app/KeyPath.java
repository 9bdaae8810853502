package comporta.app;

import comporta.dagfile.Type;

/** Looks up keys by paths such as {@code http.port} in a table of keys. */
final class KeyPath {
    private KeyPath() {}

    /**
     * The default of that key, as one would write it.
     *
     * @throws IllegalArgumentException when the table has no such key
     */
    static String fallback(Type.Block table, String path) {
        int dot = path.indexOf('.');
        var name = dot < 0 ? path : path.substring(0, dot);
        for (var key : table.keys()) {
            if (key.name().equals(name)) {
                if (dot < 0) {
                    return key.fallback();
                }
                if (key.type() instanceof Type.Block inner) {
                    return fallback(inner, path.substring(dot + 1));
                }
            }
        }
        throw new IllegalArgumentException("the configuration has no key " + path);
    }
}
