package comporta.api;

/** The text of a DAG file. */
record SourceShape(String dagId, int version, String path, String source) {}
