package comporta.nodes;

import comporta.operator.Cause;
import comporta.operator.Refused;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Machines that exist only as files, take a while to boot, and outlive the scheduler as real ones do.
 *
 * <p>All schedulers of a host may share one folder, if one at a time starts and ends machines.
 */
public final class SimulatedProvider implements Provider {
    private static final Duration MARKERS_LIVE = Duration.ofDays(1);

    private final MachineFiles files;
    private final InstantSource clock;
    private final Duration fastestBoot;
    private final Duration slowestBoot;

    /** Boot times of 1.5 to 4 seconds. */
    public SimulatedProvider(Path state, InstantSource clock) {
        this(state, clock, Duration.ofMillis(1500), Duration.ofSeconds(4));
    }

    /**
     * @param state folder of the machines; made when it is missing
     * @param slowestBoot each machine boots in its own time, between the two
     */
    public SimulatedProvider(Path state, InstantSource clock, Duration fastestBoot, Duration slowestBoot) {
        if (fastestBoot.isNegative() || slowestBoot.compareTo(fastestBoot) < 0) {
            throw new IllegalArgumentException("boot times from " + fastestBoot + " to " + slowestBoot + " are none");
        }
        this.files = new MachineFiles(state);
        this.clock = clock;
        this.fastestBoot = fastestBoot;
        this.slowestBoot = slowestBoot;
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public synchronized Machine launch(MachineRequest request) {
        var now = clock.instant();
        var standing = files.read(request.key());
        if (standing.isPresent()) {
            var machine = standing.get().at(now);
            if (machine.state() != Machine.State.GONE || machine.token().equals(request.token())) {
                return machine;
            }
        }
        if (files.isClosed(request.key().lease())) {
            throw new Refused(Cause.OPERATOR, "lease " + request.key().lease() + " was given back: no machine is started for it");
        }
        // Launched in whole milliseconds, as instants are told everywhere.
        var launchedAt = Instant.ofEpochMilli(now.toEpochMilli());
        var machine = new SimulatedMachine(paidOnce(request), launchedAt, launchedAt.plus(bootTime(request.token())), null);
        files.write(machine);
        return machine.at(now);
    }

    @Override
    public List<Machine> look(Collection<MachineKey> keys) {
        var now = clock.instant();
        return keys.stream().flatMap(key -> files.read(key).stream()).map(machine -> machine.at(now)).toList();
    }

    @Override
    public List<Machine> machines() {
        var now = clock.instant();
        return files.all().stream()
                .map(machine -> machine.at(now))
                .filter(machine -> machine.state() != Machine.State.GONE)
                .toList();
    }

    @Override
    public synchronized void terminate(Collection<MachineKey> keys) {
        keys.forEach(key -> files.read(key).ifPresent(this::end));
    }

    @Override
    public synchronized boolean release(String lease, Duration drain) {
        var now = clock.instant();
        files.close(lease, now, now.minus(MARKERS_LIVE));   // first, so that nothing is started behind our back
        files.of(lease).forEach(this::end);
        boolean nothingLeft = files.of(lease).stream().allMatch(machine -> machine.endedAt() != null);
        if (nothingLeft) {
            files.delete(lease);
        }
        return nothingLeft;
    }

    @Override
    public synchronized boolean shrink(String lease, int staying) {
        files.of(lease).stream()
                .filter(machine -> machine.endedAt() == null)
                .sorted(Comparator.comparingInt(machine -> machine.wish().key().index()))
                .skip(staying)
                .forEach(this::end);
        return true;
    }

    @Override
    public Instant lookAgain(Machine machine) {
        return files.read(machine.key()).map(SimulatedMachine::bootsAt).orElseGet(clock::instant);
    }

    private void end(SimulatedMachine machine) {
        if (machine.endedAt() == null) {
            files.write(machine.ended(clock.instant()));
        }
    }

    /** Spot machines never run out here, so that a fallback is never needed. */
    private static MachineRequest paidOnce(MachineRequest request) {
        return "spot-with-fallback".equals(request.market())
                ? new MachineRequest(request.key(), request.token(), request.pool(), request.slaveType(), request.type(), "spot", request.tags(), request.make())
                : request;
    }

    private Duration bootTime(String token) {
        long spread = slowestBoot.minus(fastestBoot).toMillis();
        return fastestBoot.plusMillis(Long.parseLong(Hash.of(token, 12), 16) % (spread + 1));
    }
}
