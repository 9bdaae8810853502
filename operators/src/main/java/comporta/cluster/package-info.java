/**
 * The upkeep of the Mesos cluster: what one declarative file says it should be, what the cloud says it is, and the way from here to there.
 *
 * <p>In: {@code cluster.yaml}, a folder of roles, and what stands at AWS. Out: a plan in words, and, once it is agreed to, the plan done:
 * masters with their ZooKeeper, agents, groups, versions, roles. Planning only compares values; {@code Works} and the AWS doors do.
 */
@NullMarked
package comporta.cluster;

import org.jspecify.annotations.NullMarked;
