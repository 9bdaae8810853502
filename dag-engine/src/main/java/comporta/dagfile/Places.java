package comporta.dagfile;

/**
 * Where each key and value of a file stands. A path is made of keys and list positions: {@code key("tasks", "load", "depends_on")},
 * {@code value("tasks", "load", "depends_on", "0")}; position 0 of a value that stands alone where a list may stand is that value. A path
 * that the file lacks (the value came from defaults, or is implied) gives the place of its nearest part that is there.
 */
interface Places {
    /** Place of the key at the end of the path. */
    Place key(String... path);

    /** Place of the value at the end of the path; for a text, of its first character (behind an opening quote). */
    Place value(String... path);

    /** Place of a character of the text at the end of the path. */
    Place inText(String text, int offset, String... path);
}
