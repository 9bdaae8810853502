package comporta.aurora;

import comporta.aurora.ThriftValue.Struct;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A call of the scheduler's service. The numbers of the arguments have gaps, which are history.
 *
 * @param changes whether it does something, so that a lost answer leaves it open whether it was done
 */
record AuroraCall(String method, Struct arguments, boolean changes) {

    static AuroraCall createJob(AuroraJob job) {
        return new AuroraCall("createJob", Struct.with().struct(1, job.configuration()).build(), true);
    }

    /** The scheduler's opinion of a job, without starting it. */
    static AuroraCall populateJobConfig(AuroraJob job) {
        return new AuroraCall("populateJobConfig", Struct.with().struct(1, job.configuration()).build(), false);
    }

    /** Kills all instances. With none that is active it is a success. */
    static AuroraCall killTasks(JobKey job, String message) {
        return new AuroraCall("killTasks", Struct.with().struct(4, job.thrift()).text(6, message).build(), true);
    }

    static AuroraCall restartShards(JobKey job, Set<Integer> instances) {
        return new AuroraCall("restartShards", Struct.with().numbers(3, instances).struct(5, job.thrift()).build(), true);
    }

    /** All tasks of jobs, those that have ended too as far as they are remembered. */
    static AuroraCall getTasksWithoutConfigs(Collection<JobKey> jobs) {
        return new AuroraCall("getTasksWithoutConfigs", query(Struct.with().structs(11, thrift(jobs)).build()), false);
    }

    /** All tasks of a role in an environment. */
    static AuroraCall getTasksWithoutConfigs(String role, String environment) {
        return new AuroraCall("getTasksWithoutConfigs", query(Struct.with().text(9, environment).text(14, role).build()), false);
    }

    /** Tasks with their whole configuration. */
    static AuroraCall getTasksStatus(JobKey job) {
        return new AuroraCall("getTasksStatus", query(Struct.with().structs(11, thrift(List.of(job))).build()), false);
    }

    static AuroraCall getPendingReason(Collection<JobKey> jobs) {
        return new AuroraCall("getPendingReason", query(Struct.with().structs(11, thrift(jobs)).build()), false);
    }

    /** Jobs that are active, of one role. */
    static AuroraCall getJobs(String role) {
        return new AuroraCall("getJobs", Struct.with().text(1, role).build(), false);
    }

    static AuroraCall getQuota(String role) {
        return new AuroraCall("getQuota", Struct.with().text(1, role).build(), false);
    }

    /** The cheapest question. */
    static AuroraCall getTierConfigs() {
        return new AuroraCall("getTierConfigs", Struct.EMPTY, false);
    }

    private static Struct query(Struct query) {
        return Struct.with().struct(1, query).build();
    }

    private static List<Struct> thrift(Collection<JobKey> jobs) {
        return jobs.stream().map(JobKey::thrift).toList();
    }
}
