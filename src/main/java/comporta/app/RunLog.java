package comporta.app;

import comporta.decide.Change;
import comporta.loop.LogIds;
import comporta.loop.Observer;
import comporta.loop.RunPicture;
import comporta.run.DagRun;
import comporta.run.Launch;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log of a server what was committed: runs as they begin, halt and end, and launches as they are intended and end. */
final class RunLog implements Observer {
    private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);

    @Override
    public void committed(DagRun run, List<Change> changes) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        for (var change : changes) {
            if (change instanceof Change.RunMoved moved && moved.before().state() != moved.after().state()) {
                tell(moved.after());
            } else if (change instanceof Change.LaunchMoved moved) {
                tell(moved.after());
            }
        }
    }

    private static void tell(DagRun run) {
        try (var _ = LogIds.of(run)) {
            LOG.info("run {}/{} is {}{}", run.dag(), run.key(), run.state().word(), run.reason().isEmpty() ? "" : ": " + run.reason());
        }
    }

    private static void tell(Launch launch) {
        var exit = launch.exit();
        if (launch.state() != Launch.State.INTENDED && exit == null) {
            return;
        }
        try (var _ = LogIds.of(launch.intent().id())) {
            LOG.info("launch {} is {}{}{}", launch.intent().id().externalId(), launch.state().name().toLowerCase(Locale.ROOT),
                    exit == null || exit.code() == null ? "" : ", exit code " + exit.code(),
                    exit == null || exit.reason().isEmpty() ? "" : ": " + exit.reason());
        }
    }

    @Override
    public void over(RunPicture last) {}

    @Override
    public void givenUp(DagRun run, String why) {
        try (var _ = LogIds.of(run)) {
            LOG.error("run {}/{} cannot be gone on with: {}", run.dag(), run.key(), why);
        }
    }
}
