package comporta.decide;

import java.util.Arrays;
import java.util.Objects;

/**
 * Ready tasks of one run that ask for the same slots, best first: higher priority weight, then less slack (longer way to the end), then
 * longer ready, then the order of the file. A binary heap of node numbers that allocates only to grow.
 */
final class ReadyHeap {
    private final Plan plan;
    private final PerNode<Long> readySince;
    private int[] heap = new int[16];
    private int size;

    /** @param readySince shared by all heaps of a run: a number that grows with each task that becomes ready */
    ReadyHeap(Plan plan, PerNode<Long> readySince) {
        this.plan = plan;
        this.readySince = readySince;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int first() {
        return heap[0];
    }

    void add(int task) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        int place = size++;
        while (place > 0) {
            int above = (place - 1) >>> 1;
            if (!before(task, heap[above])) {
                break;
            }
            heap[place] = heap[above];
            place = above;
        }
        heap[place] = task;
    }

    void removeFirst() {
        int last = heap[--size];
        int place = 0;
        while (true) {
            int below = 2 * place + 1;
            if (below >= size) {
                break;
            }
            if (below + 1 < size && before(heap[below + 1], heap[below])) {
                below++;
            }
            if (!before(heap[below], last)) {
                break;
            }
            heap[place] = heap[below];
            place = below;
        }
        if (size > 0) {
            heap[place] = last;
        }
    }

    /** Takes out one that need not be the first. */
    void remove(int task) {
        if (heap[0] == task) {
            removeFirst();
            return;
        }
        int[] before = Arrays.copyOf(heap, size);
        size = 0;
        boolean isOut = false;
        for (int each : before) {
            if (each == task && !isOut) {
                isOut = true;
            } else {
                add(each);
            }
        }
    }

    private boolean before(int one, int other) {
        if (plan.weight(one) != plan.weight(other)) {
            return plan.weight(one) > plan.weight(other);
        }
        if (plan.tailMillis(one) != plan.tailMillis(other)) {
            return plan.tailMillis(one) > plan.tailMillis(other);
        }
        long since = since(one);
        long sinceOther = since(other);
        return since == sinceOther ? one < other : since < sinceOther;
    }

    private long since(int node) {
        return Objects.requireNonNullElse(readySince.get(node), 0L);
    }
}
