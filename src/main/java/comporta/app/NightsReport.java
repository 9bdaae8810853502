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
 * @param idle machines on which nothing ran, over all nights
 * @param cost of all machines over all nights; null: unknown
 * @param sha256 of the event log
 * @param pools the same nights by when machines start; empty: nobody asks
 * @param today the same nights with nothing supposed; null: nothing is
 */
record NightsReport(
        long seed, @Nullable Integer hits, Instant first, List<Duration> lengths, int peakNodes, Idle idle,
        SimulatedCost.@Nullable Amount cost,
        String sha256, @Nullable NightsReport today, Map<String, NightsReport> pools) {
    NightsReport {
        lengths = lengths.stream().sorted().toList();
        pools = PlainData.ordered(pools);
    }

    NightsReport against(NightsReport unchanged) {
        return new NightsReport(seed, hits, first, lengths, peakNodes, idle, cost, sha256, unchanged, pools);
    }

    /** @param others by {@code eager} and {@code jit}, those that are asked for */
    NightsReport comparing(Map<String, NightsReport> others) {
        return new NightsReport(seed, hits, first, lengths, peakNodes, idle, cost, sha256, today, others);
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
        data.put("cost", cost == null ? null : cost.data());
        data.put("peak_nodes", peakNodes);
        data.put("idle_machine_s", Math.round(idle.seconds() * 1000) / 1000.0);
        data.put("event_log_sha256", sha256);
        if (today != null) {
            data.put("today", today.data());
        }
        if (!pools.isEmpty()) {
            var byStart = new LinkedHashMap<String, Object>();
            pools.forEach((start, report) -> byStart.put(start, report.data()));
            data.put("pools", byStart);
        }
        return data;
    }

    List<String> lines() {
        var lines = new ArrayList<>(own());
        if (today != null) {
            lines.add("");
            lines.add("without --set:");
            lines.addAll(today.own());
        }
        if (!pools.isEmpty()) {
            lines.add("");
            lines.addAll(byStart());
        }
        return lines;
    }

    private List<String> byStart() {
        var lines = new ArrayList<String>();
        lines.add("machines start   idle machine-seconds   booting or leaving   kept for people   deadlines met   p50 end    p90 end    cost");
        pools.forEach((start, report) -> lines.add("%-14s %22d %20d %17d %15s   %-8s   %-8s   %s".formatted(
                start, Math.round(report.idle.seconds()), Math.round(report.idle.underWay()), Math.round(report.idle.kept()),
                report.hits == null ? "-" : report.hits + " of " + report.lengths.size(), Figures.span(report.quantile(0.5)),
                Figures.span(report.quantile(0.9)), report.cost == null ? "unknown" : report.cost.words())));
        var eager = pools.get("eager");
        var jit = pools.get("jit");
        if (eager != null && jit != null && eager.idle.seconds() > 0) {
            lines.add("jit: %.0f %% of the idle machine-seconds of eager".formatted(100 * jit.idle.seconds() / eager.idle.seconds()));
        }
        return lines;
    }

    private List<String> own() {
        return List.of(
                lengths.size() + " nights, seed " + seed,
                hits == null ? "no deadlines" : "deadlines met on " + hits + " of " + lengths.size() + " nights",
                "a night lasts " + Figures.span(quantile(0.5)) + " (p50), " + Figures.span(quantile(0.9)) + " (p90)",
                peakNodes == 0 ? "no machines" : "at most " + peakNodes + " machines, idle for "
                        + Figures.span(Duration.ofMillis(Math.round(idle.seconds() * 1000))) + " in all"
                        + (cost == null ? "" : ", for " + cost.words()),
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
