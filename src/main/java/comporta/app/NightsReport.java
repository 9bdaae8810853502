package comporta.app;

import comporta.dag.PlainData;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What simulated nights come to.
 *
 * @param hits nights that met all their deadlines; null: the DAG has none
 * @param first tick of the first night
 * @param lengths of all nights, from tick to end
 * @param peakNodes the most machines held at the same time on any night
 * @param idle seconds of machines on which nothing ran, over all nights
 * @param sha256 of the event log
 * @param today the same nights with nothing supposed; null: nothing is
 */
record NightsReport(long seed, @Nullable Integer hits, Instant first, List<Duration> lengths, int peakNodes, double idle, String sha256, @Nullable NightsReport today) {
    NightsReport {
        lengths = lengths.stream().sorted().toList();
    }

    NightsReport against(NightsReport unchanged) {
        return new NightsReport(seed, hits, first, lengths, peakNodes, idle, sha256, unchanged);
    }

    String json() {
        return PlainData.toJson(data());
    }

    private Map<String, @Nullable Object> data() {
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("nights", lengths.size());
        data.put("seed", seed);
        data.put("hits", hits);
        data.put("p50_end", JsonLines.instant(first.plus(quantile(0.5))));
        data.put("p90_end", JsonLines.instant(first.plus(quantile(0.9))));
        data.put("cost", null);
        data.put("peak_nodes", peakNodes);
        data.put("idle_machine_s", Math.round(idle * 1000) / 1000.0);
        data.put("event_log_sha256", sha256);
        if (today != null) {
            data.put("today", today.data());
        }
        return data;
    }

    List<String> lines() {
        if (today == null) {
            return own();
        }
        var lines = new ArrayList<>(own());
        lines.add("");
        lines.add("without --set:");
        lines.addAll(today.own());
        return lines;
    }

    private List<String> own() {
        return List.of(
                lengths.size() + " nights, seed " + seed,
                hits == null ? "no deadlines" : "deadlines met on " + hits + " of " + lengths.size() + " nights",
                "a night lasts " + Figures.span(quantile(0.5)) + " (p50), " + Figures.span(quantile(0.9)) + " (p90)",
                peakNodes == 0 ? "no machines" : "at most " + peakNodes + " machines, idle for "
                        + Figures.span(Duration.ofMillis(Math.round(idle * 1000))) + " in all",
                "event log " + sha256);
    }

    /** At position q(n+1) of the sorted lengths, interpolated. */
    Duration quantile(double share) {
        double position = share * (lengths.size() + 1) - 1;
        int below = Math.clamp((long) Math.floor(position), 0, lengths.size() - 1);
        int above = Math.min(below + 1, lengths.size() - 1);
        double rest = Math.clamp(position - below, 0.0, 1.0);
        return Duration.ofMillis(Math.round(lengths.get(below).toMillis() * (1 - rest) + lengths.get(above).toMillis() * rest));
    }
}
