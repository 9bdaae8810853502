package comporta.store;

import comporta.dag.PlainData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What must be true of the tables as they stand. */
enum CrossCheck {
    RUN_WITHOUT_VERSION("run %d is pinned to a version of its DAG that is not there", """
            select r.id
              from run r
              left join dag_version v on v.id = r.dag_version and v.dag_id = r.dag_id
             where v.id is null
            """),
    VERSION_WITHOUT_TEXT("DAG version %d has no text", """
            select v.id
              from dag_version v
              left join dag_source s on s.dag_version = v.id and s.part = 0
             where s.dag_version is null
            """),
    TASK_WITHOUT_RUN("there are tasks of run %d, which is not there", """
            select distinct i.run_id
              from task_instance i
              left join run r on r.id = i.run_id
             where r.id is null
            """),
    TRY_WITHOUT_TASK("there are tries of run %d whose tasks are not there", """
            select distinct t.run_id
              from task_try t
              left join task_instance i on i.run_id = t.run_id and i.task_no = t.task_no and i.map_index = t.map_index
             where i.run_id is null
            """),
    LAUNCH_WITHOUT_TRY("there are launches of run %d whose tries are not there", """
            select distinct l.run_id
              from launch l
              left join task_try t
                on t.run_id = l.run_id and t.task_no = l.task_no and t.map_index = l.map_index and t.try_no = l.try_no
             where t.run_id is null
            """),
    OVER_WITH_TASKS_UNDER_WAY("run %d is over, and not all of its tasks are at rest", """
            select distinct r.id
              from run r
              join task_instance i on i.run_id = r.id
             where r.state >= 3 and (i.state < 8 or i.state > 13)
            """),
    OVER_WITHOUT_END("run %d is over, and it is not said since when", """
            select id
              from run
             where state >= 3 and ended_at is null
            """),
    RUN_OTHERWISE_IN_HISTORY("run %d is not in the state that its history ends with", """
            select r.id, r.state, h.body
              from run r
              join history h on h.id = (select max(l.id) from history l where l.run_id = r.id and l.kind = 0)
            """) {
        @Override
        List<String> findings(Session session) throws SQLException {
            var wrong = new ArrayList<String>();
            session.each(sql(), row -> {
                if (!Codes.word(Codes.RUN_STATES, number(row, "state")).word().equals(state(row))) {
                    wrong.add(told(row));
                }
            });
            return first(wrong);
        }
    },
    TASK_OTHERWISE_IN_HISTORY("a task of run %d is not in the state that its history ends with", """
            select i.run_id as id, i.task_id, i.state, h.body
              from task_instance i
              join (select run_id, task_no, map_index, max(id) as id from history where kind = 1 group by run_id, task_no, map_index) l
                on l.run_id = i.run_id and l.task_no = i.task_no and l.map_index = i.map_index
              join history h on h.id = l.id
            """) {
        @Override
        List<String> findings(Session session) throws SQLException {
            var wrong = new ArrayList<String>();
            session.each(sql(), row -> {
                if (!StateColumns.word(number(row, "state")).equals(state(row))) {
                    wrong.add(told(row) + ": " + row.get("task_id"));
                }
            });
            return first(wrong);
        }
    };

    private static final int ENOUGH = 20;

    private final String what;
    private final String sql;

    CrossCheck(String what, String sql) {
        this.what = what;
        this.sql = sql;
    }

    /** The first few contradictions. */
    List<String> findings(Session session) throws SQLException {
        return first(session.list(sql + " fetch first 20 rows only", row -> what.formatted(row.big())));
    }

    String sql() {
        return sql;
    }

    String told(Map<String, ?> row) {
        return what.formatted(row.get("id"));
    }

    static List<String> first(List<String> wrong) {
        return wrong.subList(0, Math.min(ENOUGH, wrong.size()));
    }

    private static int number(Map<String, ?> row, String column) {
        return row.get(column) instanceof Number number ? number.intValue() : -1;
    }

    private static String state(Map<String, ?> row) {
        return String.valueOf(PlainData.mapFromJson(String.valueOf(row.get("body"))).get("state"));
    }
}
