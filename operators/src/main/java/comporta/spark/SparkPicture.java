package comporta.spark;

import comporta.operator.Progress;
import java.util.List;
import java.util.Map;

/**
 * How far a Spark application is, by its REST interface: the jobs that it has submitted so far. It submits them one after the other, so
 * that the share may fall when another one comes.
 *
 * @param done tasks of all known jobs
 * @param total tasks of all known jobs, without those that were skipped
 * @param executors beside the driver
 * @param starved a job wants to run, and there is not one core for it
 */
record SparkPicture(long done, long total, int jobs, int jobsOver, String doing, int executors, boolean starved) {

    /**
     * @param jobs what {@code …/jobs} answers, newest first
     * @param executors what {@code …/executors} answers
     */
    static SparkPicture of(List<Map<String, Object>> jobs, List<Map<String, Object>> executors) {
        long done = 0;
        long total = 0;
        long active = 0;
        int over = 0;
        var doing = "";
        for (var job : jobs) {
            done += number(job, "numCompletedTasks");
            total += number(job, "numTasks") - number(job, "numSkippedTasks");
            active += number(job, "numActiveTasks");
            if (!"RUNNING".equals(job.get("status"))) {
                over++;
            } else if (doing.isEmpty()) {
                doing = job.get("description") instanceof String described ? described : String.valueOf(job.getOrDefault("name", ""));
            }
        }
        long workers = executors.stream()
                .filter(executor -> !"driver".equals(executor.get("id")) && Boolean.TRUE.equals(executor.get("isActive")))
                .count();
        // a driver that computes by itself, on a laptop, counts its cores as an executor's
        long cores = executors.stream()
                .filter(executor -> Boolean.TRUE.equals(executor.get("isActive")))
                .mapToLong(executor -> number(executor, "totalCores"))
                .sum();
        boolean starved = over < jobs.size() && active == 0 && cores == 0;
        return new SparkPicture(done, total, jobs.size(), over, doing, (int) workers, starved);
    }

    Progress progress() {
        return new Progress(total == 0 ? 0 : Math.clamp((double) done / total, 0, 1), done, total, words());
    }

    private String words() {
        if (jobs == 0) {
            return "no Spark job yet";
        }
        var text = new StringBuilder().append(jobsOver).append(" of ").append(jobs).append(" Spark jobs so far, ");
        text.append(done).append(" of ").append(total).append(" tasks");
        if (executors > 0) {
            text.append(", ").append(executors).append(executors == 1 ? " executor" : " executors");
        }
        if (starved) {
            return text.append(": it waits for executors, since no agent gives it what it asks for").toString();
        }
        return doing.isEmpty() ? text.toString() : text.append(": ").append(doing).toString();
    }

    private static long number(Map<String, Object> of, String name) {
        return of.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
