package comporta.decide;

/** A growing set of 64-bit hashes in one array: a million of them take 16 MB. */
final class Hashes {
    private long[] slots = new long[1 << 12];
    private int size;

    /** A hash of 64 bits of a text (FNV-1a over its characters, then mixed); never 0. */
    static long of(CharSequence text) {
        long hash = 0xCBF29CE484222325L;
        for (char each : text.toString().toCharArray()) {   // a copy costs less than asking for each
            hash = (hash ^ each) * 0x100000001B3L;
        }
        hash = (hash ^ (hash >>> 32)) * 0xD6E8FEB86659FD93L;
        hash ^= hash >>> 32;
        return hash == 0 ? 1 : hash;
    }

    /** Returns whether it is new. */
    boolean add(long hash) {
        if (2 * (size + 1) > slots.length) {
            var before = slots;
            slots = new long[2 * before.length];
            for (long each : before) {
                if (each != 0) {
                    slots[place(each)] = each;
                }
            }
        }
        int place = place(hash);
        if (slots[place] == hash) {
            return false;
        }
        slots[place] = hash;
        size++;
        return true;
    }

    int size() {
        return size;
    }

    private int place(long hash) {
        int place = (int) hash & (slots.length - 1);
        while (slots[place] != 0 && slots[place] != hash) {
            place = (place + 1) & (slots.length - 1);
        }
        return place;
    }
}
