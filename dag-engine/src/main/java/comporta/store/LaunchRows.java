package comporta.store;

import comporta.dag.DagId;
import comporta.dag.PlainData;
import comporta.dag.TaskId;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.run.DagRun;
import comporta.run.Launch;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Table {@code launch}. */
final class LaunchRows {
    /** Room for what the outside world calls it. */
    private static final int ID = 2000;
    private static final int URL = 4000;

    private static final String INTEND = """
            insert into launch (run_id, task_no, map_index, try_no, launch_no, operator_name, spec, token, state,
                                external_id, external_url, news_sequence, moved_at, exit_cause, exit_code, exit_reason, exit_outputs)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String MOVE = """
            update launch
               set state = ?, external_id = ?, external_url = ?, news_sequence = ?, moved_at = ?,
                   exit_cause = ?, exit_code = ?, exit_reason = ?, exit_outputs = ?
             where run_id = ? and task_no = ? and map_index = ? and try_no = ? and launch_no = ?
            """;

    private static final String COLUMNS = """
            select l.task_no, l.map_index, l.try_no, l.launch_no, i.task_id, l.operator_name, l.spec, l.token, l.state,
                   l.external_id, l.external_url, l.news_sequence, l.moved_at, l.exit_cause, l.exit_code, l.exit_reason, l.exit_outputs
              from launch l
              join task_instance i on i.run_id = l.run_id and i.task_no = l.task_no and i.map_index = l.map_index
            """;

    private static final String OF_TASKS = COLUMNS + """
             where l.run_id = ? and l.task_no between ? and ?
             order by l.task_no, l.map_index, l.try_no, l.launch_no
            """;

    /** Those of open tries tell what the try did so far; older ones that have not ended may still be alive outside. */
    private static final String PRESENT = COLUMNS + """
              join task_try t on t.run_id = l.run_id and t.task_no = l.task_no and t.map_index = l.map_index and t.try_no = l.try_no
             where l.run_id = ? and (t.closed_at is null or l.state not in (3, 5))
             order by l.task_no, l.map_index, l.try_no, l.launch_no
            """;

    private static final String GIVEN_UP = """
            select r.dag_id, r.run_key, o.run_id, o.task_no, o.map_index, o.try_no, o.launch_no, i.task_id, l.operator_name, l.spec, l.token
              from orphan o
              join run r on r.id = o.run_id
              join task_instance i on i.run_id = o.run_id and i.task_no = o.task_no and i.map_index = o.map_index
              join launch l on l.run_id = o.run_id and l.task_no = o.task_no and l.map_index = o.map_index and l.try_no = o.try_no
                           and l.launch_no = o.launch_no
             order by o.run_id, o.task_no, o.map_index, o.try_no, o.launch_no
            """;

    private static final String GIVE_UP = """
            insert into orphan (run_id, task_no, map_index, try_no, launch_no)
            values (?, ?, ?, ?, ?)
            """;

    private static final String OVER = """
            delete from orphan
             where run_id = ? and task_no = ? and map_index = ? and try_no = ? and launch_no = ?
            """;

    private LaunchRows() {}

    static void addGivenUp(Session session, long run, Launch launch) throws SQLException {
        var id = launch.intent().id();
        session.add(GIVE_UP, run, launch.task(), id.mapIndex(), id.tryNumber(), id.number());
    }

    static void flushGivenUp(Session session) throws SQLException {
        session.flush(GIVE_UP);
    }

    static void removeGivenUp(Session session, Orphans.Orphan orphan) throws SQLException {
        var id = orphan.intent().id();
        session.run(OVER, orphan.run(), orphan.task(), id.mapIndex(), id.tryNumber(), id.number());
    }

    static List<Orphans.Orphan> givenUp(Session session) throws SQLException {
        return session.list(GIVEN_UP, row -> {
            var dag = new DagId(row.text());
            var key = row.text();
            var run = row.big();
            var task = row.number();
            var mapIndex = row.number();
            var tryNumber = row.number();
            var number = row.number();
            var id = new LaunchId(dag, key, new TaskId(row.text()), mapIndex, tryNumber, number);
            return new Orphans.Orphan(run, task, new LaunchIntent(id, row.text(), new LaunchSpec(row.data()), row.text()));
        });
    }

    static void addIntended(Session session, long run, Launch launch) throws SQLException {
        var intent = launch.intent();
        var id = intent.id();
        var exit = launch.exit();
        session.add(
                INTEND, run, launch.task(), id.mapIndex(), id.tryNumber(), id.number(), intent.operator(),
                PlainData.toJson(intent.spec().data()), intent.token(), Codes.of(Codes.LAUNCH_STATES, launch.state()),
                Values.fit(launch.externalId(), ID), Values.fit(launch.externalUrl(), URL), launch.sequence(), Values.time(launch.at()),
                exit == null ? null : Codes.ofAny(Codes.CAUSES, exit.cause()), exit == null ? null : exit.code(),
                exit == null ? null : Values.words(exit.reason()), exit == null ? null : PlainData.toJson(exit.outputs()));
    }

    static void flushIntended(Session session) throws SQLException {
        session.flush(INTEND);
    }

    static void addMove(Session session, long run, Launch launch) throws SQLException {
        var id = launch.intent().id();
        var exit = launch.exit();
        session.add(
                MOVE, Codes.of(Codes.LAUNCH_STATES, launch.state()), Values.fit(launch.externalId(), ID),
                Values.fit(launch.externalUrl(), URL),
                launch.sequence(), Values.time(launch.at()), exit == null ? null : Codes.ofAny(Codes.CAUSES, exit.cause()),
                exit == null ? null : exit.code(), exit == null ? null : Values.words(exit.reason()),
                exit == null ? null : PlainData.toJson(exit.outputs()), run, launch.task(), id.mapIndex(), id.tryNumber(), id.number());
    }

    static void flushMoves(Session session) throws SQLException {
        for (var touched : session.flush(MOVE)) {
            if (touched != 1) {
                throw new StoreFailed("a launch that moved is not in the store: it must be committed as intended first");
            }
        }
    }

    static List<Launch> present(Session session, DagRun run) throws SQLException {
        return session.list(PRESENT, row -> read(row, run), run.id());
    }

    /** All of these tasks, the numbers included. */
    static List<Launch> of(Session session, DagRun run, int from, int to) throws SQLException {
        return session.list(OF_TASKS, row -> read(row, run), run.id(), from, to);
    }

    private static Launch read(Row row, DagRun run) throws SQLException {
        var task = row.number();
        var mapIndex = row.number();
        var tryNumber = row.number();
        var number = row.number();
        var id = new LaunchId(run.dag(), run.key(), new TaskId(row.text()), mapIndex, tryNumber, number);
        var intent = new LaunchIntent(id, row.text(), new LaunchSpec(row.data()), row.text());
        var state = row.word(Codes.LAUNCH_STATES);
        @Nullable String externalId = row.anyText();
        return new Launch(intent, task, state, externalId, row.anyText(), row.big(), row.instant(), TryRows.exit(row));
    }
}
