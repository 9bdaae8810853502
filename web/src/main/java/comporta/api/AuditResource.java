package comporta.api;

import comporta.store.Audit;
import comporta.store.AuditFilter;
import comporta.store.Role;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /audit}. */
final class AuditResource {
    /** Beyond the number of any entry; a browser can still write it. */
    private static final long LAST = (1L << 53) - 1;

    private final Audit audit;

    AuditResource(Audit audit) {
        this.audit = audit;
    }

    /** Who did what. */
    record AuditShape(
            long seq, Instant at, String who, @Nullable String role, @Words({"web", "cli", "api", "engine"}) String via, String verb,
            String subject, @Nullable String before, @Nullable String after, @Nullable String why, @Nullable String requestId) {}

    List<Route> routes() {
        return List.of(Route.get("/api/v1/audit", "Who did what, the latest first").needs(Role.OPERATOR).reach(Route.Reach.ALL)
                .takes(Parameter.text("subject", "Only what was done to this, as a path such as dags/nightly, and all below it"),
                        Parameter.text("who", "Only what this user did"), Parameter.text("verb", "Only deeds of this kind"),
                        Parameter.instant("from", "Not before then"),
                        Parameter.integer("upto", "The entry of that number first, then those before it", 1, LAST),
                        Parameter.limit(500), Parameter.cursor())
                .answers(new PageOf(AuditShape.class)).by(this::list));
    }

    private Answer list(Call call) {
        var limit = call.limit(50);
        var filter = new AuditFilter(
                call.text("subject").orElse(null), call.text("who").orElse(null), call.text("verb").orElse(null),
                call.instant("from").orElse(null));
        var found = audit.before(Cursors.read(call, call.integer("upto", LAST) + 1)[0], filter, limit);
        return Answer.ok(new Route.Page<>(
                found.stream().map(each -> new AuditShape(
                        each.seq(), each.at(), each.who(), each.origin().role(), each.origin().via().word(), each.verb(), each.subject(),
                        each.before(), each.after(), each.why(), each.origin().requestId())).toList(),
                found.size() < limit ? null : Cursors.of(found.getLast().seq())));
    }
}
