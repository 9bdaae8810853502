package comporta.app;

import comporta.chronos.Chronos;
import comporta.dag.Dag;
import comporta.elasticity.ChronosPlatform;
import comporta.elasticity.CpuUsed;
import comporta.elasticity.MarathonPlatform;
import comporta.elasticity.Measure;
import comporta.elasticity.Measures;
import comporta.elasticity.Platform;
import comporta.elasticity.Supervisor;
import comporta.elasticity.SupervisorMemory;
import comporta.elasticity.SupervisorTerms;
import comporta.job.HttpSettings;
import comporta.marathon.Marathon;
import comporta.monasca.AlarmDefinitions;
import comporta.monasca.MonascaClient;
import comporta.monasca.MonascaCpuUsed;
import comporta.monasca.MonascaCredentials;
import comporta.monasca.MonascaMeasures;
import comporta.operator.AlarmThread;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What gives jobs CPU while this process has the lead: the supervisor of jobs from outside, and where every decision is told. */
final class Control implements AutoCloseable {
    private static final int MOST_WAITING = 100_000;
    private static final Duration TOGETHER = Duration.ofSeconds(1);

    private final AlarmThread alarm;
    private final Supervisor supervisor;
    private final Measures measures;
    private final @Nullable MonascaMeasures monasca;
    private final @Nullable MonascaClient alarms;
    private final @Nullable AlarmKeeper alarmKeeper;
    private final Map<String, Platform> platforms = new LinkedHashMap<>();

    /**
     * @param metrics figures of our own
     * @throws UsageException when a file that the configuration names cannot be used
     */
    Control(Configuration configuration, SupervisorMemory memory, MeterRegistry metrics, InstantSource clock) {
        alarm = new AlarmThread("supervisor", clock);
        var file = configuration.find("monasca.credentials");
        try {
            clusters(configuration);
            alarms = file == null ? null : client(configuration.home().resolve(file.toString()), clock);
            alarmKeeper = alarms == null ? null : new AlarmKeeper(alarms);
            monasca = file == null ? null : new MonascaMeasures(
                    client(configuration.home().resolve(file.toString()), clock),
                    configuration.home().resolve("monasca").resolve("waiting"), MOST_WAITING, TOGETHER);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage() + ".");
        }
        measures = told -> {
            count(metrics, told);
            if (monasca != null) {
                monasca.take(told);
            }
        };
        supervisor = new Supervisor(
                memory, platforms, SupervisorTerms.USUAL.by(configuration.law()),
                alarms == null ? CpuUsed.UNKNOWN : new MonascaCpuUsed(alarms), measures, clock,
                alarm);
    }

    /** The first cluster of each kind is the one whose jobs are supervised. */
    private void clusters(Configuration configuration) {
        for (var cluster : Backends.clusters(configuration)) {
            if (platforms.containsKey(cluster.kind())) {
                continue;
            }
            switch (cluster.kind()) {
                case "chronos" -> platforms.put("chronos", new ChronosPlatform(Chronos.client(cluster)));
                case "marathon" -> platforms.put("marathon", new MarathonPlatform(Marathon.client(cluster)));
                default -> { }
            }
        }
    }

    private static MonascaClient client(Path credentials, InstantSource clock) {
        return new MonascaClient(MonascaCredentials.of(credentials), HttpSettings.PLAIN, clock);
    }

    private static void count(MeterRegistry metrics, List<Measure> told) {
        for (var measure : told) {
            if (measure.name().equals("comporta.cpu_decision")) {
                Counter.builder("comporta.cpu.decisions").tag("state", measure.meta().getOrDefault("state", ""))
                        .register(metrics).increment();
            }
        }
    }

    void start() {
        supervisor.start();   // alarms wait for the DAGs: those of deadlines that are known would be removed
    }

    /** Alarms of deadlines, beside those of supervised jobs, that are to be defined from now on. */
    void wantAlarms(Collection<Dag> dags) {
        var keeper = alarmKeeper;
        if (keeper != null) {
            var wanted = new ArrayList<>(platforms.keySet().stream().map(AlarmDefinitions::ofJobs).toList());
            wanted.addAll(DeadlineMeasures.alarms(dags));
            keeper.want(wanted);
        }
    }

    /** Where jobs report. */
    Supervisor supervisor() {
        return supervisor;
    }

    /** Where decisions are told. */
    Measures measures() {
        return measures;
    }

    @Override
    public void close() {
        supervisor.close();
        alarm.close();
        if (monasca != null) {
            monasca.close();
        }
        if (alarmKeeper != null) {
            alarmKeeper.close();
        }
        if (alarms != null) {
            alarms.close();
        }
    }
}
