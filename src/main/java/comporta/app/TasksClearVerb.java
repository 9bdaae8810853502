package comporta.app;

import java.util.List;

/** {@code comporta tasks clear}. */
final class TasksClearVerb extends ClearAction {
    static final String HELP = help("tasks clear RUN TASK...", "", "tasks clear nightly/latest itaipu --downstream");

    @Override
    String run(List<String> words, List<String> tasks) {
        return RunWords.runAndTasks(words, "tasks clear", tasks);
    }
}
