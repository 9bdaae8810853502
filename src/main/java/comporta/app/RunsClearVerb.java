package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.List;

/** {@code comporta runs clear}. */
final class RunsClearVerb extends ClearAction {
    static final String HELP = help("runs clear RUN", """
              --task TASKS                these tasks: ids, groups, instances such as score[churn], separated by commas; default all
            """, "runs clear nightly/latest --task itaipu --downstream");

    @Parameter(names = "--task")
    private List<String> only = new ArrayList<>();

    @Override
    String run(List<String> words, List<String> tasks) {
        tasks.addAll(only);
        return only(words, "which run? Write e.g. comporta runs clear nightly/latest.");
    }
}
