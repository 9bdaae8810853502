package comporta.run;

import comporta.dag.PlainData;
import java.util.List;
import java.util.Map;

/**
 * What a task or a group was expanded over: asked for once, when its rule held, and kept.
 *
 * @param of id of the task or the group
 * @param lists the items by name, as they were then
 * @param labels one for each index; empty where the index itself is the name
 * @param basis how often each task that the lists were read from had been tried by then
 */
public record Expansion(String of, Map<String, List<Object>> lists, List<String> labels, Map<String, Long> basis) {
    public Expansion {
        lists = PlainData.ordered(lists);
        labels = List.copyOf(labels);
        basis = PlainData.ordered(basis);
    }

    /** How many indices there are. */
    public int size() {
        return labels.size();
    }

    /** What stands between the brackets of {@code score[churn]}: the label, else the index. */
    public String name(int index) {
        return labels.get(index).isEmpty() ? Integer.toString(index) : labels.get(index);
    }
}
