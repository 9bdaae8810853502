package comporta.forecast;

/** Who ends next: the earliest time, then the smaller number; allocates nothing after it was made. */
final class EndHeap {
    private final double[] times;
    private final int[] tasks;
    private int size;

    EndHeap(int capacity) {
        times = new double[capacity];
        tasks = new int[capacity];
    }

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    double time() {
        return times[0];
    }

    void push(double time, int task) {
        int place = size++;
        while (place > 0) {
            int above = (place - 1) >>> 1;
            if (times[above] < time || (times[above] == time && tasks[above] < task)) {
                break;
            }
            times[place] = times[above];
            tasks[place] = tasks[above];
            place = above;
        }
        times[place] = time;
        tasks[place] = task;
    }

    int pop() {
        int first = tasks[0];
        double time = times[--size];
        int task = tasks[size];
        int place = 0;
        while (true) {
            int below = 2 * place + 1;
            if (below >= size) {
                break;
            }
            if (below + 1 < size && before(below + 1, below)) {
                below++;
            }
            if (time < times[below] || (time == times[below] && task < tasks[below])) {
                break;
            }
            times[place] = times[below];
            tasks[place] = tasks[below];
            place = below;
        }
        if (size > 0) {
            times[place] = time;
            tasks[place] = task;
        }
        return first;
    }

    private boolean before(int one, int other) {
        return times[one] < times[other] || (times[one] == times[other] && tasks[one] < tasks[other]);
    }
}
