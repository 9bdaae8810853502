package comporta.model;

import comporta.job.JobBackends;
import comporta.job.JobOperator;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchSpec;
import comporta.operator.News;
import comporta.operator.Next;
import comporta.operator.Refused;
import comporta.operator.Try;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code model}: the job is launched once per iteration, as long as each ends well. What a later one hands on wins. */
public final class ModelOperator extends JobOperator {

    public ModelOperator(JobBackends backends) {
        super(backends);
    }

    @Override
    public String name() {
        return "model";
    }

    @Override
    public int expectedLaunches(Try attempt) {
        return iterations(attempt);
    }

    @Override
    public List<LaunchSpec> prepare(Try attempt) {
        iterations(attempt);
        return List.of(iteration(attempt, 1));
    }

    @Override
    public Next after(Try attempt, List<News.Ended> ended) {
        var last = ended.getLast().exit();
        if (!last.isSuccess()) {
            return new Next.Finish(last);
        }
        // Launches that never started were repeated under another number, and are no iterations.
        var done = ended.stream().map(News.Ended::exit).filter(Exit::isSuccess).toList();
        if (done.size() < iterations(attempt)) {
            return new Next.Launch(List.of(iteration(attempt, done.size() + 1)));
        }
        var outputs = new LinkedHashMap<String, Object>();
        done.forEach(exit -> outputs.putAll(exit.outputs()));
        return new Next.Finish(new Exit(null, last.code(), last.reason(), outputs));
    }

    private LaunchSpec iteration(Try attempt, int number) {
        return launch(attempt, Map.of("COMPORTA_ITERATION", Integer.toString(number)));
    }

    private static int iterations(Try attempt) {
        var written = String.valueOf(attempt.settings().getOrDefault("iterations", 1)).strip();
        try {
            int iterations = Integer.parseInt(written);
            if (iterations >= 1) {
                return iterations;
            }
        } catch (NumberFormatException e) {
            throw new Refused(Cause.USER, "\"iterations\" is \"" + written + "\". Write a whole number from 1");
        }
        throw new Refused(Cause.USER, "\"iterations\" is " + written + ". Write a whole number from 1");
    }
}
