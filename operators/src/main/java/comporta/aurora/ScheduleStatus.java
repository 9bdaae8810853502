package comporta.aurora;

/** Where Aurora has a task, by its numbers on the wire. */
enum ScheduleStatus {
    PENDING(0),
    STARTING(1),
    RUNNING(2),
    FINISHED(3),
    FAILED(4),
    KILLED(5),
    KILLING(6),
    LOST(7),
    ASSIGNED(9),
    INIT(11),
    RESTARTING(12),
    PREEMPTING(13),
    THROTTLED(16),
    DRAINING(17),
    PARTITIONED(18);

    private final int number;

    ScheduleStatus(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** @throws ThriftBroken for a status that no known version has */
    static ScheduleStatus of(int number) {
        for (var status : values()) {
            if (status.number == number) {
                return status;
            }
        }
        throw new ThriftBroken("Aurora has no task status " + number);
    }

    /** Nothing of this task runs any more, or ever will. */
    boolean isOver() {
        return this == FINISHED || this == FAILED || this == KILLED || this == LOST;
    }
}
