package comporta.mesos;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How machines are taken out of service before Mesos 1.9, which knows agents that take nothing new: they are put on the maintenance
 * schedule, so that frameworks hear of it, and taken down and up again, by which the master forgets them.
 */
final class Maintenance {
    private final Master master;
    private final InstantSource clock;

    Maintenance(Master master, InstantSource clock) {
        this.master = master;
        this.clock = clock;
    }

    /**
     * Announces it for a machine; of one that is announced already nothing more is said.
     *
     * @throws IOException when no master takes it
     */
    synchronized void announce(Map<String, Object> machine) throws IOException {
        var windows = new ArrayList<Object>();
        for (var window : master.ask(Map.of("type", "GET_MAINTENANCE_SCHEDULE")).in("get_maintenance_schedule").in("schedule")
                .all("windows")) {
            if (window.all("machine_ids").stream().anyMatch(each -> each.fields().equals(machine))) {
                return;
            }
            windows.add(window.fields());   // what is posted takes the place of all that there was
        }
        var start = TimeUnit.MILLISECONDS.toNanos(clock.millis());
        windows.add(Map.of("machine_ids", List.of(machine), "unavailability", Map.of("start", Map.of("nanoseconds", start))));
        master.tell(Map.of("type", "UPDATE_MAINTENANCE_SCHEDULE", "update_maintenance_schedule",
                Map.of("schedule", Map.of("windows", windows))));
    }

    /**
     * Ends what runs on a machine, and takes it off the schedule.
     *
     * @throws IOException when no master takes it
     */
    void takeDown(Map<String, Object> machine) throws IOException {
        announce(machine);
        master.tell(Map.of("type", "START_MAINTENANCE", "start_maintenance", Map.of("machines", List.of(machine))));
        master.tell(Map.of("type", "STOP_MAINTENANCE", "stop_maintenance", Map.of("machines", List.of(machine))));
    }
}
