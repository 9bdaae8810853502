package comporta.run;

/** What an event does to a task instance. A refused event is an answer, not an exception. */
public sealed interface Transition {
    /** It is like this now. */
    record Moved(TaskInstance instance) implements Transition {}

    /** It is as it was. */
    record Ignored() implements Transition {}
}
