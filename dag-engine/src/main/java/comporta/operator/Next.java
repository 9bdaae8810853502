package comporta.operator;

import java.util.List;

/** What follows when the launches of a try have ended. */
public sealed interface Next {
    /** The try ends so. */
    record Finish(Exit exit) implements Next {}

    /** The try goes on with further launches. */
    record Launch(List<LaunchSpec> specs) implements Next {
        public Launch {
            specs = List.copyOf(specs);
        }
    }
}
