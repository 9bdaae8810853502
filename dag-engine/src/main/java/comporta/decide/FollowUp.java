package comporta.decide;

import comporta.operator.Exit;
import comporta.operator.LaunchIntent;
import java.util.List;

/** The operator's word, once all launches of a try have ended. */
public sealed interface FollowUp {
    /** The try ends so. */
    record Finish(Exit exit) implements FollowUp {}

    /** It goes on with these. */
    record GoOn(List<LaunchIntent> intents) implements FollowUp {
        public GoOn {
            intents = List.copyOf(intents);
        }
    }
}
