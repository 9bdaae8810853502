package comporta.decide;

import comporta.dag.Expand;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How several lists make one list of items: all pairs, the first name slowest, or side by side. */
final class Items {
    private Items() {}

    /** How many items there are; only asked of lists that fit together. */
    static long count(Expand expand, Map<String, List<Object>> lists) {
        return switch (expand.combine()) {
            case PRODUCT -> lists.values().stream().mapToLong(List::size).reduce(1, (a, b) -> Math.min(a * b, Integer.MAX_VALUE));
            case ZIP -> lists.values().stream().mapToLong(List::size).max().orElse(0);
        };
    }

    /** Whether lists that go side by side are equally long. */
    static boolean fit(Expand expand, Collection<List<Object>> lists) {
        return expand.combine() == Expand.Combine.PRODUCT || lists.stream().map(List::size).distinct().count() <= 1;
    }

    /** The item of an index, by name. */
    static Map<String, Object> at(Expand expand, Map<String, List<Object>> lists, int index) {
        var item = new LinkedHashMap<String, Object>();
        var rest = index;
        for (var name : lists.keySet().stream().toList().reversed()) {
            var list = lists.getOrDefault(name, List.of());
            switch (expand.combine()) {
                case ZIP -> item.putFirst(name, list.get(index));
                case PRODUCT -> {
                    item.putFirst(name, list.get(rest % list.size()));
                    rest /= list.size();
                }
            }
        }
        return item;
    }
}
