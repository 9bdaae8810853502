package comporta.store;

import comporta.dag.DagId;
import comporta.dag.PlainData;
import comporta.run.RunState;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tables {@code backfill} and {@code backfill_item}. */
final class BackfillRows {
    private static final String INSERT = """
            insert into backfill (dag_id, state, from_at, to_at, newest_first, reprocess, only_tasks, max_active, params, note,
                                  user_name, reason, created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String MOVE = """
            update backfill
               set state = ?, ended_at = ?
             where id = ? and state < 2
            """;

    private static final String COLUMNS = """
            select id, dag_id, state, from_at, to_at, newest_first, reprocess, only_tasks, max_active, params, note,
                   user_name, reason, created_at, ended_at
              from backfill
            """;

    private static final String ONE = COLUMNS + """
             where id = ?
            """;

    private static final String ACTIVE = COLUMNS + """
             where state < 2
             order by id
            """;

    private static final String OF_A_DAG = COLUMNS + """
             where dag_id = ? and id < ?
             order by id desc
             fetch first ? rows only
            """;

    private static final String OF_ALL = COLUMNS + """
             where id < ?
             order by id desc
             fetch first ? rows only
            """;

    private static final String ADD_ITEM = """
            insert into backfill_item (backfill_id, item_no, tick_at, interval_start, interval_end, state, reason)
            values (?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String MOVE_ITEM = """
            update backfill_item
               set state = ?, run_id = ?, reason = ?
             where backfill_id = ? and item_no = ?
            """;

    private static final String LEAVE_OUT = """
            update backfill_item
               set state = 2, reason = ?
             where backfill_id = ? and state = 0
            """;

    private static final String ITEM_COLUMNS = """
            select backfill_id, item_no, tick_at, interval_start, interval_end, state, run_id, reason
              from backfill_item
            """;

    private static final String ITEMS = ITEM_COLUMNS + """
             where backfill_id = ? and item_no > ?
             order by backfill_id, item_no
             fetch first ? rows only
            """;

    private static final String WAITING = ITEM_COLUMNS + """
             where backfill_id = ? and state = 0
             order by item_no
             fetch first ? rows only
            """;

    private static final String COUNTS = """
            select i.state, r.state, count(*)
              from backfill_item i
              left join run r on r.id = i.run_id
             where i.backfill_id = ?
             group by i.state, r.state
            """;

    private BackfillRows() {}

    static long insert(Session session, Backfill backfill) throws SQLException {
        return session.insert(
                INSERT, backfill.dag().value(), Codes.of(Codes.BACKFILL_STATES, backfill.state()), Values.time(backfill.from()),
                Values.time(backfill.until()), backfill.newestFirst(), Codes.of(Codes.REPROCESS, backfill.reprocess()),
                Values.all("the selection of tasks", backfill.only(), Values.WORDS), backfill.maxActive(),
                Values.all("the list of parameters", PlainData.toJson(backfill.given()), Room.DATA), Values.words(backfill.note()),
                Values.cut(backfill.user(), 250), Values.words(backfill.reason()), Values.time(backfill.createdAt()));
    }

    static void addItem(Session session, BackfillItem item) throws SQLException {
        session.add(
                ADD_ITEM, item.backfill(), item.number(), Values.time(item.tick()), Values.time(item.intervalStart()),
                Values.time(item.intervalEnd()), Codes.of(Codes.ITEM_STATES, item.state()), Values.words(item.reason()));
    }

    static void flushItems(Session session) throws SQLException {
        session.flush(ADD_ITEM);
    }

    static void move(Session session, Backfill backfill) throws SQLException {
        session.run(MOVE, Codes.of(Codes.BACKFILL_STATES, backfill.state()), Values.time(backfill.endedAt()), backfill.id());
    }

    static void move(Session session, BackfillItem item, BackfillItem.State state, @Nullable Long run, String reason) throws SQLException {
        session.run(MOVE_ITEM, Codes.of(Codes.ITEM_STATES, state), run, Values.words(reason), item.backfill(), item.number());
    }

    static void leaveOut(Session session, long backfill, String reason) throws SQLException {
        session.run(LEAVE_OUT, Values.words(reason), backfill);
    }

    static List<Backfill> active(Session session) throws SQLException {
        return session.list(ACTIVE, BackfillRows::read);
    }

    static @Nullable Backfill find(Session session, long id) throws SQLException {
        return session.first(ONE, BackfillRows::read, id);
    }

    static List<Backfill> of(Session session, @Nullable DagId dag, long before, int limit) throws SQLException {
        return dag == null
                ? session.list(OF_ALL, BackfillRows::read, before, limit)
                : session.list(OF_A_DAG, BackfillRows::read, dag.value(), before, limit);
    }

    static List<BackfillItem> items(Session session, long backfill, int after, int limit) throws SQLException {
        return session.list(ITEMS, BackfillRows::item, backfill, after, limit);
    }

    static List<BackfillItem> waiting(Session session, long backfill, int limit) throws SQLException {
        return session.list(WAITING, BackfillRows::item, backfill, limit);
    }

    static BackfillProgress progress(Session session, long backfill) throws SQLException {
        record Count(BackfillItem.State state, @Nullable RunState run, int count) {}
        int waiting = 0;
        int leftOut = 0;
        int active = 0;
        int succeeded = 0;
        int failed = 0;
        int cancelled = 0;
        for (var each : session.list(
                COUNTS, row -> new Count(row.word(Codes.ITEM_STATES), row.anyWord(Codes.RUN_STATES), row.number()), backfill)) {
            var run = each.run();
            if (each.state() == BackfillItem.State.WAITING) {
                waiting += each.count();
            } else if (each.state() == BackfillItem.State.LEFT_OUT || run == null) {
                leftOut += each.count();
            } else {
                switch (run) {
                    case QUEUED, RUNNING, PAUSED -> active += each.count();
                    case SUCCESS -> succeeded += each.count();
                    case FAILED -> failed += each.count();
                    case CANCELLED -> cancelled += each.count();
                }
            }
        }
        return new BackfillProgress(waiting, active, succeeded, failed, cancelled, leftOut);
    }

    private static Backfill read(Row row) throws SQLException {
        return new Backfill(
                row.big(), new DagId(row.text()), row.word(Codes.BACKFILL_STATES), row.instant(), row.instant(), row.truth(),
                row.word(Codes.REPROCESS), row.text(), row.number(), row.data(), row.text(), row.text(), row.text(), row.instant(),
                row.anyInstant());
    }

    private static BackfillItem item(Row row) throws SQLException {
        return new BackfillItem(
                row.big(), row.number(), row.instant(), row.instant(), row.instant(), row.word(Codes.ITEM_STATES),
                row.anyBig(), row.text());
    }
}
