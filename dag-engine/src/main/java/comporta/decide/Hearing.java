package comporta.decide;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Submission;
import comporta.run.Launch;
import comporta.run.TaskEvent;
import comporta.run.TaskState;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the outside world tells. News of a launch that is over, or of an older try, means nothing. */
final class Hearing {
    private Hearing() {}

    static void heard(Draft draft, Event.Heard heard) {
        var news = heard.news();
        var launch = open(draft, news.launch());
        if (launch == null) {
            return;
        }
        var tryNumber = news.launch().tryNumber();
        switch (news) {
            case News.Started started ->
                seen(draft, launch, Launch.State.RUNNING, started.externalId(), started.url(), started.sequence());
            case News.Progressed progressed -> {
                if (progressed.sequence() > launch.sequence()) {
                    seen(draft, launch, Launch.State.RUNNING, null, null, progressed.sequence());
                    draft.happen(launch.task(), new TaskEvent.Alive(tryNumber, progressed.progress()));
                }
            }
            case News.Produced _, News.Logged _ -> alive(draft, launch);
            case News.Ended ended -> Tries.launchEnded(draft, launch, ended.exit(), followUp(heard.followUp(), ended.exit()));
            case News.Reclaimed _ -> alive(draft, launch);
            case News.Unreachable lost -> draft.happen(launch.task(), new TaskEvent.SightLost(tryNumber, lost.why()));
        }
    }

    static void answered(Draft draft, Event.Answered answered) {
        var launch = open(draft, answered.launch());
        if (launch == null) {
            return;
        }
        switch (answered.submission()) {
            case Submission.Accepted accepted -> {
                if (launch.state() == Launch.State.INTENDED) {
                    draft.move(launch.seen(Launch.State.ACCEPTED, accepted.externalId(), accepted.url(), -1, draft.now()));
                }
            }
            case Submission.NotAccepted refused -> {
                var exit = Exit.failure(refused.cause(), null, refused.why());
                Tries.launchEnded(draft, launch, exit, followUp(answered.followUp(), exit));
            }
            case Submission.Unknown unknown -> {
                draft.happen(launch.task(), new TaskEvent.SightLost(answered.launch().tryNumber(), unknown.why()));
                draft.command(new Command.Find(launch.intent()));
            }
        }
    }

    static void found(Draft draft, Event.Found found) {
        var launch = open(draft, found.finding().launch());
        if (launch == null) {
            return;
        }
        switch (found.finding()) {
            case Finding.NeverStarted _ -> again(draft, launch, found.followUp());
            case Finding.Alive alive -> {
                seen(draft, launch, Launch.State.RUNNING, alive.externalId(), alive.url(), launch.sequence());
                if (draft.instance(launch.task()).state() instanceof TaskState.Stopping) {
                    draft.command(new Command.Stop(launch.intent(), false));
                }
            }
            case Finding.AlreadyEnded ended ->
                Tries.launchEnded(draft, launch, ended.end().exit(), followUp(found.followUp(), ended.end().exit()));
            case Finding.OutOfSight lost -> {
                draft.happen(launch.task(), new TaskEvent.SightLost(launch.intent().id().tryNumber(), lost.why()));
                draft.command(new Command.Find(launch.intent()));
            }
        }
    }

    /** What surely never started is launched once more under the next number, unless it was to stop anyway. */
    private static void again(Draft draft, Launch launch, @Nullable FollowUp followUp) {
        var exit = Exit.failure(Cause.PLATFORM, null, "never started");
        if (draft.instance(launch.task()).state() instanceof TaskState.Stopping) {
            Tries.launchEnded(draft, launch, exit, followUp(followUp, exit));
            return;
        }
        draft.move(launch.ended(exit, draft.now()));
        var old = launch.intent();
        var number = draft.launches(launch.task()).getLast().intent().id().number() + 1;
        var id = new LaunchId(
                old.id().dag(), old.id().run(), old.id().task(), old.id().mapIndex(), old.id().tryNumber(), number);
        Tries.launch(draft, launch.task(), List.of(new LaunchIntent(id, old.operator(), old.spec(), old.token())));
    }

    private static void seen(
            Draft draft, Launch launch, Launch.State state, @Nullable String id, @Nullable String url, long sequence) {
        var next = launch.seen(state, id, url, sequence, draft.now());
        if (launch.state() != state || !Objects.equals(next.externalId(), launch.externalId()) || sequence > launch.sequence()) {
            draft.move(next);
        }
        draft.happen(launch.task(), new TaskEvent.Started(launch.intent().id().tryNumber()));
    }

    /** A bare sign of life changes nothing but the clock that waits for one, or sight that was lost. */
    private static void alive(Draft draft, Launch launch) {
        var task = draft.instance(launch.task());
        if (draft.plan().terms(launch.task()).timeouts().progress() != null || task.state() instanceof TaskState.Unreachable) {
            draft.happen(launch.task(), new TaskEvent.Alive(launch.intent().id().tryNumber(), task.progress()));
        }
    }

    private static @Nullable Launch open(Draft draft, LaunchId id) {
        var task = draft.plan().graph().number(id.task());
        if (!(draft.instance(task).state() instanceof TaskState.InTry inTry) || inTry.tryNumber() != id.tryNumber()) {
            return null;
        }
        return draft.launches(task).stream()
                .filter(each -> each.intent().id().equals(id) && each.isOpen())
                .findFirst()
                .orElse(null);
    }

    private static FollowUp followUp(@Nullable FollowUp given, Exit exit) {
        return given == null ? new FollowUp.Finish(exit) : given;
    }
}
