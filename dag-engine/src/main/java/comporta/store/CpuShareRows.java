package comporta.store;

import comporta.dag.DagId;
import comporta.dag.PlainData;
import comporta.dag.TaskId;
import comporta.run.Launch;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Table {@code cpu_share}. */
final class CpuShareRows {
    private static final String DECIDED = """
            insert into cpu_share (run_id, task_id, map_index, try_no, launch_no, decided_at, body, applied_at)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String APPLIED = """
            update cpu_share
               set applied_at = ?
             where run_id = ? and task_id = ? and map_index = ? and try_no = ? and launch_no = ? and applied_at is null
            """;

    private static final String BETWEEN = """
            select cpu_share.run_id, run.dag_id, run.run_key, cpu_share.task_id, cpu_share.map_index, cpu_share.try_no, cpu_share.launch_no,
                   cpu_share.decided_at, cpu_share.body, cpu_share.applied_at
              from cpu_share
              join run on run.id = cpu_share.run_id
             where cpu_share.decided_at >= ? and cpu_share.decided_at < ?
             order by cpu_share.decided_at desc, cpu_share.run_id, cpu_share.task_id, cpu_share.map_index, cpu_share.launch_no
             fetch first ? rows only
            """;

    /** state 8: success */
    private static final String TRIES = """
            select task_instance.run_id, task_instance.started_at, task_instance.ended_at, cpu_share.body
              from task_instance
              left join cpu_share
                on cpu_share.run_id = task_instance.run_id and cpu_share.task_id = task_instance.task_id
               and cpu_share.map_index = task_instance.map_index and cpu_share.try_no = task_instance.tries
             where task_instance.run_id = any (?) and task_instance.task_id = ? and task_instance.state = 8
               and task_instance.started_at is not null and task_instance.ended_at is not null
             order by task_instance.run_id, task_instance.map_index, cpu_share.launch_no
            """;

    private static final String GIVEN = """
            select run_id, task_id, map_index, try_no, coalesce(applied_at, decided_at), body
              from cpu_share
             where run_id = any (?)
             order by run_id, task_id, map_index, try_no, launch_no
            """;

    private CpuShareRows() {}

    /** What was decided with a launch; empty: nothing was. */
    static Map<String, Object> decision(Launch launch) {
        return PlainData.block(PlainData.block(launch.intent().spec().data(), "elasticity"), "decision");
    }

    static void decided(Session session, long run, Launch launch) throws SQLException {
        var decision = decision(launch);
        if (!decision.isEmpty()) {
            var id = launch.intent().id();
            session.run(
                    DECIDED, run, id.task().value(), id.mapIndex(), id.tryNumber(), id.number(), Values.time(launch.at()),
                    PlainData.toJson(decision),
                    launch.state() == Launch.State.RUNNING ? Values.time(launch.at()) : null);
        }
    }

    static void moved(Session session, long run, Launch launch) throws SQLException {
        if (launch.state() == Launch.State.RUNNING && !decision(launch).isEmpty()) {
            var id = launch.intent().id();
            session.run(APPLIED, Values.time(launch.at()), run, id.task().value(), id.mapIndex(), id.tryNumber(), id.number());
        }
    }

    static List<PastTry> tries(Session session, Collection<Long> runs, TaskId task) throws SQLException {
        return session.list(TRIES, row -> new PastTry(row.big(), row.instant(), row.instant(), cpus(row.anyText())),
                runs.toArray(Long[]::new), task.value());
    }

    static List<GivenShare> given(Session session, Collection<Long> runs) throws SQLException {
        return session.list(GIVEN, CpuShareRows::given, (Object) runs.toArray(Long[]::new));
    }

    private static GivenShare given(Row row) throws SQLException {
        long run = row.big();
        var task = new TaskId(row.text());
        int mapIndex = row.number();
        int tryNumber = row.number();
        var since = row.instant();
        var body = row.data();
        double cpus = body.get("cpus") instanceof Number number ? number.doubleValue() : 1;
        return new GivenShare(run, task, mapIndex, tryNumber, since,
                body.get("from") instanceof Number number ? number.doubleValue() : cpus, cpus);
    }

    private static @Nullable Double cpus(@Nullable String body) {
        return body != null && PlainData.mapFromJson(body).get("cpus") instanceof Number number ? (Double) number.doubleValue() : null;
    }

    static List<CpuShare> between(Session session, Instant from, Instant to, int limit) throws SQLException {
        return session.list(BETWEEN, row -> new CpuShare(
                row.big(), new DagId(row.text()), row.text(), row.text(), row.number(), row.number(), row.number(),
                row.instant(), row.data(),
                row.anyInstant()), Values.time(from), Values.time(to), limit);
    }
}
