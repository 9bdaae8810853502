/**
 * Node pools: machines that a set-up brings up and that are given back, whatever happens.
 *
 * <p>In: the {@code node_pool} block of a task and the engine's lease. Out: machines, tagged with that lease, and news of each. The room
 * decides nothing about when a lease ends; {@code loop} does, through the operators {@code scale-ec2} and {@code downscale-ec2}.
 */
@NullMarked
package comporta.nodes;

import org.jspecify.annotations.NullMarked;
