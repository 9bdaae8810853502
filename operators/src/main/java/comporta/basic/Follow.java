package comporta.basic;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One launch of {@code trigger-dag}: asks how the run that it ordered stands, until it is over. Guarded by itself. */
final class Follow {
    private static final Logger LOG = LoggerFactory.getLogger(Follow.class);

    private final LaunchIntent intent;
    private final OtherDags dags;
    private final WaitNews news;
    private final boolean waits;
    private String seen = "";
    private boolean stopping;
    private @Nullable Exit end;

    Follow(LaunchIntent intent, OtherDags dags, InstantSource clock, Consumer<News> listener) {
        this.intent = intent;
        this.dags = dags;
        this.news = new WaitNews(intent.id(), clock, listener);
        this.waits = !Boolean.FALSE.equals(intent.spec().data().get("wait"));
    }

    /** Looks once; false: never again. */
    boolean look() {
        if (end() != null) {
            return false;
        }
        try {
            return heard(dags.ask(TriggerDagOperator.order(intent)));
        } catch (RuntimeException e) {
            LOG.warn("{} cannot ask for its run yet: {}", intent.id(), e.toString());
            return true;
        }
    }

    private synchronized boolean heard(OtherDags.Told told) {
        if (end != null) {
            return false;
        }
        switch (told) {
            case OtherDags.Told.Pending _ -> waiting("asks for a run of " + intent.spec().data().get("dag"));
            case OtherDags.Told.Refused refused ->
                    end(Exit.failure(Cause.USER, null, "DAG " + intent.spec().data().get("dag") + " was not started: " + refused.why()));
            case OtherDags.Told.Run run when stopping && run.isOver() -> end(TriggerDagOperator.stopped(run));
            case OtherDags.Told.Run run when !stopping && (run.isSuccess() || !waits) -> end(Exit.success(outputs(run)));
            case OtherDags.Told.Run run when !stopping
                    && run.isOver() -> end(Exit.failure(Cause.USER, null, "run " + name(run) + " is " + run.state()));
            case OtherDags.Told.Run run -> waiting("run " + name(run) + " is " + run.state());
        }
        return end == null;
    }

    private Map<String, Object> outputs(OtherDags.Told.Run run) {
        return Map.of("dag_id", String.valueOf(intent.spec().data().get("dag")), "run_id", run.key(), "state", run.state());
    }

    private String name(OtherDags.Told.Run run) {
        return intent.spec().data().get("dag") + "/" + run.key();
    }

    private void waiting(String now) {
        if (!now.equals(seen)) {
            if (seen.isEmpty()) {
                news.deferred();
            }
            seen = now;
            news.saw(seen);
        }
    }

    /** The other run is cancelled, too; this one ends when that has. Where nothing waits for it, nothing is cancelled. */
    void stop() {
        synchronized (this) {
            if (end != null) {
                news.ended(end);
                return;
            }
            if (!waits) {
                end(Exit.failure(Cause.OPERATOR, null, "stopped"));
                return;
            }
            stopping = true;
        }
        dags.cancel(TriggerDagOperator.order(intent), "task " + intent.spec().data().get("by") + " was stopped");
    }

    private void end(Exit how) {
        end = how;
        news.ended(how);
    }

    /** Its end, if it is over. */
    synchronized News.@Nullable Ended end() {
        return end == null ? null : news.end(end);
    }
}
