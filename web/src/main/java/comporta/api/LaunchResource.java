package comporta.api;

import comporta.job.Report;
import comporta.operator.Progress;
import comporta.operator.Refused;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /launches}: what jobs report of themselves, with the secret of their launch. */
final class LaunchResource {
    private static final Parameter TOKEN = Parameter.text("token",
            "the secret of the launch, as it stands in the address that the job was given");

    private final Reports reports;

    LaunchResource(Reports reports) {
        this.reports = reports;
    }

    /** Outputs by name. */
    @Whole
    record Handed(Map<String, Object> outputs) {}

    /** How far a job is: a share from 0 to 1, or parts done of a total. */
    record HowFar(@Nullable Object fraction, @Nullable Long done, @Nullable Long total, @Nullable String text) {}

    List<Route> routes() {
        return List.of(
                Route.post("/api/v1/launches/{launch}/output", "What a job hands on before its end: an object of names and values").open()
                        .takes(TOKEN).takes(Handed.class).answers(204, Void.class)
                        .by(call -> taken(call, new Report.HandedOn(call.body(Handed.class).outputs()))),
                Route.post("/api/v1/launches/{launch}/progress", "How far a job is").open()
                        .takes(TOKEN).takes(HowFar.class).answers(204, Void.class)
                        .by(call -> taken(call, new Report.HowFar(progress(call.body(HowFar.class))))));
    }

    private Answer taken(Call call, Report report) {
        Reports.Taken taken;
        try {
            taken = reports.take(call.variable("launch"), call.text("token").orElse(""), report);
        } catch (Refused e) {
            throw Refusal.unfit("", String.valueOf(e.getMessage()));
        }
        return switch (taken) {
            case YES -> Answer.nothing();
            case UNKNOWN -> throw new Refusal(Refusal.Kind.NOT_FOUND, "no launch that runs has that name and that token");
            case NOT_HERE -> throw new Refusal(
                    Refusal.Kind.UNAVAILABLE, "another scheduler has the lead, and takes reports. Send it again",
                    Map.of("Retry-After", "2"));
        };
    }

    private static Progress progress(HowFar told) {
        long done = told.done() == null ? 0 : told.done();
        long total = told.total() == null ? 0 : told.total();
        if (done < 0 || total < 0 || done > total) {
            throw Refusal.unfit("/done", "must be from 0 to total");
        }
        if (told.fraction() != null && !(told.fraction() instanceof Number)) {
            throw Refusal.unfit("/fraction", "must be a number from 0 to 1");
        }
        double fraction = told.fraction() instanceof Number number ? number.doubleValue() : total == 0 ? 0 : (double) done / total;
        if (!(fraction >= 0 && fraction <= 1)) {
            throw Refusal.unfit("/fraction", "must be from 0 to 1");
        }
        return new Progress(fraction, done, total, told.text() == null ? "" : told.text());
    }
}
