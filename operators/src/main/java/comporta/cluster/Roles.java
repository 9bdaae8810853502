package comporta.cluster;

import java.util.Optional;

/** Where roles are kept. Each call may be repeated. */
public interface Roles extends AutoCloseable {
    /** A role as it is now; empty: there is none. */
    Optional<Role> look(String name);

    void carryOut(RoleChange change);

    @Override
    void close();
}
