package comporta.mesos;

import comporta.job.JobSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a job asks of an agent; scalars in thousandths of Mesos's units (cores, MB).
 *
 * @param role whose offers it may use
 * @param kin jobs with the same text are counted together by {@code limit:n}
 * @param longest how long it may stay; null: no limit
 */
record Demand(
        String role, long cpus, long mem, long disk, long gpus, int ports, Map<String, Wish> wishes, String kin,
        @Nullable Duration longest) {
    private static final String SLAVE_TYPE = "slave-type";
    private static final long MEGABYTE = 1 << 20;

    /** Whether jobs of its kind that run elsewhere are counted. */
    boolean isLimited() {
        return wishes.values().stream().anyMatch(Wish.AtMost.class::isInstance);
    }

    /** The same for all jobs that any agent suits as well: whose they are says something only where jobs are counted. */
    Demand kind() {
        return isLimited() ? this : new Demand(role, cpus, mem, disk, gpus, ports, wishes, "", longest);
    }

    static Demand of(JobSpec job, String role, String kin) {
        var wishes = new LinkedHashMap<String, Wish>();
        job.constraints().forEach((attribute, wanted) -> wishes.put(attribute, Wish.read(wanted)));
        if (job.nodePool() != null) {
            wishes.putIfAbsent(SLAVE_TYPE, Wish.read(job.nodePool()));
        }
        var resources = job.resources();
        return new Demand(
                role, Piece.thousandths(resources.cpus()), megabytes(resources.mem()), megabytes(resources.disk()),
                resources.gpus() * 1000L,
                job.ports().size(), wishes, kin, job.maxRunTime());
    }

    private static long megabytes(long bytes) {
        return Math.ceilDiv(Math.multiplyExact(bytes, 1000L), MEGABYTE);
    }
}
