package comporta.elasticity;

import comporta.dag.PlainData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job that was registered with the supervisor, and where it stands. Times are seconds since 1970.
 *
 * @param framework {@code chronos} or {@code marathon}
 * @param name that the framework knows it by
 * @param deviation 0..1, of the window
 * @param token that its reports must carry; null: any report is believed
 * @param done iterations that ended well
 * @param heard keys of the reports that were taken, so that doubled ones are recognised
 * @param cpus of the iteration that runs, or is to be started
 * @param ended how many runs the framework counted when the last one was started
 * @param failures in a row
 * @param got CPU-seconds that a Marathon app had before its last restart
 * @param why the last decision in words
 */
record SupervisedJob(
        String uuid, String framework, String name, Promise promise, double deviation, @Nullable String token,
        List<Iteration> done, List<String> heard,
        double cpus, Phase phase, double since, long ended, int failures, double got, String why) {

    /** What is next. */
    enum Phase {
        /** An iteration is to be started, once the one before is over. */
        STARTING,
        /** A start was sent; it is to be seen that something runs. */
        CHECKING,
        RUNNING,
        /** The last iteration has ended; the job is to be removed. */
        DELETING,
        ENDED
    }

    SupervisedJob {
        done = List.copyOf(done);
        heard = List.copyOf(heard);
    }

    int remaining() {
        return Math.max(0, promise.iterations() - done.size());
    }

    SupervisedJob in(Phase next, double now) {
        return new SupervisedJob(
                uuid, framework, name, promise, deviation, token, done, heard, cpus, next, now, ended, failures, got, why);
    }

    SupervisedJob started(long endedSoFar, double now) {
        return new SupervisedJob(
                uuid, framework, name, promise, deviation, token, done, heard, cpus, Phase.CHECKING, now, endedSoFar, failures, got, why);
    }

    SupervisedJob with(double share, String reason, double cpuSeconds) {
        return new SupervisedJob(
                uuid, framework, name, promise, deviation, token, done, heard, share, phase, since, ended, failures, cpuSeconds, reason);
    }

    /** One that ran with that share from the beginning. */
    SupervisedJob from(double share) {
        var begins = new Promise(
                promise.start(), promise.deadline(), promise.iterations(), promise.declared(), share, promise.min(), promise.max());
        return new SupervisedJob(
                uuid, framework, name, begins, deviation, token, done, heard, share, phase, since, ended, failures, got, why);
    }

    /** Its app said that it has begun: its window is counted from there. */
    SupervisedJob begun(double at) {
        var begins = new Promise(
                at, at + promise.window(), promise.iterations(), promise.declared(), promise.cpus(), promise.min(), promise.max());
        return new SupervisedJob(uuid, framework, name, begins, deviation, token, done, heard, cpus, Phase.RUNNING, at, ended, 0, 0, why);
    }

    /** After a report; a failed iteration is none. */
    SupervisedJob heard(String key, @Nullable Iteration iteration, double now) {
        var keys = new ArrayList<>(heard);
        keys.add(key);
        var iterations = new ArrayList<>(done);
        if (iteration != null) {
            iterations.add(iteration);
        }
        return new SupervisedJob(
                uuid, framework, name, promise, deviation, token, iterations, keys, cpus, phase, now, ended,
                iteration == null ? failures + 1 : 0, got, why);
    }

    Map<String, Object> data() {
        var data = new LinkedHashMap<String, Object>();
        data.put("uuid", uuid);
        data.put("framework", framework);
        data.put("name", name);
        data.put("start", promise.start());
        data.put("deadline", promise.deadline());
        data.put("iterations", promise.iterations());
        data.put("declared", promise.declared());
        data.put("first_cpus", promise.cpus());
        data.put("min", promise.min());
        data.put("max", promise.max());
        data.put("deviation", deviation);
        if (token != null) {
            data.put("token", token);
        }
        data.put("done", done.stream().map(each -> List.of(each.started(), each.ended(), each.cpus())).toList());
        data.put("heard", heard);
        data.put("cpus", cpus);
        data.put("phase", phase.name());
        data.put("since", since);
        data.put("ended", ended);
        data.put("failures", failures);
        data.put("got", got);
        data.put("why", why);
        return PlainData.plain(data);
    }

    static SupervisedJob of(Map<String, Object> data) {
        var done = new ArrayList<Iteration>();
        for (var each : (List<?>) data.getOrDefault("done", List.of())) {
            var times = (List<?>) each;
            done.add(new Iteration(number(times.get(0)), number(times.get(1)), number(times.get(2))));
        }
        return new SupervisedJob(
                text(data, "uuid"), text(data, "framework"), text(data, "name"),
                new Promise(
                        number(data.get("start")), number(data.get("deadline")), (int) number(data.get("iterations")),
                        number(data.get("declared")),
                        number(data.get("first_cpus")), number(data.get("min")), number(data.get("max"))),
                number(data.get("deviation")), data.get("token") instanceof String secret ? secret : null, done,
                ((List<?>) data.getOrDefault("heard", List.of())).stream().map(String::valueOf).toList(), number(data.get("cpus")),
                Phase.valueOf(text(data, "phase")), number(data.get("since")), (long) number(data.get("ended")),
                (int) number(data.get("failures")),
                number(data.get("got")), text(data, "why"));
    }

    private static String text(Map<String, Object> data, String key) {
        return String.valueOf(data.get(key));
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }
}
