package comporta.api;

import java.time.Instant;

/** A version of a DAG. */
record VersionShape(int version, String path, Instant pinnedAt, boolean current) {}
