package comporta.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.function.BooleanSupplier;

/** Figures of this process for Prometheus, whatever it does. */
final class ProcessFigures {
    private ProcessFigures() {}

    /** @param leads whether this process schedules at present */
    static void countIn(MeterRegistry registry, String version, BooleanSupplier leads) {
        Gauge.builder("comporta.info", () -> 1).description("Version of this program").tag("version", version).register(registry);
        Gauge.builder("comporta.leader", () -> leads.getAsBoolean() ? 1 : 0).description("1: this process schedules; 0: it stands by")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }
}
