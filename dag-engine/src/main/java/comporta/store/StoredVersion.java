package comporta.store;

import java.time.Instant;

/**
 * A version of a DAG on record.
 *
 * @param path of the file that it was read from
 * @param pinnedAt when it was seen first
 */
public record StoredVersion(DagVersion version, String path, Instant pinnedAt) {}
