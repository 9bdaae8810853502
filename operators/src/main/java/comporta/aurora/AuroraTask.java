package comporta.aurora;

import comporta.aurora.ThriftValue.Struct;
import comporta.aurora.ThriftValue.Text;
import comporta.dag.PlainData;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One generation of an instance of a job, as the scheduler tells of it.
 *
 * @param host where it runs or ran; empty: nowhere yet
 * @param ancestor the task that this one replaces; empty: none
 * @param events oldest first
 * @param metadata of the job, by key
 */
record AuroraTask(
        String id, JobKey job, String agent, String host, ScheduleStatus status, String ancestor,
        List<Event> events, Map<String, String> metadata) {
    AuroraTask {
        events = List.copyOf(events);
        metadata = PlainData.ordered(metadata);
    }

    /** A change of status. */
    record Event(Instant at, ScheduleStatus status, String message) {}

    /** @throws ThriftBroken when its status is none that we know */
    static AuroraTask of(Struct scheduled) {
        var assigned = scheduled.struct(1);
        var config = assigned.struct(4);
        var metadata = new LinkedHashMap<String, String>();
        config.structs(27).forEach(entry -> metadata.put(entry.text(1), entry.text(2)));
        return new AuroraTask(
                assigned.text(1),
                JobKey.of(config.struct(28)),
                assigned.text(2),
                assigned.text(3),
                ScheduleStatus.of(scheduled.number(2, -1)),
                scheduled.text(5),
                scheduled.structs(4).stream()
                        .map(event -> new Event(
                                Instant.ofEpochMilli(event.number64(1)), ScheduleStatus.of(event.number(2, -1)), event.text(3)))
                        .toList(),
                metadata);
    }

    /** When the scheduler made it. */
    Instant created() {
        return events.isEmpty() ? Instant.EPOCH : events.getFirst().at();
    }

    /** When it came to that status last; the epoch when it never did. */
    Instant since(ScheduleStatus status) {
        return events.stream().filter(event -> event.status() == status).map(Event::at).reduce(Instant.EPOCH, (_, later) -> later);
    }

    /** What was said with its newest change; may be empty. */
    String lastWords() {
        return events.isEmpty() ? "" : events.getLast().message();
    }

    boolean was(ScheduleStatus status) {
        return events.stream().anyMatch(event -> event.status() == status);
    }

    static Struct textEntry(String key, String value) {
        return Struct.with().value(1, new Text(key)).value(2, new Text(value)).build();
    }
}
