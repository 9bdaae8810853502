package comporta.forecast;

/** The smallest of some longs; allocates nothing after it was made. */
final class LongHeap {
    private final long[] heap;
    private int size;

    LongHeap(int capacity) {
        heap = new long[capacity];
    }

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    long first() {
        return heap[0];
    }

    void push(long key) {
        int place = size++;
        while (place > 0) {
            int above = (place - 1) >>> 1;
            if (heap[above] <= key) {
                break;
            }
            heap[place] = heap[above];
            place = above;
        }
        heap[place] = key;
    }

    void pop() {
        sink(0, heap[--size]);
    }

    private void sink(int from, long key) {
        int place = from;
        while (true) {
            int below = 2 * place + 1;
            if (below >= size) {
                break;
            }
            if (below + 1 < size && heap[below + 1] < heap[below]) {
                below++;
            }
            if (key <= heap[below]) {
                break;
            }
            heap[place] = heap[below];
            place = below;
        }
        heap[place] = key;
    }

    /** Takes out the one whose bits under {@code mask} are {@code id}. */
    void remove(int id, int mask) {
        for (int i = 0; i < size; i++) {
            if ((int) (heap[i] & mask) == id) {
                System.arraycopy(heap, i + 1, heap, i, size - i - 1);
                size--;
                for (int place = size / 2 - 1; place >= 0; place--) {
                    sink(place, heap[place]);
                }
                return;
            }
        }
    }
}
