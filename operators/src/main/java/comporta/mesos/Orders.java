package comporta.mesos;

/** What the master is told of single tasks, in the name of the framework. Only of the framework's thread. */
final class Orders {
    private final Line line;
    private String framework = "";
    private String master = "";

    Orders(Line line) {
        this.line = line;
    }

    /** From now on they are this framework's, and go to that master. */
    void subscribed(String id, String masterUrl) {
        framework = id;
        master = masterUrl;
    }

    String framework() {
        return framework;
    }

    /** Where people find the task on the master's pages. */
    String page(MesosTask task) {
        return master + "/#/agents/" + task.agent + "/frameworks/" + framework + "/executors/" + task.id;
    }

    /** Has it ended, if a master may know it as alive. */
    void kill(MesosTask task) {
        if (task.isOut()) {
            kill(task.id, task.force);
        }
    }

    void kill(String task, boolean force) {
        line.send(Calls.kill(framework, task, force));
    }

    /** What is acknowledged is not told again; answers to questions need none. */
    void acknowledge(TaskStatus status) {
        status.uuid().ifPresent(uuid -> acknowledge(status.task(), status.agent(), uuid));
    }

    /** The end that a task keeps the receipt of. */
    void acknowledgeEnd(MesosTask task) {
        var receipt = task.receipt;
        if (receipt != null) {
            acknowledge(task.id, receipt.agent(), receipt.uuid());
        }
    }

    private void acknowledge(String task, String agent, String uuid) {
        line.acknowledge(Calls.acknowledge(framework, agent, task, uuid));
    }

    /** Whether the machine of an inverse offer may go. */
    void answer(Event.InverseOffer offer, boolean isFree) {
        line.send(Calls.answerInverse(framework, offer.id(), isFree));
    }
}
