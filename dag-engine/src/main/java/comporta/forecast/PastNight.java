package comporta.forecast;

import java.util.Arrays;

/**
 * What one night teaches about the tasks of a DAG, by task number.
 *
 * @param day class of the day: a weekday, or one of a calendar; 0 or more
 * @param seconds duration of the successful try; NaN: none. Cancelled, skipped and timed-out tries are not durations
 * @param ended seconds from the start of the run; NaN where {@code seconds} is
 * @param failures how many tries failed
 * @param failed how long failed tries took together, in seconds
 */
@SuppressWarnings("ArrayRecordComponent")   // read in inner loops, never compared
public record PastNight(int day, double[] seconds, double[] ended, int[] failures, double[] failed) {
    private static final double LEAST = 0.5;

    /** ln of each duration, of half a second at least; NaN where there is none. */
    double[] logs() {
        var logs = new double[seconds.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = Double.isNaN(seconds[i]) ? Double.NaN : Math.log(Math.max(LEAST, seconds[i]));
        }
        return logs;
    }

    /** Which tasks ended in the later half of those that did. */
    boolean[] later() {
        var known = Arrays.stream(ended).filter(each -> !Double.isNaN(each)).sorted().toArray();
        double middle = known.length == 0 ? Double.NaN : known[known.length / 2];
        var later = new boolean[ended.length];
        for (int i = 0; i < later.length; i++) {
            later[i] = ended[i] >= middle;
        }
        return later;
    }
}
