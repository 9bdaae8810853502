package comporta.api;

import comporta.store.CpuShare;
import comporta.store.Role;
import comporta.store.Survey;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /elasticity}: jobs whose CPUs follow their deadlines, and every decision about them with its reason. */
final class ElasticityResource {
    private static final int MOST = 20_000;
    private static final int POINTS = 400;
    private static final List<String> COLUMNS = List.of("at", "cpus", "p50", "p90", "p_late", "progress");

    private final Survey survey;
    private final ZoneId zone;
    private final InstantSource clock;

    ElasticityResource(Survey survey, ZoneId zone, InstantSource clock) {
        this.survey = survey;
        this.zone = zone;
        this.clock = clock;
    }

    /**
     * A job whose CPUs follow its deadline.
     *
     * @param wanted what it would have if there were enough for all
     * @param pLate chance to miss its deadline, as it was when its share was decided
     */
    record ElasticJob(
            String job, String dagId, String runId, String taskId, double minCpus, double maxCpus, @Nullable Double cpus,
            @Nullable Double wanted,
            @Nullable Instant deadline, @Nullable Double pLate, int moves) {}

    /** How a job's CPUs went. */
    record Series(
            String job, @Nullable Instant deadline, double minCpus, double maxCpus, String law, List<String> columns,
            List<List<@Nullable Object>> rows, List<MoveShape> moves) {}

    /** A change of CPUs. */
    record MoveShape(
            Instant at, String job, String dagId, String runId, String taskId, double fromCpus, double toCpus, Text why,
            @Nullable Double pLateBefore,
            @Nullable Double pLateAfter, String actuator, @Nullable Instant appliedAt,
            @Words({"applied", "refused", "pending"}) String outcome) {}

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/elasticity", "Jobs whose CPUs follow their deadlines").takes(Night.PARAMETER)
                        .answers(new PageOf(ElasticJob.class)).by(call -> Answer.ok(new Route.Page<>(jobs(call), null))),
                Route.get("/api/v1/elasticity/{job}/series", "How the CPUs of a job went")
                        .takes(Parameter.instant("from", "Not before then"), Parameter.instant("to", "Not after then"),
                                Parameter.integer("points", "How many points at most, the latest", 1, 5_000))
                        .answers(Series.class).by(call -> Answer.ok(series(call))));
    }

    private List<ElasticJob> jobs(Call call) {
        var night = Night.of(call, "night", clock.instant(), zone);
        return byJob(seen(call, night.from(), night.to())).values().stream().map(ElasticityResource::job).toList();
    }

    private Stream<CpuShare> seen(Call call, Instant from, Instant to) {
        return survey.shares(from, to, MOST).stream().filter(each -> call.may(Role.VIEWER, each.dag()));
    }

    /** Each with its decisions, the newest first. */
    private static Map<String, List<CpuShare>> byJob(Stream<CpuShare> shares) {
        Map<String, List<CpuShare>> byJob = new LinkedHashMap<>();
        shares.forEach(each -> byJob.computeIfAbsent(name(each), _ -> new ArrayList<>()).add(each));
        return byJob;
    }

    private Series series(Call call) {
        var wanted = call.variable("job");
        var found = byJob(seen(call, call.instant("from").orElse(Instant.EPOCH),
                call.instant("to").orElse(clock.instant()).plusNanos(1_000)));
        var decisions = found.get(wanted);
        if (decisions == null) {
            throw Refusal.notFound("job whose CPUs follow a deadline", wanted, found.keySet());
        }
        var latest = decisions.stream().limit(call.integer("points", POINTS)).toList().reversed();
        var newest = decisions.getFirst().body();
        return new Series(
                wanted, instant(newest.get("due_by")), number(newest, "min_cpus"), number(newest, "max_cpus"),
                String.valueOf(newest.getOrDefault("law", "model")), COLUMNS, latest.stream().map(ElasticityResource::row).toList(),
                latest.stream().filter(ElasticityResource::isMove).map(ElasticityResource::move).toList());
    }

    private static ElasticJob job(List<CpuShare> decisions) {
        var newest = decisions.getFirst();
        var body = newest.body();
        return new ElasticJob(
                name(newest), newest.dag().value(), newest.key(), Instance.segment(newest.task(), newest.mapIndex()),
                number(body, "min_cpus"),
                number(body, "max_cpus"), number(body, "cpus"), number(body, "wanted"), instant(body.get("due_by")),
                chance(body.get("late")),
                (int) decisions.stream().filter(ElasticityResource::isMove).count());
    }

    private static List<@Nullable Object> row(CpuShare share) {
        var body = share.body();
        return Arrays.asList(
                share.decidedAt(), number(body, "cpus"), instant(body.get("predicted_end")), null, chance(body.get("late")),
                number(body, "done") / Math.max(1, number(body, "iterations")));
    }

    static boolean isMove(CpuShare share) {
        return number(share.body(), "from") != number(share.body(), "cpus");
    }

    static MoveShape move(CpuShare share) {
        var body = share.body();
        return new MoveShape(
                share.decidedAt(), name(share), share.dag().value(), share.key(), Instance.segment(share.task(), share.mapIndex()),
                number(body, "from"),
                number(body, "cpus"), Text.of(String.valueOf(body.get("state")).toLowerCase(Locale.ROOT), String.valueOf(body.get("why"))),
                chance(body.get("late_before")), chance(body.get("late")), String.valueOf(body.getOrDefault("actuator", "next iteration")),
                share.appliedAt(),
                share.appliedAt() == null ? "pending" : "applied");
    }

    /** As metrics name it, too. */
    private static String name(CpuShare share) {
        return share.dag() + "." + share.key() + "." + Instance.segment(share.task(), share.mapIndex());
    }

    private static double number(Map<String, Object> body, String name) {
        return body.get(name) instanceof Number number ? number.doubleValue() : 0;
    }

    private static @Nullable Double chance(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : null;
    }

    private static @Nullable Instant instant(@Nullable Object value) {
        return value instanceof String text ? Instant.parse(text) : null;
    }
}
