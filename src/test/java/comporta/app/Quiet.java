package comporta.app;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for a server to have nothing left to do. */
final class Quiet {
    private static final int BETWEEN_LOOKS_MS = 100;
    private static final String UNDER_WAY = "/api/v1/runs?limit=1&state=queued&state=running&state=paused";

    private Quiet() {}

    /** Once nothing comes due by itself any more, and no run is left; or this life has ended. */
    static void await(Callers callers, String server, Life life) throws IOException, InterruptedException {
        var never = new CountDownLatch(1);
        while (life.isAlive() && (isScheduled(callers, server) || !items(callers.look(server, UNDER_WAY)).isEmpty())) {
            var _ = never.await(BETWEEN_LOOKS_MS, TimeUnit.MILLISECONDS);
        }
    }

    private static boolean isScheduled(Callers callers, String server) throws IOException, InterruptedException {
        return items(callers.look(server, "/api/v1/dags?limit=200&q=tick-")).stream()
                .anyMatch(dag -> dag instanceof Map<?, ?> map && map.get("schedule") instanceof Map<?, ?> schedule && !"manual".equals(schedule.get("code")));
    }

    private static List<?> items(Map<String, Object> page) {
        return page.get("items") instanceof List<?> items ? items : List.of();
    }
}
