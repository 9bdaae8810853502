package comporta.app;

import comporta.loop.RunForecast;
import comporta.loop.RunPicture;
import comporta.loop.TaskPicture;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which tries are worth a second start now: each is told once, and whether its author allows that, the engine knows. For one thread. */
final class SecondStarts {
    private static final int MOST = 10_000;

    private final Map<Of, Boolean> told = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Of, Boolean> eldest) {
            return size() > MOST;
        }
    };

    /** A try of an instance. */
    private record Of(long run, int task, int mapIndex, int number) {}

    /** Those that have not been told before. */
    List<RunForecast.Straggler> of(RunPicture picture, RunForecast forecast) {
        var fresh = new ArrayList<RunForecast.Straggler>();
        for (var each : forecast.stragglers()) {
            var instance = instance(picture, each);
            // one that is out of sight just now is asked for again once it is in sight
            if (each.isWorthACopy() && instance.state() instanceof TaskState.Running
                    && told.put(new Of(picture.run().id(), each.task(), each.mapIndex(), instance.tries()), true) == null) {
                fresh.add(each);
            }
        }
        return fresh;
    }

    private static TaskInstance instance(RunPicture picture, RunForecast.Straggler of) {
        var task = picture.tasks().get(of.task());
        return task.instances().stream()
                .map(TaskPicture::instance)
                .filter(each -> each.mapIndex() == of.mapIndex())
                .findFirst()
                .orElse(task.instance());
    }
}
