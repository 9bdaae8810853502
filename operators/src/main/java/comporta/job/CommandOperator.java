package comporta.job;

import comporta.operator.LaunchSpec;
import java.util.LinkedHashMap;
import java.util.Optional;

/** {@code command}: the job of the task, launched once a try. */
public final class CommandOperator extends JobOperator {

    public CommandOperator(JobBackends backends) {
        super(backends);
    }

    @Override
    public String name() {
        return "command";
    }

    /** Its streams lie in a folder of their own, below that of the try: outputs are read from them. */
    @Override
    public Optional<LaunchSpec> copy(LaunchSpec spec) {
        var data = new LinkedHashMap<>(spec.data());
        data.computeIfPresent("log_folder", (_, folder) -> folder + "/copy");
        return Optional.of(new LaunchSpec(data));
    }
}
