package comporta.api;

import comporta.run.RunState;
import comporta.store.Archive;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** States by their words. */
final class States {
    static final List<String> RUNS = Arrays.stream(RunState.values()).map(RunState::word).toList();
    static final List<String> TASKS = Archive.TASK_STATES;

    private States() {}

    static Set<RunState> runs(List<String> words) {
        return Arrays.stream(RunState.values()).filter(state -> words.contains(state.word())).collect(Collectors.toSet());
    }
}
