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
            case News.Waiting waiting -> {
                if (waiting.sequence() > launch.sequence()) {
                    waits(draft, launch, waiting.why(), null, null, waiting.sequence());
                }
            }
            case News.Deferred deferred -> deferred(draft, launch, deferred);
            case News.Progressed progressed -> {
                if (progressed.sequence() > launch.sequence()) {
                    seen(draft, launch, Launch.State.RUNNING, null, null, progressed.sequence());
                    inSight(draft, launch, new TaskEvent.Alive(tryNumber, progressed.progress()));
                }
            }
            case News.Produced _, News.Logged _ -> alive(draft, launch);
            case News.Ended ended -> ended(draft, launch, ended, heard.followUp());
            case News.Reclaimed _ -> alive(draft, launch);
            case News.Unreachable lost -> {
                if (launch.state() == Launch.State.LOST) {
                    // Lost once more: what was asked before that has no answer any more.
                    draft.move(launch.seen(Launch.State.LOST, null, null, launch.sequence(), draft.now()));
                }
                lost(draft, launch, lost.why());
            }
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
            case Submission.Unknown unknown -> lost(draft, launch, unknown.why());   // asked for as all that is out of sight
        }
    }

    static void found(Draft draft, Event.Found found) {
        var launch = open(draft, found.finding().launch());
        if (launch == null) {
            return;
        }
        // Heard since the question was put, and so newer than what was seen when it was answered. After a
        // clock was put back nobody can tell.
        var overtaken = !found.asked().isAfter(launch.at()) && !launch.at().isAfter(draft.now());
        switch (found.finding()) {
            case Finding.NeverStarted _ -> neverStarted(draft, launch, found.followUp());
            case Finding.Alive _ when launch.state() == Launch.State.LOST && overtaken -> { }
            case Finding.Alive alive -> {
                var waits = alive.waits();
                if (waits != null) {
                    waits(draft, launch, waits, alive.externalId(), alive.url(), launch.sequence());
                } else {
                    seen(draft, launch, Launch.State.RUNNING, alive.externalId(), alive.url(), launch.sequence());
                }
                if (draft.instance(node(draft, launch)).state() instanceof TaskState.Stopping) {
                    draft.command(new Command.Stop(launch.intent(), false));
                }
            }
            case Finding.AlreadyEnded ended -> ended(draft, launch, ended.end(), found.followUp());
            case Finding.OutOfSight _ when launch.state() == Launch.State.RUNNING && overtaken -> { }
            case Finding.OutOfSight lost -> lost(draft, launch, lost.why());
        }
    }

    /**
     * What surely never started, because we were gone before we could say so, is launched once more under the next number. Where the
     * backend did not answer it is a loss of the platform, with waits and a limit of its own: else the two would ask each other for ever.
     */
    private static void neverStarted(Draft draft, Launch launch, @Nullable FollowUp followUp) {
        if (launch.state() == Launch.State.LOST || draft.instance(node(draft, launch)).state() instanceof TaskState.Stopping) {
            Tries.launchEnded(draft, launch, Launch.NEVER_STARTED, followUp(followUp, Launch.NEVER_STARTED));
        } else {
            again(draft, launch);
        }
    }

    private static void again(Draft draft, Launch launch) {
        draft.move(launch.neverStarted(draft.now()));
        var old = launch.intent();
        var number = draft.launches(node(draft, launch)).getLast().intent().id().number() + 1;
        var id = new LaunchId(
                old.id().dag(), old.id().run(), old.id().task(), old.id().mapIndex(), old.id().tryNumber(), number);
        Tries.launch(draft, node(draft, launch), List.of(new LaunchIntent(id, old.operator(), old.spec(), old.token())));
    }

    /** Once it has run, it waits no more: then such words are older than they look, and tell no more than that it is alive. */
    private static void waits(Draft draft, Launch launch, String why, @Nullable String id, @Nullable String url, long sequence) {
        if (launch.state() == Launch.State.RUNNING || draft.instance(node(draft, launch)).startedAt() != null) {
            seen(draft, launch, Launch.State.RUNNING, id, url, sequence);
            return;
        }
        var next = launch.seen(Launch.State.ACCEPTED, id, url, sequence, draft.now());
        if (launch.state() != Launch.State.ACCEPTED || !Objects.equals(next.externalId(), launch.externalId())) {
            draft.move(next);
        }
        inSight(draft, launch, new TaskEvent.Waits(launch.intent().id().tryNumber(), why));
    }

    private static void seen(
            Draft draft, Launch launch, Launch.State state, @Nullable String id, @Nullable String url, long sequence) {
        var next = launch.seen(state, id, url, sequence, draft.now());
        if (launch.state() != state || !Objects.equals(next.externalId(), launch.externalId()) || sequence > launch.sequence()) {
            draft.move(next);
        }
        inSight(draft, launch, new TaskEvent.Started(launch.intent().id().tryNumber()));
    }

    private static void deferred(Draft draft, Launch launch, News.Deferred news) {
        var next = launch.seen(Launch.State.RUNNING, news.externalId(), null, news.sequence(), draft.now());
        if (launch.state() != Launch.State.RUNNING || news.sequence() > launch.sequence()) {
            draft.move(next);
        }
        inSight(draft, launch, new TaskEvent.Deferred(news.launch().tryNumber()));
    }

    /** As long as sight of one launch is lost, that of its try is. */
    private static void inSight(Draft draft, Launch launch, TaskEvent event) {
        if (draft.tryOf(node(draft, launch)).lost() == 0) {
            draft.happen(node(draft, launch), event);
        }
    }

    private static void ended(Draft draft, Launch launch, News.Ended news, @Nullable FollowUp followUp) {
        if (launch.state() != Launch.State.INTENDED) {
            // What stands outside may also keep a submission that is still under way from starting it anew: then it stays.
            draft.command(new Command.Settle(launch.intent()));
        }
        Tries.launchEnded(draft, launch, news.exit(), followUp(followUp, news.exit()));
    }

    private static void lost(Draft draft, Launch launch, String why) {
        var all = draft.tryOf(node(draft, launch));
        if (all.isDoubled() && all.open() > 1 && all.lost() == 0
                && !(draft.instance(node(draft, launch)).state() instanceof TaskState.Stopping)) {
            Tries.dispense(draft, launch, why);   // the other is in sight
            return;
        }
        if (launch.state() != Launch.State.LOST) {
            draft.move(launch.seen(Launch.State.LOST, null, null, launch.sequence(), draft.now()));
        }
        draft.happen(node(draft, launch), new TaskEvent.SightLost(launch.intent().id().tryNumber(), why));
    }

    /** A bare sign of life changes nothing but the clock that waits for one, or sight that was lost. */
    private static void alive(Draft draft, Launch launch) {
        if (launch.state() == Launch.State.LOST) {
            seen(draft, launch, Launch.State.RUNNING, null, null, launch.sequence());
        }
        if (draft.plan().terms(node(draft, launch)).timeouts().progress() != null) {
            var progress = draft.instance(node(draft, launch)).progress();
            inSight(draft, launch, new TaskEvent.Alive(launch.intent().id().tryNumber(), progress));
        }
    }

    private static int node(Draft draft, Launch launch) {
        return draft.plan().node(launch);
    }

    private static @Nullable Launch open(Draft draft, LaunchId id) {
        var launch = draft.launch(id);
        return launch != null
                        && launch.isOpen()
                        && draft.instance(node(draft, launch)).state() instanceof TaskState.InTry inTry
                        && inTry.tryNumber() == id.tryNumber()
                ? launch
                : null;
    }

    private static FollowUp followUp(@Nullable FollowUp given, Exit exit) {
        return given == null ? new FollowUp.Finish(exit) : given;
    }
}
