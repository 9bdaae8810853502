package comporta.api;

import comporta.access.Desk;
import comporta.store.Audit;
import comporta.store.AuditEntry;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Notes in the audit what is done to people; all else notes itself down in the transaction of the deed. */
final class Trail {
    private final Audit audit;
    private final Desk desk;
    private final InstantSource clock;

    Trail(Audit audit, Desk desk, InstantSource clock) {
        this.audit = audit;
        this.desk = desk;
        this.clock = clock;
    }

    void add(Call call, String verb, String subject, @Nullable String before, @Nullable String after) {
        var entry = new AuditEntry(0, clock.instant(), call.caller().name(), Deeds.origin(call), verb, subject, before, after, null);
        Deeds.waited(desk.call(() -> audit.add(entry)));
    }
}
