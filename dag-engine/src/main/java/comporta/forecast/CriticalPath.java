package comporta.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Earliest and latest times when every task takes a given time and nothing waits for slots. NaN stands for "nothing is due downstream".
 *
 * @param slack by how much a task may start later before something is late; negative: it is already
 * @param path the longest chain, first to last
 */
@SuppressWarnings("ArrayRecordComponent")   // read by index, never compared
public record CriticalPath(
        double end, double[] earliestStart, double[] earliestEnd, double[] latestStart, double[] latestEnd, double[] slack,
        List<Integer> path) {

    /**
     * Reckons forward, then back.
     *
     * @param durations per task; of one that has begun what is left, of one at rest 0
     * @param from the earliest start of each: when it began, or now
     * @param due per task; NaN: none
     * @param runDue of all tasks; NaN: none
     */
    public static CriticalPath of(Network net, double[] durations, double[] from, double[] due, double runDue) {
        int n = net.size;
        var start = from.clone();
        var end = new double[n];
        var before = new int[n];
        Arrays.fill(before, -1);
        int last = -1;
        for (int task : net.order) {
            for (int parent : net.above[task]) {
                start[task] = Math.max(start[task], end[parent]);
                if (before[task] < 0 || end[parent] > end[before[task]] || (end[parent] == end[before[task]] && parent < before[task])) {
                    before[task] = parent;
                }
            }
            end[task] = start[task] + durations[task];
            if (last < 0 || end[task] > end[last]) {
                last = task;
            }
        }
        var latestEnd = new double[n];
        var latestStart = new double[n];
        var slack = new double[n];
        for (int at = n - 1; at >= 0; at--) {
            int task = net.order[at];
            double latest = earlier(due[task], runDue);
            for (int child : net.below[task]) {
                latest = earlier(latest, latestStart[child]);
            }
            latestEnd[task] = latest;
            latestStart[task] = latest - durations[task];
            slack[task] = latestStart[task] - start[task];
        }
        var path = new ArrayList<Integer>();
        for (int task = last; task >= 0; task = before[task]) {
            path.add(task);
        }
        Collections.reverse(path);
        return new CriticalPath(last < 0 ? 0 : end[last], start, end, latestStart, latestEnd, slack, path);
    }

    private static double earlier(double one, double other) {
        if (Double.isNaN(one) || Double.isNaN(other)) {
            return Double.isNaN(one) ? other : one;
        }
        return Math.min(one, other);
    }
}
