package comporta.run;

import comporta.operator.Cause;
import java.time.Instant;

/** State of a task instance. Each state carries only what is known in it. */
public sealed interface TaskState {

    /** The word that users see. */
    String word();

    /** Upstream is not at rest. */
    record Waiting() implements TaskState {
        @Override
        public String word() {
            return "waiting";
        }
    }

    /** Its rule holds; it waits for a slot. */
    record Queued(Instant since) implements TaskState {
        @Override
        public String word() {
            return "queued";
        }
    }

    /** The intent to launch is committed; {@code since} is when the task was ready for it. */
    record Launching(int tryNumber, Instant since) implements TaskState, InTry {
        @Override
        public String word() {
            return "launching";
        }

        @Override
        public boolean holdsSlots() {
            return true;
        }
    }

    /** At least one launch of the try is known to have run. */
    record Running(int tryNumber, Instant since) implements TaskState, InTry {
        @Override
        public String word() {
            return "running";
        }

        @Override
        public boolean holdsSlots() {
            return true;
        }
    }

    /** Waits for a condition outside, without a slot; {@code since} is when the wait began. */
    record Deferred(int tryNumber, Instant since) implements TaskState, InTry {
        @Override
        public String word() {
            return "deferred";
        }

        @Override
        public boolean holdsSlots() {
            return false;
        }
    }

    /** A failed try is followed by another. */
    record UpForRetry(Cause cause, String reason, Instant dueAt) implements TaskState {
        @Override
        public String word() {
            return "up_for_retry";
        }
    }

    /** Asked to end, not yet confirmed. Whoever waited without a slot needs none for its end. */
    record Stopping(int tryNumber, Afterwards then, Instant since, boolean holdsSlots) implements TaskState, InTry {
        @Override
        public String word() {
            return "stopping";
        }
    }

    /** Lost sight of; never launched again before that is settled. */
    record Unreachable(int tryNumber, String reason, Instant since, boolean holdsSlots) implements TaskState, InTry {
        @Override
        public String word() {
            return "unreachable";
        }
    }

    /** Done with, unless somebody clears it. */
    sealed interface AtRest extends TaskState {}

    /** @param reason who called it so; empty: it ran, and succeeded */
    record Success(String reason) implements AtRest {
        /** It ran. */
        public Success() {
            this("");
        }

        @Override
        public String word() {
            return "success";
        }
    }

    record Failed(Cause cause, String reason) implements AtRest {
        @Override
        public String word() {
            return "failed";
        }
    }

    record Skipped(String reason) implements AtRest {
        @Override
        public String word() {
            return "skipped";
        }
    }

    record UpstreamFailed(String reason) implements AtRest {
        @Override
        public String word() {
            return "upstream_failed";
        }
    }

    record Cancelled(Cause cause, String reason) implements AtRest {
        @Override
        public String word() {
            return "cancelled";
        }
    }

    /** Not part of this run: left out by the selection, or gone from the DAG. */
    record Removed() implements AtRest {
        @Override
        public String word() {
            return "removed";
        }
    }

    /** A try is under way outside. */
    sealed interface InTry permits Launching, Running, Deferred, Stopping, Unreachable {
        int tryNumber();

        /** Whether it counts against pools and limits. */
        boolean holdsSlots();
    }
}
