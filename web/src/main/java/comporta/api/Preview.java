package comporta.api;

import java.util.List;

/**
 * What a changing request would do, and has not done.
 *
 * @param will what would be done
 * @param stops jobs that would be asked to end
 */
record Preview(List<Part> will, List<Text> reuses, List<Stop> stops, List<Text> warnings) {
    Preview {
        will = List.copyOf(will);
        reuses = List.copyOf(reuses);
        stops = List.copyOf(stops);
        warnings = List.copyOf(warnings);
    }

    /**
     * One kind of deed.
     *
     * @param tasks names of those that it is done to; at most a hundred
     */
    record Part(String text, int count, List<String> tasks) {
        Part {
            tasks = List.copyOf(tasks);
        }
    }

    /** A task whose job would be asked to end. */
    record Stop(String job) {}
}
