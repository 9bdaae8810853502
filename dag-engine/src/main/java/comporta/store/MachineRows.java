package comporta.store;

import comporta.dag.DagId;
import comporta.operator.Exit;
import comporta.operator.Lease;
import comporta.operator.MachineNews;
import comporta.run.Launch;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Table {@code machine}: written in the transaction of the launch or the lease that tells of it. */
final class MachineRows {
    private static final String START = """
            insert into machine (lease_id, pool, slave_type, instance_type, market, started_at, run_id, task_no, map_index, try_no, launch_no)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String IS_KNOWN = """
            select 1
              from machine
             where run_id = ? and task_no = ? and map_index = ? and try_no = ? and launch_no = ?
            """;

    private static final String NAME = """
            update machine
               set machine_id = ?, instance_type = ?, market = ?, agent_id = ?
             where run_id = ? and task_no = ? and map_index = ? and try_no = ? and launch_no = ?
            """;

    private static final String END = """
            update machine
               set ended_at = ?
             where run_id = ? and task_no = ? and map_index = ? and try_no = ? and launch_no = ? and ended_at is null
            """;

    private static final String END_OF_A_LEASE = """
            update machine
               set ended_at = ?
             where lease_id = ? and ended_at is null
            """;

    private static final String END_BY_NAME = """
            update machine
               set ended_at = ?
             where machine_id = ? and ended_at is null
            """;

    private static final String REGISTERED = """
            update machine
               set agent_id = ?
             where machine_id = ? and ended_at is null
            """;

    private static final String NOTICE = """
            update machine
               set notice = ?, noticed_at = ?
             where machine_id = ? and ended_at is null
            """;

    private static final String NOTICED = """
            select machine_id, notice
              from machine
             where noticed_at > ? and ended_at is null
             order by noticed_at
            """;

    private static final String IS_NAMED = """
            select 1
              from machine
             where machine_id = ?
            """;

    /** Of the same launch's story as the one that is gone: a number that no launch has. */
    private static final String IN_PLACE_OF = """
            insert into machine (lease_id, pool, slave_type, instance_type, market, started_at, run_id, task_no, map_index, try_no, launch_no, machine_id)
            select lost.lease_id, lost.pool, lost.slave_type, ?, ?, ?, lost.run_id, lost.task_no, lost.map_index, lost.try_no,
                   (select max(launch_no) + 1
                      from machine
                     where run_id = lost.run_id and task_no = lost.task_no and map_index = lost.map_index and try_no = lost.try_no), ?
              from machine lost
             where lost.machine_id = ?
            """;

    private static final String COLUMNS = """
            select machine.run_id, run.dag_id, run.run_key, task_instance.task_id, machine.map_index, machine.lease_id, machine.pool,
                   machine.machine_id, machine.instance_type, machine.market, machine.started_at, machine.ended_at, machine.agent_id
              from machine
              join run on run.id = machine.run_id
              left join task_instance
                on task_instance.run_id = machine.run_id and task_instance.task_no = machine.task_no
                   and task_instance.map_index = machine.map_index
            """;

    private static final String OF_A_RUN = COLUMNS + """
             where machine.run_id = ?
             order by machine.started_at, machine.task_no, machine.map_index, machine.try_no, machine.launch_no
            """;

    private static final String OF_RUNS = COLUMNS + """
             where machine.run_id = any (?)
             order by machine.started_at, machine.run_id, machine.task_no, machine.map_index, machine.try_no, machine.launch_no
            """;

    private static final String BETWEEN = COLUMNS + """
             where machine.started_at < ? and (machine.ended_at is null or machine.ended_at > ?)
             order by machine.started_at, machine.run_id, machine.task_no, machine.map_index, machine.try_no, machine.launch_no
             fetch first ? rows only
            """;

    private MachineRows() {}

    /** Whether a launch brings up a machine: it says of which lease, and what kind. */
    static boolean isMachine(Launch launch) {
        var wish = launch.intent().spec().data();
        return wish.get("lease") instanceof String && wish.get("instance_type") instanceof String;
    }

    /** It is paid for from when the outside took it to when its launch failed; after a success, to the end of its lease. */
    static void move(Session session, long run, Launch launch) throws SQLException {
        switch (launch.state()) {
            case INTENDED, LOST, GIVEN_UP -> { }
            case ACCEPTED, RUNNING -> start(session, run, launch);
            case ENDED -> {
                var exit = launch.exit();
                if (exit != null && exit.isSuccess()) {
                    start(session, run, launch);
                    name(session, run, launch, exit);
                } else {
                    session.run(END, place(run, launch, Values.time(launch.at())));
                }
            }
        }
    }

    private static void start(Session session, long run, Launch launch) throws SQLException {
        if (session.first(IS_KNOWN, Row::number, place(run, launch)) == null) {
            var wish = launch.intent().spec().data();
            session.run(START, place(
                    run, launch, wish.get("lease"), wish.get("pool"), wish.get("slave_type"), wish.get("instance_type"),
                    market(wish.get("market")),
                    Values.time(launch.at())));
        }
    }

    /** What may fall back is asked for as spot first; how it came is known when it has a name. */
    private static String market(@Nullable Object wished) {
        return wished == null ? "on-demand" : wished.toString().startsWith("spot") ? "spot" : wished.toString();
    }

    private static void name(Session session, long run, Launch launch, Exit exit) throws SQLException {
        var wish = launch.intent().spec().data();
        session.run(NAME, place(
                run, launch, exit.outputs().get("instance_id"), exit.outputs().getOrDefault("instance_type", wish.get("instance_type")),
                market(exit.outputs().getOrDefault("market", wish.get("market"))), exit.outputs().get("agent")));
    }

    private static @Nullable Object[] place(long run, Launch launch, @Nullable Object... before) {
        var id = launch.intent().id();
        var all = Arrays.copyOf(before, before.length + 5);
        all[before.length] = run;
        all[before.length + 1] = launch.task();
        all[before.length + 2] = id.mapIndex();
        all[before.length + 3] = id.tryNumber();
        all[before.length + 4] = id.number();
        return all;
    }

    /** Nothing is left of a lease that is closed. */
    static void move(Session session, Lease lease) throws SQLException {
        if (lease.state() == Lease.State.CLOSED) {
            session.run(END_OF_A_LEASE, Values.time(lease.closedAt()), lease.id());
        }
    }

    static void ended(Session session, String machine, Instant at) throws SQLException {
        session.run(END_BY_NAME, Values.time(at), machine);
    }

    static void registered(Session session, MachineNews.Registered news) throws SQLException {
        session.run(REGISTERED, news.agent(), news.machine());
    }

    static void replaced(Session session, MachineNews.Replaced news) throws SQLException {
        if (session.first(IS_NAMED, Row::number, news.machine()) == null) {
            session.run(IN_PLACE_OF, news.type(), news.market(), Values.time(news.at()), news.machine(), news.lost());
        }
    }

    static List<PaidMachine> of(Session session, long run) throws SQLException {
        return session.list(OF_A_RUN, MachineRows::read, run);
    }

    static List<PaidMachine> of(Session session, Collection<Long> runs) throws SQLException {
        return session.list(OF_RUNS, MachineRows::read, (Object) runs.toArray(Long[]::new));
    }

    static boolean notice(Session session, String machine, String notice, Instant at) throws SQLException {
        return session.run(NOTICE, Values.cut(notice, 1000), Values.time(at), machine) > 0;
    }

    static Map<String, String> noticed(Session session, Instant since) throws SQLException {
        var noticed = new LinkedHashMap<String, String>();
        session.list(NOTICED, row -> Map.entry(row.text(), row.text()), Values.time(since))
                .forEach(each -> noticed.put(each.getKey(), each.getValue()));
        return noticed;
    }

    static List<PaidMachine> between(Session session, Instant from, Instant to, int limit) throws SQLException {
        return session.list(BETWEEN, MachineRows::read, Values.time(to), Values.time(from), limit);
    }

    private static PaidMachine read(Row row) throws SQLException {
        long run = row.big();
        var dag = new DagId(row.text());
        var key = row.text();
        var task = row.anyText();
        return new PaidMachine(
                run, dag, key, task == null ? "" : task, row.number(), row.text(), row.text(), row.anyText(), row.text(), row.text(),
                row.instant(),
                row.anyInstant(), row.anyText());
    }
}
