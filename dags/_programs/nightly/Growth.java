package nightly;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Dataset: how each series grew from one generation to the next. */
final class Growth {
    static final String FILE = "growth.csv";

    private Growth() {}

    private record Key(String series, int generation) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::series).thenComparingInt(Key::generation);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private record Generation(int families, int types, double ghzSum, int maxCpus, double maxMemoryGib) {
        double ghz() {
            return ghzSum / types;
        }

        Generation and(Generation other) {
            return new Generation(families + other.families, types + other.types, ghzSum + other.ghzSum,
                    Math.max(maxCpus, other.maxCpus), Math.max(maxMemoryGib, other.maxMemoryGib));
        }
    }

    /** Ratios are to the generation before in the same series; the first of a series has none. */
    static void compute(Path out) throws IOException {
        var growth = new Dataset("series", "generation", "families", "types", "mean_ghz", "max_vcpu", "max_memory_gib",
                "before", "ghz_ratio", "vcpu_ratio", "memory_ratio");
        Map<String, Integer> newest = new HashMap<>();
        var generations = generations(Dataset.read(out.resolve(Families.FILE)));
        generations.forEach((key, now) -> {
            var before = newest.put(key.series(), key.generation());
            if (before == null) {
                growth.add(key.series(), key.generation(), now.families(), now.types(), now.ghz(), now.maxCpus(),
                        now.maxMemoryGib(), "", "", "", "");
            } else {
                var last = generations.get(new Key(key.series(), before));
                growth.add(key.series(), key.generation(), now.families(), now.types(), now.ghz(), now.maxCpus(),
                        now.maxMemoryGib(), before, now.ghz() / last.ghz(), (double) now.maxCpus() / last.maxCpus(),
                        now.maxMemoryGib() / last.maxMemoryGib());
            }
        });
        growth.write(out.resolve(FILE));
        System.out.println(newest.size() + " series, " + growth.size() + " generations");
        new Figures().with("series", newest.size()).with("generations", growth.size()).handOn();
    }

    private static SortedMap<Key, Generation> generations(Dataset families) {
        var generations = new TreeMap<Key, Generation>();
        for (int row = 0; row < families.size(); row++) {
            int types = (int) families.number(row, "types");
            generations.merge(
                    new Key(families.text(row, "series"), (int) families.number(row, "generation")),
                    new Generation(1, types, types * families.number(row, "mean_ghz"),
                            (int) families.number(row, "max_vcpu"), families.number(row, "max_memory_gib")),
                    Generation::and);
        }
        return generations;
    }
}
