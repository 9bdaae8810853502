package comporta.elasticity;

import comporta.job.Reply;
import comporta.job.Unseen;
import comporta.marathon.MarathonClient;
import java.util.Map;
import java.util.Optional;

/** Marathon: another share restarts the app, the old task being ended before the new one starts. */
public final class MarathonPlatform implements Platform {
    private static final Map<String, Object> ONE_AT_A_TIME = Map.of("minimumHealthCapacity", 0, "maximumOverCapacity", 0);

    private final MarathonClient marathon;

    public MarathonPlatform(MarathonClient marathon) {
        this.marathon = marathon;
    }

    @Override
    public Takes takes() {
        return Takes.RESTART;
    }

    @Override
    public Optional<Standing> find(String name) throws Unseen {
        return marathon.find(id(name)).map(app -> new Standing(
                app.get("cpus") instanceof Number cpus ? cpus.doubleValue() : 1, false, 0, 0));
    }

    @Override
    public void give(String name, double cpus) throws Unseen {
        done("the new share of " + name, marathon.update(id(name), Map.of("cpus", cpus, "upgradeStrategy", ONE_AT_A_TIME)));
    }

    @Override
    public void start(String name) {
        // it runs from the moment that it is there
    }

    @Override
    public void delete(String name) throws Unseen {
        var reply = marathon.delete(id(name));
        if (!(reply instanceof Reply.Answer answer && answer.status() == 404)) {
            done("the end of " + name, reply);
        }
    }

    private static String id(String name) {
        return name.startsWith("/") ? name : "/" + name;
    }

    private static void done(String what, Reply reply) throws Unseen {
        switch (reply) {
            case Reply.Answer answer when answer.isGood() -> { }
            case Reply.Answer answer -> throw new Unseen("Marathon does not take " + what + ": " + answer);
            case Reply.NotSent not -> throw new Unseen(not.why());
            case Reply.Lost lost -> throw new Unseen(lost.why());
        }
    }
}
