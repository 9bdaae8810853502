package comporta.forecast;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Plays the rest of a run with the rules of {@link comporta.decide.Admission}: who is ready starts as soon as all its slots are free, best
 * first, and one that lacks slots of a limit keeps those behind it from that limit. Allocates nothing while it plays. For one thread.
 */
public final class Schedule {
    /** Nothing let it start but the beginning. */
    static final int BEGINNING = -1;
    private static final int NOBODY = -1;

    private final Network net;
    private final int limits;
    final double[] start;
    final double[] end;
    /** Who let it start: the parent that ended last, or ~task whose end freed its slots; {@link #BEGINNING}. */
    final int[] enabledBy;
    private final double[] readyAt;
    private final int[] chain;
    private final int[] open;
    private final int[] used;
    private final int[] freedBy;
    private final double[] freedAt;
    private final RankedLine[] ready;
    /** When a task became ready, as a number that grows from one to the next. */
    private final int[] turn;
    /** Of each task the limits that it asks slots of. */
    private final int[][] limitsOf;
    private final int[][] amountsOf;
    private final int[][] line;
    private final int[] lineFrom;
    private final int[] lineTo;
    private final boolean[] started;
    // of each class while one is chosen: the limit that it lacks, who goes first, whether that one waited for too
    // long, whether it may be looked at
    private final int[] lacks;
    private final int[] front;
    private final boolean[] isLate;
    private final boolean[] isLeft;
    private final EndHeap running;
    private int sequence;
    /** How many are ready. */
    private int waiting;
    /** The task that ended last. */
    private int last;
    private int latestDone = NOBODY;

    // where every play begins
    private final int[] openAtFirst;
    private final int[] usedAtFirst;
    private final double[] startAtFirst;
    private final double[] endAtFirst;
    private final double[] readyAtFirst;
    private final boolean[] startedAtFirst;
    private int[] readyFirst = {};
    private int[] runningFirst = {};
    private double now;

    /** Plays of a network. */
    public Schedule(Network net) {
        this.net = net;
        int n = net.size;
        limits = net.sizes.length;
        int classes = net.limits.length;
        start = new double[n];
        end = new double[n];
        enabledBy = new int[n];
        readyAt = new double[n];
        chain = new int[n];
        open = new int[n];
        used = new int[limits];
        freedBy = new int[limits];
        freedAt = new double[limits];
        ready = new RankedLine[classes];
        turn = new int[n];
        limitsOf = new int[n][];
        amountsOf = new int[n][];
        for (int task = 0; task < n; task++) {
            limitsOf[task] = net.limits[net.classOf[task]];
            amountsOf[task] = net.amounts[net.classOf[task]];
        }
        line = new int[classes][];
        lineFrom = new int[classes];
        lineTo = new int[classes];
        for (int i = 0; i < classes; i++) {
            int demand = i;
            int[] members = IntStream.range(0, n).filter(task -> net.classOf[task] == demand).toArray();
            ready[i] = new RankedLine(members, net.rank);
            line[i] = new int[members.length];
        }
        started = new boolean[n];
        lacks = new int[classes];
        front = new int[classes];
        isLate = new boolean[classes];
        isLeft = new boolean[classes];
        running = new EndHeap(n);
        openAtFirst = new int[n];
        usedAtFirst = new int[limits];
        startAtFirst = new double[n];
        endAtFirst = new double[n];
        readyAtFirst = new double[n];
        startedAtFirst = new boolean[n];
        from(new Moment(n, 0));
    }

    /** Every play begins here from now on. */
    public void from(Moment moment) {
        now = moment.now;
        latestDone = NOBODY;
        Arrays.fill(usedAtFirst, 0);
        runningFirst = new int[net.size];
        var readyOnes = new Integer[net.size];
        int runningCount = 0;
        int readyCount = 0;
        for (int task = 0; task < net.size; task++) {
            int waits = 0;
            double latest = 0;
            for (int parent : net.above[task]) {
                waits += moment.phase[parent] == Moment.Phase.DONE ? 0 : 1;
                latest = Math.max(latest, moment.phase[parent] == Moment.Phase.DONE ? moment.since[parent] : 0);
            }
            openAtFirst[task] = waits;
            startedAtFirst[task] = moment.phase[task] == Moment.Phase.DONE || isUnderWay(moment.phase[task]);
            startAtFirst[task] = Double.NaN;
            endAtFirst[task] = Double.NaN;
            switch (moment.phase[task]) {
                case DONE -> {
                    endAtFirst[task] = moment.since[task];
                    latestDone = latestDone == NOBODY || endAtFirst[task] > endAtFirst[latestDone] ? task : latestDone;
                }
                case RUNNING, RETRYING -> {
                    startAtFirst[task] = Math.min(now, moment.since[task]);
                    runningFirst[runningCount++] = task;
                    count(usedAtFirst, task, 1);
                }
                case READY, WAITING -> {
                    if (waits == 0) {
                        readyAtFirst[task] = moment.phase[task] == Moment.Phase.READY ? moment.since[task] : Math.min(latest, now);
                        readyOnes[readyCount++] = task;
                    }
                }
            }
        }
        runningFirst = Arrays.copyOf(runningFirst, runningCount);
        Arrays.sort(readyOnes, 0, readyCount, (one, other) -> {
            int byTime = Double.compare(readyAtFirst[one], readyAtFirst[other]);
            return byTime == 0 ? Integer.compare(one, other) : byTime;
        });
        readyFirst = new int[readyCount];
        for (int i = 0; i < readyCount; i++) {
            readyFirst[i] = readyOnes[i];
        }
    }

    private static boolean isUnderWay(Moment.Phase phase) {
        return phase == Moment.Phase.RUNNING || phase == Moment.Phase.RETRYING;
    }

    /** How long a task takes that starts at {@code start}, in seconds; of one that is under way: when it ends. */
    @FunctionalInterface
    public interface Lasts {
        double of(int task, double start);
    }

    /** Plays to the end, which it returns; {@link #start}, {@link #end} and {@link #enabledBy} tell the story. */
    public double play(Lasts lasts) {
        begin(lasts);
        admit(now, lasts);
        while (!running.isEmpty()) {
            double at = running.time();
            last = NOBODY;
            do {
                int task = running.pop();
                last = last == NOBODY ? task : last;
                finish(task, at);
            } while (!running.isEmpty() && running.time() == at);
            if (waiting > 0) {
                admit(at, lasts);
            }
        }
        return last == NOBODY ? now : end[last];
    }

    private void begin(Lasts lasts) {
        System.arraycopy(openAtFirst, 0, open, 0, open.length);
        System.arraycopy(usedAtFirst, 0, used, 0, limits);
        System.arraycopy(startAtFirst, 0, start, 0, start.length);
        System.arraycopy(endAtFirst, 0, end, 0, end.length);
        System.arraycopy(startedAtFirst, 0, started, 0, started.length);
        Arrays.fill(enabledBy, BEGINNING);
        Arrays.fill(freedAt, Double.NaN);
        running.clear();
        sequence = 0;
        waiting = 0;
        last = latestDone;
        for (int i = 0; i < ready.length; i++) {
            ready[i].clear();
            lineFrom[i] = 0;
            lineTo[i] = 0;
        }
        for (int task : runningFirst) {
            running.push(Math.max(now, lasts.of(task, start[task])), task);
        }
        for (int task : readyFirst) {
            ready(task, readyAtFirst[task]);
        }
    }

    private void ready(int task, double at) {
        int demand = net.classOf[task];
        readyAt[task] = at;
        waiting++;
        turn[task] = sequence++;
        ready[demand].add(task);
        line[demand][lineTo[demand]++] = task;
    }

    private void finish(int task, double at) {
        end[task] = at;
        count(used, task, -1);
        for (int limit : limitsOf[task]) {
            if (freedAt[limit] != at) {
                freedAt[limit] = at;
                freedBy[limit] = task;
            }
        }
        for (int child : net.below[task]) {
            // of parents that end together the one of the smaller number, which is the first to get here
            if (enabledBy[child] < 0 || end[enabledBy[child]] < at) {
                enabledBy[child] = task;
            }
            if (--open[child] == 0 && !started[child]) {
                ready(child, at);
            }
        }
    }

    private void count(int[] counts, int task, int sign) {
        int[] of = limitsOf[task];
        int[] amounts = amountsOf[task];
        for (int i = 0; i < of.length; i++) {
            counts[of[i]] += sign * amounts[i];
        }
    }

    private void admit(double at, Lasts lasts) {
        for (int task = next(at); task >= 0; task = waiting > 0 ? next(at) : NOBODY) {
            started[task] = true;
            waiting--;
            start[task] = at;
            count(used, task, 1);
            if (at > readyAt[task]) {
                for (int limit : limitsOf[task]) {
                    if (freedAt[limit] == at) {
                        enabledBy[task] = ~freedBy[limit] - 1;   // below BEGINNING
                        break;
                    }
                }
            }
            running.push(at + lasts.of(task, at), task);
        }
    }

    /** The task whose end freed the slots of a task that waited for them, from {@link #enabledBy}. */
    static int freer(int enabledBy) {
        return ~(enabledBy + 1);
    }

    private int next(double at) {
        int candidates = 0;
        int one = NOBODY;
        boolean isRoom = false;
        for (int demand = 0; demand < ready.length; demand++) {
            if (!ready[demand].isEmpty()) {
                candidates++;
                one = demand;
                lacks[demand] = lacking(demand);
                isRoom |= lacks[demand] < 0;
            }
        }
        if (!isRoom) {
            return NOBODY;   // whoever goes first: none has its slots
        }
        return candidates == 1 ? take(one, foremost(one, at)) : first(at);
    }

    /** The one of a class that goes before the others of it. */
    private int foremost(int demand, double at) {
        int overdue = overdue(demand, at);
        return overdue >= 0 ? overdue : ready[demand].first();
    }

    /** Where several classes ask: one that lacks slots of a limit keeps those behind it from that limit. */
    private int first(double at) {
        for (int demand = 0; demand < ready.length; demand++) {
            isLeft[demand] = !ready[demand].isEmpty();
            if (isLeft[demand]) {
                int overdue = overdue(demand, at);
                isLate[demand] = overdue >= 0;
                front[demand] = overdue >= 0 ? overdue : ready[demand].first();
            }
        }
        int setAside = NOBODY;
        int chosen = best();
        while (chosen >= 0) {
            int lacking = setAside < 0 ? lacks[chosen] : lacking(chosen);
            if (lacking < 0) {
                break;
            }
            if (setAside < 0 && isLate[chosen] && !isShut(chosen)) {
                setAside = front[chosen];
                count(used, setAside, 1);
            }
            reserve(lacking);
            chosen = best();
        }
        if (setAside >= 0) {
            count(used, setAside, -1);
        }
        return chosen < 0 ? NOBODY : take(chosen, front[chosen]);
    }

    private int take(int demand, int task) {
        ready[demand].remove(task);
        return task;
    }

    /** The class whose best goes before those of all others that may be looked at; -1: none. */
    private int best() {
        int best = NOBODY;
        for (int demand = 0; demand < isLeft.length; demand++) {
            if (isLeft[demand] && (best < 0 || goesBefore(demand, best))) {
                best = demand;
            }
        }
        return best;
    }

    private boolean goesBefore(int one, int other) {
        int task = front[one];
        int rival = front[other];
        if (isLate[one] != isLate[other]) {
            return isLate[one];
        }
        if (isLate[one]) {
            return readyAt[task] < readyAt[rival];
        }
        return net.rank[task] != net.rank[rival] ? net.rank[task] < net.rank[rival] : turn[task] < turn[rival];
    }

    /** Nobody who asks for that limit is looked at any more. */
    private void reserve(int limit) {
        for (int demand = 0; demand < isLeft.length; demand++) {
            for (int asked : net.limits[demand]) {
                isLeft[demand] &= asked != limit;
            }
        }
    }

    /** The one of a class that has been ready for longest, if that is too long; else -1. */
    private int overdue(int demand, double at) {
        if (net.patience == Double.POSITIVE_INFINITY) {
            return -1;
        }
        int[] all = line[demand];
        while (lineFrom[demand] < lineTo[demand] && started[all[lineFrom[demand]]]) {
            lineFrom[demand]++;
        }
        return lineFrom[demand] < lineTo[demand] && at - readyAt[all[lineFrom[demand]]] >= net.patience ? all[lineFrom[demand]] : -1;
    }

    private boolean isShut(int demand) {
        for (int limit : net.limits[demand]) {
            if (net.sizes[limit] <= 0) {
                return true;
            }
        }
        return false;
    }

    private int lacking(int demand) {
        int[] of = net.limits[demand];
        for (int i = 0; i < of.length; i++) {
            int limit = of[i];
            if (net.sizes[limit] <= 0 || (used[limit] > 0 && used[limit] + net.amounts[demand][i] > net.sizes[limit])) {
                return limit;
            }
        }
        return -1;
    }

    /**
     * The chain that decided the last play, last task first: from the last end back to whatever let each start, a
     * parent or a slot that was freed.
     */
    public int[] chain() {
        int task = last;
        int length = 0;
        while (task >= 0) {
            chain[length++] = task;
            int by = enabledBy[task];
            task = by == BEGINNING ? -1 : by >= 0 ? by : freer(by);
        }
        return Arrays.copyOf(chain, length);
    }

    /** When a task ended in the last play; NaN: it never got its slots. */
    public double endOf(int task) {
        return end[task];
    }

    /** When a task started in the last play. */
    public double startOf(int task) {
        return start[task];
    }
}
