package comporta.app;

import comporta.dag.Ids;
import comporta.dag.PlainData;
import comporta.nodes.Crew;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Machines that somebody has outside of any run, as they are on record under {@code $COMPORTA_HOME} before the first is asked for. */
record CrewFile(Path file) {
    static CrewFile of(Configuration configuration, String pool) {
        if (!Ids.isId(pool)) {
            throw new UsageException("\"" + pool + "\" cannot name a node pool. Use letters, digits, _ . and -.");
        }
        return new CrewFile(configuration.home().resolve("local").resolve("leases").resolve(pool + ".json"));
    }

    Optional<Crew.Order> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            var data = PlainData.mapFromJson(Files.readString(file));
            return Optional.of(new Crew.Order(
                    text(data.get("lease")), text(data.get("pool")), text(data.get("slave_type")), text(data.get("market")),
                    text(data.get("via")),
                    Integer.parseInt(text(data.get("nodes"))), Instant.parse(text(data.get("expires_at")))));
        } catch (IOException e) {
            throw UsageException.unreadable(file, e);
        }
    }

    void write(Crew.Order order) {
        var data = new LinkedHashMap<String, Object>();
        data.put("lease", order.lease());
        data.put("pool", order.pool());
        data.put("slave_type", order.slaveType());
        data.put("market", order.market());
        data.put("via", order.via());
        data.put("nodes", order.nodes());
        data.put("expires_at", order.expiresAt().toString());
        try {
            Files.createDirectories(file.getParent());
            var fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, PlainData.toJson(data));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UsageException("cannot write " + file + ": " + e.getMessage() + ".");
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UsageException("cannot remove " + file + ": " + e.getMessage() + ".");
        }
    }

    private static String text(@Nullable Object value) {
        return String.valueOf(value);
    }
}
