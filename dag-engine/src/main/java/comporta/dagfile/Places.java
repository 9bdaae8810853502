package comporta.dagfile;

/**
 * Where each key and value of a file stands. A path is made of keys and list positions: {@code key("tasks", "load", "depends_on")},
 * {@code value("tasks", "load", "depends_on", "0")}. A path that the file lacks (the value came from defaults, or is implied) gives the
 * place of its nearest part that is there.
 */
interface Places {
    /** Place of the key at the end of the path. */
    Place key(String... path);

    /** Place of the value at the end of the path; for a text, of its first character (behind an opening quote). */
    Place value(String... path);
}
