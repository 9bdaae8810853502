package comporta.job;

/** {@code command}: the job of the task, launched once a try. */
public final class CommandOperator extends JobOperator {

    public CommandOperator(JobBackends backends) {
        super(backends);
    }

    @Override
    public String name() {
        return "command";
    }
}
