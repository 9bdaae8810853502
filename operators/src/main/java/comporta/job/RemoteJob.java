package comporta.job;

import comporta.operator.LaunchIntent;

/**
 * One launch as a cluster gets to know it.
 *
 * @param name what the cluster knows it by; a pure function of the launch id
 */
public record RemoteJob(String name, LaunchIntent intent, JobSpec spec) {}
