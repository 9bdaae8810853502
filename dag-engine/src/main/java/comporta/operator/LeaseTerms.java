package comporta.operator;

import java.time.Duration;

/**
 * What a set-up asks for.
 *
 * @param pool name of the node pool
 * @param provider e.g. {@code simulated}
 * @param wanted number of machines
 * @param ttl the lease ends after it, whatever happens
 * @param keepOnFailure machines stay so long after a failure
 */
public record LeaseTerms(String pool, String slaveType, String provider, int wanted, Duration ttl, Duration keepOnFailure) {}
