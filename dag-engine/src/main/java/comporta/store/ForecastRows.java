package comporta.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Table {@code forecast}. */
final class ForecastRows {
    private static final String AGAIN = """
            update forecast
               set made_at = ?, p50 = ?, p90 = ?, raw_p50 = ?, raw_p90 = ?, late = ?
             where run_id = ? and checkpoint = ?
            """;

    private static final String KEEP = """
            insert into forecast (made_at, p50, p90, raw_p50, raw_p90, late, run_id, checkpoint)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String OF_RUNS = """
            select run_id, checkpoint, made_at, p50, p90, raw_p50, raw_p90, late
              from forecast
             where run_id = any (?)
             order by run_id, checkpoint
            """;

    private ForecastRows() {}

    static void keep(Session session, KeptForecast kept) throws SQLException {
        @Nullable Object[] values = {
            Values.time(kept.madeAt()), Values.time(kept.p50()), Values.time(kept.p90()), Values.time(kept.rawP50()),
                    Values.time(kept.rawP90()),
            kept.late(), kept.run(), kept.checkpoint()};
        if (session.run(AGAIN, values) == 0) {
            session.run(KEEP, values);
        }
    }

    static List<KeptForecast> of(Session session, Collection<Long> runs) throws SQLException {
        return session.list(OF_RUNS, row -> new KeptForecast(
                row.big(), row.number(), row.instant(), row.instant(), row.instant(), row.instant(), row.instant(), row.anyFraction()),
                (Object) runs.toArray(Long[]::new));
    }
}
