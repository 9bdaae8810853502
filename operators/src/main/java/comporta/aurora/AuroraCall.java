package comporta.aurora;

import comporta.aurora.ThriftValue.Struct;
import java.util.Collection;
import java.util.List;

/**
 * A call of the scheduler's service. The numbers of the arguments have gaps, which are history.
 *
 * @param changes whether it does something, so that a lost answer leaves it open whether it was done
 */
record AuroraCall(String method, Struct arguments, boolean changes) {

    static AuroraCall createJob(AuroraJob job) {
        return new AuroraCall("createJob", Struct.with().struct(1, job.configuration()).build(), true);
    }

    /** Kills all instances. With none that is active it is a success. */
    static AuroraCall killTasks(JobKey job, String message) {
        return new AuroraCall("killTasks", Struct.with().struct(4, job.thrift()).text(6, message).build(), true);
    }

    /** All tasks of jobs, those that have ended too as far as they are remembered. */
    static AuroraCall getTasksWithoutConfigs(Collection<JobKey> jobs) {
        return new AuroraCall("getTasksWithoutConfigs", query(Struct.with().structs(11, thrift(jobs)).build()), false);
    }

    /** Those of them alone that stand so. */
    static AuroraCall getTasksWithoutConfigs(Collection<JobKey> jobs, Collection<ScheduleStatus> statuses) {
        var numbers = statuses.stream().map(ScheduleStatus::number).toList();
        return new AuroraCall("getTasksWithoutConfigs", query(Struct.with().numbers(5, numbers).structs(11, thrift(jobs)).build()), false);
    }

    static AuroraCall getPendingReason(Collection<JobKey> jobs) {
        return new AuroraCall("getPendingReason", query(Struct.with().structs(11, thrift(jobs)).build()), false);
    }

    /** What a role may use. */
    static AuroraCall getQuota(String role) {
        return new AuroraCall("getQuota", Struct.with().text(1, role).build(), false);
    }

    private static Struct query(Struct query) {
        return Struct.with().struct(1, query).build();
    }

    private static List<Struct> thrift(Collection<JobKey> jobs) {
        return jobs.stream().map(JobKey::thrift).toList();
    }
}
