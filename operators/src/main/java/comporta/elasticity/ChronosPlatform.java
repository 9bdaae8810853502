package comporta.elasticity;

import comporta.chronos.ChronosClient;
import comporta.job.Reply;
import comporta.job.Unseen;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chronos: a share takes hold when the job is started the next time. */
public final class ChronosPlatform implements Platform {
    private final ChronosClient chronos;

    public ChronosPlatform(ChronosClient chronos) {
        this.chronos = chronos;
    }

    @Override
    public Takes takes() {
        return Takes.NEXT_ITERATION;
    }

    @Override
    public Optional<Standing> find(String name) throws Unseen {
        var job = chronos.find(name);
        if (job.isEmpty()) {
            return Optional.empty();
        }
        var state = chronos.states().get(name);
        return Optional.of(new Standing(
                number(job.get(), "cpus"), state != null && state.isIdle(),
                (long) (number(job.get(), "successCount") + number(job.get(), "errorCount")),
                (long) number(job.get(), "errorCount")));
    }

    /**
     * The whole job with its counters, since what is absent is reset; of two lists of files only the filled one, since both are refused.
     */
    @Override
    public void give(String name, double cpus) throws Unseen {
        var job = chronos.find(name).orElseThrow(() -> new Unseen("Chronos has no job \"" + name + "\" any more"));
        Map<String, Object> changed = new LinkedHashMap<>(job);
        changed.put("cpus", cpus);
        changed.remove(isFilled(changed, "fetch") ? "uris" : "fetch");
        done("the new share of " + name, chronos.save(changed));
    }

    private static boolean isFilled(Map<String, Object> job, String key) {
        return job.get(key) instanceof List<?> list && !list.isEmpty();
    }

    @Override
    public void start(String name) throws Unseen {
        done("the start of " + name, chronos.start(name));
    }

    @Override
    public void delete(String name) throws Unseen {
        if (chronos.find(name).isPresent()) {
            done("the end of " + name, chronos.delete(name));
        }
    }

    private static void done(String what, Reply reply) throws Unseen {
        switch (reply) {
            case Reply.Answer answer when answer.isGood() -> { }
            case Reply.Answer answer -> throw new Unseen("Chronos does not take " + what + ": " + answer);
            case Reply.NotSent not -> throw new Unseen(not.why());
            case Reply.Lost lost -> throw new Unseen(lost.why());
        }
    }

    private static double number(Map<String, Object> job, String key) {
        return job.get(key) instanceof Number number ? number.doubleValue() : 0;
    }
}
