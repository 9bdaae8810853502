package comporta.dag;

/** What a run does after its first failed task. Teardowns run in all three. */
public enum FailureMode {
    /** Run all that still can. */
    FINISH_POSSIBLE,
    /** Start nothing new. */
    FINISH_RUNNING,
    /** Stop what runs. */
    FAIL_FAST
}
