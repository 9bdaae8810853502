package comporta.loop;

import comporta.decide.FollowUp;
import comporta.decide.Preparation;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.store.Room;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is to be decided upon, as far as the store has room for it; what it has no room for is the author's to mend, and fails the try. */
final class Fitting {
    private Fitting() {}

    static Preparation preparation(Preparation.Ready ready) {
        var lease = ready.lease();
        return refusal("what the templates of this task became", ready.rendered())
                .or(() -> refusal(ready.intents()))
                .or(() -> lease == null ? Optional.empty() : Room.refusal(lease.terms()))
                .<Preparation>map(why -> new Preparation.Impossible(Cause.USER, why))
                .orElse(ready);
    }

    static FollowUp followUp(FollowUp followUp) {
        return switch (followUp) {
            case FollowUp.Finish finish -> new FollowUp.Finish(exit(finish.exit()));
            case FollowUp.GoOn goOn -> refusal(goOn.intents())
                    .<FollowUp>map(why -> new FollowUp.Finish(Exit.failure(Cause.USER, null, why)))
                    .orElse(goOn);
        };
    }

    static News news(News news) {
        return news instanceof News.Ended ended
                ? new News.Ended(ended.launch(), ended.sequence(), ended.at(), exit(ended.exit()))
                : news;
    }

    static Finding finding(Finding finding) {
        return finding instanceof Finding.AlreadyEnded ended && news(ended.end()) instanceof News.Ended fitting
                ? new Finding.AlreadyEnded(fitting)
                : finding;
    }

    /** What failed anyway keeps its reason. */
    private static Exit exit(Exit exit) {
        return refusal("what it hands on", exit.outputs())
                .map(why -> exit.isSuccess()
                        ? Exit.failure(Cause.USER, exit.code(), why)
                        : new Exit(exit.cause(), exit.code(), exit.reason(), Map.of()))
                .orElse(exit);
    }

    private static Optional<String> refusal(List<LaunchIntent> intents) {
        return intents.stream().flatMap(intent -> refusal("the launch of this task", intent.spec().data()).stream()).findFirst();
    }

    private static Optional<String> refusal(String what, Map<String, Object> data) {
        return data.isEmpty() ? Optional.empty() : Room.refusal(what, data);
    }
}
