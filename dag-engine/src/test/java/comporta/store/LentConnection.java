package comporta.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection that is given back when it is closed: without what was not committed, as after a death, and with no statement open. */
final class LentConnection implements InvocationHandler {
    private final Connection connection;
    private final Consumer<Connection> back;
    private final List<Statement> statements = new ArrayList<>();
    private boolean isBack;

    private LentConnection(Connection connection, Consumer<Connection> back) {
        this.connection = connection;
        this.back = back;
    }

    static Connection of(Connection connection, Consumer<Connection> back) {
        return (Connection) Proxy.newProxyInstance(
                LentConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, new LentConnection(connection, back));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] words) throws Throwable {
        if (method.getName().equals("close")) {
            giveBack();
            return null;
        }
        try {
            var answer = method.invoke(connection, words);
            if (answer instanceof Statement statement) {
                statements.add(statement);
            }
            return answer;
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private void giveBack() throws SQLException {
        if (isBack) {
            return;
        }
        isBack = true;
        for (var statement : statements) {
            statement.close();
        }
        statements.clear();
        connection.rollback();
        back.accept(connection);
    }
}
