package comporta.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tables {@code framework} and {@code assignment}. */
final class FrameworkRows {
    private static final String ID = """
            select framework_id
              from framework
             where backend = ?
            """;

    private static final String INSERT = """
            insert into framework (framework_id, backend)
            values (?, ?)
            """;

    private static final String UPDATE = """
            update framework
               set framework_id = ?
             where backend = ?
            """;

    private static final String DELETE = """
            delete from framework
             where backend = ?
            """;

    private static final String ASSIGNED = """
            select task_id, agent, agent_url
              from assignment
             where backend = ?
             order by task_id
            """;

    private static final String ASSIGN = """
            insert into assignment (backend, task_id, agent, agent_url)
            values (?, ?, ?, ?)
            """;

    private static final String UNASSIGN = """
            delete from assignment
             where backend = ? and task_id = ?
            """;

    private static final String UNASSIGN_ALL = """
            delete from assignment
             where backend = ?
            """;

    private FrameworkRows() {}

    static @Nullable String id(Session session, String backend) throws SQLException {
        return session.first(ID, Row::text, backend);
    }

    static void write(Session session, String backend, String id) throws SQLException {
        var kept = Values.all("the id of the framework", id, 250);
        if (session.run(UPDATE, kept, backend) == 0) {
            session.run(INSERT, kept, backend);
        }
    }

    static void delete(Session session, String backend) throws SQLException {
        session.run(UNASSIGN_ALL, backend);
        session.run(DELETE, backend);
    }

    static List<Framework.Assignment> assigned(Session session, String backend) throws SQLException {
        return session.list(ASSIGNED, row -> new Framework.Assignment(row.text(), row.text(), row.text()), backend);
    }

    static void assign(Session session, String backend, Collection<Framework.Assignment> tasks) throws SQLException {
        for (var task : tasks) {
            session.add(
                    ASSIGN, backend, Values.all("the id of the task", task.task(), 250),
                    Values.all("the id of the agent", task.agent(), 250),
                    Values.all("the address of the agent", task.agentUrl(), 1000));
        }
        session.flush(ASSIGN);
    }

    static void unassign(Session session, String backend, Collection<String> tasks) throws SQLException {
        for (var task : tasks) {
            session.add(UNASSIGN, backend, task);
        }
        session.flush(UNASSIGN);
    }
}
