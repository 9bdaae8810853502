package comporta.store;

import comporta.dag.TaskId;
import java.time.Instant;

/**
 * From when on a try of an elastic task had so many CPUs.
 *
 * @param run number of its run in the store
 * @param mapIndex of an instance of an expanded task, or -1
 * @param from CPUs that it had before, or that are written
 * @param cpus above 0
 */
public record GivenShare(long run, TaskId task, int mapIndex, int tryNumber, Instant since, double from, double cpus) {}
