package comporta.app;

import comporta.operator.Cause;
import comporta.operator.Lease;
import comporta.operator.Progress;
import comporta.run.TaskState;
import java.nio.file.Path;

/** The example night at some of its moments. */
final class Nights {
    private Nights() {}

    static Pictures nightly() {
        return new Pictures()
                .task("compile", "command")
                .task("scale-ec2-itaipu", "scale-ec2")
                .task("itaipu-families", "spark-driver", "compile", "scale-ec2-itaipu")
                .task("itaipu-outliers", "spark-driver", "compile", "scale-ec2-itaipu")
                .task("itaipu-growth", "spark-driver", "itaipu-families", "scale-ec2-itaipu")
                .teardown("downscale-ec2-itaipu", "scale-ec2-itaipu", "itaipu-families", "itaipu-outliers", "itaipu-growth")
                .task("scale-ec2-churn", "scale-ec2", "itaipu-families")
                .task("churn-model", "model", "scale-ec2-churn")
                .teardown("downscale-ec2-churn", "scale-ec2-churn", "churn-model")
                .task("clock-model", "model", "itaipu-growth")
                .task("report", "command", "itaipu-outliers", "churn-model", "clock-model")
                .usual("churn-model", 5)
                .usual("report", 1);
    }

    /** Seven seconds in: one task runs with progress, one waits for a slot, one has failed and will be tried again. */
    static Pictures underWay(Path failedLog) {
        return nightly()
                .ended("compile", new TaskState.Success(), 1, 0, 2.9)
                .ended("scale-ec2-itaipu", new TaskState.Success(), 1, 0, 1.2)
                .ended("itaipu-families", new TaskState.Success(), 1, 2.9, 3.9)
                .ended("itaipu-outliers", new TaskState.UpForRetry(Cause.USER, "exit code 7", Pictures.second(9)), 1, 2.9, 6.5)
                .log("itaipu-outliers", failedLog)
                .state("itaipu-growth", new TaskState.Queued(Pictures.second(4)))
                .reason("itaipu-growth", "waits for a slot of the 2 local processes")
                .ended("scale-ec2-churn", new TaskState.Success(), 1, 3.9, 5)
                .running("churn-model", 2, 5, new Progress(0.5, 3, 6, "auc 0.81"))
                .reason("report", "waits for itaipu-outliers, churn-model and 1 more")
                .lease("scale-ec2-itaipu", "itaipu", 3, 4, Lease.State.OPENING)
                .lease("scale-ec2-churn", "churn", 2, 2, Lease.State.OPEN)
                .predicted(14);
    }

    /** The end of a night in which a model failed for good. */
    static Pictures failed(Path log) {
        var night = nightly().predicted(12, "compile", "itaipu-families", "scale-ec2-churn", "churn-model");
        for (var id : new String[] {"compile", "itaipu-families", "itaipu-outliers", "itaipu-growth", "clock-model"}) {
            night.ended(id, new TaskState.Success(), 1, 0, 2.5);
        }
        for (var id : new String[] {"scale-ec2-itaipu", "downscale-ec2-itaipu", "scale-ec2-churn", "downscale-ec2-churn"}) {
            night.ended(id, new TaskState.Success(), 1, 0, 1);
        }
        return night
                .ended("churn-model", new TaskState.Failed(Cause.USER, "exit code 3"), 3, 5, 12)
                .log("churn-model", log)
                .state("report", new TaskState.UpstreamFailed("churn-model failed"));
    }
}
