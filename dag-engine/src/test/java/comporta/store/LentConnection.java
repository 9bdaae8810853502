package comporta.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection that is given back when it is closed: without what was not committed, as after a death. */
final class LentConnection implements InvocationHandler {
    private final Kept kept;
    private final Consumer<Kept> back;
    private boolean isBack;

    /** A connection with the statements that whoever had it prepared: they stay so for the next. */
    record Kept(Connection connection, Map<String, PreparedStatement> prepared) {
        Kept(Connection connection) {
            this(connection, new HashMap<>());
        }

        private PreparedStatement prepared(String sql) throws SQLException {
            var known = prepared.get(sql);
            if (known == null || known.isClosed()) {
                known = connection.prepareStatement(sql);
                prepared.put(sql, known);
            } else {
                known.clearBatch();
            }
            return known;
        }
    }

    private LentConnection(Kept kept, Consumer<Kept> back) {
        this.kept = kept;
        this.back = back;
    }

    static Connection of(Kept kept, Consumer<Kept> back) {
        return (Connection) Proxy.newProxyInstance(
                LentConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, new LentConnection(kept, back));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] words) throws Throwable {
        if (method.getName().equals("close")) {
            giveBack();
            return null;
        }
        if (method.getName().equals("prepareStatement") && words != null && words.length == 1 && words[0] instanceof String sql) {
            return kept.prepared(sql);
        }
        try {
            return method.invoke(kept.connection(), words);
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private void giveBack() throws SQLException {
        if (!isBack) {
            isBack = true;
            kept.connection().rollback();
            back.accept(kept);
        }
    }
}
