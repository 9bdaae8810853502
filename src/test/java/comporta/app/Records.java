package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.app.Ledger.Line;
import comporta.dag.PlainData;
import comporta.store.Store;
import comporta.store.StoreSettings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What servers have left in their database, held against the ledger of the jobs and what callers were promised. */
final class Records {
    private static final int SUCCESS = 3;
    private static final int ENDED = 3;
    private static final int CLOSED = 3;

    private final BusyFolder folder;
    private final List<Run> runs;
    private final List<Tick> ticks;
    private final Map<Job, Integer> launches;
    private final Map<Job, Integer> successes;

    private record Run(long id, String dag, String key, int type, int state, String mark) {
        boolean isOfSchedule() {
            return type == 0;
        }
    }

    private record Tick(String dag, Instant at, int state, long run, String reason) {}

    private record Job(String run, String task, int tryNumber) {}

    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private Records(BusyFolder folder, List<Run> runs, List<Tick> ticks, Map<Job, Integer> launches, Map<Job, Integer> successes) {
        this.folder = folder;
        this.runs = runs;
        this.ticks = ticks;
        this.launches = launches;
        this.successes = successes;
    }

    /** Checks all that must hold when everything is over, and says how much of everything there was. */
    static String check(BusyFolder folder, String url, StoreSettings settings, Callers callers) throws SQLException, IOException {
        try (var store = Store.standBy(settings)) {
            assertThat(store.upkeep().verify()).as("the tables fit each other").isEmpty();
        }
        try (var database = DriverManager.getConnection(url, settings.user(), settings.password())) {
            var launches = new HashMap<Job, Integer>();
            var successes = new HashMap<Job, Integer>();
            list(database, """
                    select r.dag_id, r.run_key, t.task_id, l.try_no, l.state, l.exit_code
                      from launch l join run r on r.id = l.run_id
                      join task_instance t on t.run_id = l.run_id and t.task_no = l.task_no and t.map_index = l.map_index
                     where l.operator_name in ('command', 'model')
                    """, row -> {
                var job = new Job(row.getString(1) + "/" + row.getString(2), row.getString(3), row.getInt(4));
                launches.merge(job, 1, Integer::sum);
                if (row.getInt(5) == ENDED && Integer.valueOf(0).equals(row.getObject(6))) {   // none: it never started
                    successes.merge(job, 1, Integer::sum);
                }
                return job;
            });
            var records = new Records(
                    folder,
                    list(database, "select id, dag_id, run_key, run_type, state, params from run order by id", row -> new Run(
                            row.getLong(1), row.getString(2), row.getString(3), row.getInt(4), row.getInt(5),
                            String.valueOf(PlainData.mapFromJson(row.getString(6)).getOrDefault("mark", "")))),
                    list(database, "select dag_id, tick_at, state, coalesce(run_id, 0), reason from tick order by dag_id, tick_at", row -> new Tick(
                            row.getString(1), instant(row, 2), row.getInt(3), row.getLong(4), row.getString(5))),
                    launches, successes);
            records.runsAreOver();
            records.eachPromiseIsOneRun(callers);
            records.eachTickIsOneThing(database);
            records.eachSuccessIsFollowedOnce(database);
            records.eachLaunchIsOneJob();
            assertThat(list(database, "select id from lease where state <> " + CLOSED, row -> row.getString(1))).as("machines are given back").isEmpty();
            return records.toString();
        }
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static <T> List<T> list(Connection database, String sql, Reading<T> reading) throws SQLException {
        var found = new ArrayList<T>();
        try (var statement = database.createStatement(); var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(reading.of(rows));
            }
        }
        return found;
    }

    private void runsAreOver() {
        assertThat(runs).as("all runs are over").allMatch(run -> run.state() >= SUCCESS);
        assertThat(runs).filteredOn(run -> run.state() != SUCCESS).as("only what was replaced ended otherwise than well")
                .allMatch(run -> BusyFolder.isReplaced(run.dag()));
        var parents = runs.stream().filter(run -> run.dag().equals(BusyFolder.PARENT)).count();
        assertThat(runs).filteredOn(run -> run.dag().equals(BusyFolder.CHILD)).as("runs begun by others").hasSize((int) parents);
    }

    private void eachPromiseIsOneRun(Callers callers) {
        assertThat(callers.complaints()).as("what callers complain of").isEmpty();
        var ofMark = runs.stream().filter(run -> !run.mark().isEmpty()).collect(Collectors.groupingBy(run -> run.dag() + " " + run.mark()));
        assertThat(ofMark.values()).as("runs of each key").allMatch(each -> each.size() == 1);
        callers.acknowledged().forEach((asked, run) -> assertThat(ofMark.getOrDefault(asked.dag() + " " + asked.key(), List.of()))
                .as("%s", asked).extracting(Run::key).containsExactly(run));
    }

    private void eachTickIsOneThing(Connection database) throws SQLException {
        var first = new HashMap<String, Instant>();
        var last = new HashMap<String, Instant>();
        list(database, "select dag_id, first_seen_at, since from dag_standing", row -> {
            last.put(row.getString(1), instant(row, 3));
            return first.put(row.getString(1), instant(row, 2));
        });
        var ofDag = ticks.stream().collect(Collectors.groupingBy(Tick::dag));
        folder.seconds().forEach((dag, second) -> {
            var due = new ArrayList<Instant>();
            var from = first.getOrDefault(dag, Instant.MAX).getEpochSecond();
            for (long at = from - Math.floorMod(from - second, 60) + 60; at <= last.getOrDefault(dag, Instant.MIN).getEpochSecond(); at += 60) {
                due.add(Instant.ofEpochSecond(at));
            }
            assertThat(ofDag.getOrDefault(dag, List.of())).as("ticks of %s", dag).extracting(Tick::at).containsExactlyElementsOf(due);
        });
        assertThat(ticks).allMatch(tick -> (tick.state() == 0) == (tick.run() != 0) && (tick.state() == 0) == tick.reason().isEmpty());
        assertThat(runs).filteredOn(Run::isOfSchedule).as("runs of ticks").extracting(Run::id)
                .containsExactlyInAnyOrderElementsOf(ticks.stream()
                        .filter(tick -> tick.run() != 0 && folder.seconds().containsKey(tick.dag())).map(Tick::run).toList());
    }

    private void eachSuccessIsFollowedOnce(Connection database) throws SQLException {
        var heard = list(database, "select run_id from arrival where dag_id = '" + BusyFolder.FOLLOWER + "' and tick_at is not null", row -> row.getLong(1));
        assertThat(heard).as("successes that were followed").containsExactlyInAnyOrderElementsOf(
                runs.stream().filter(run -> run.dag().equals(BusyFolder.FOLLOWED)).map(Run::id).toList());
        assertThat(runs).filteredOn(run -> run.dag().equals(BusyFolder.FOLLOWER)).extracting(Run::id)
                .containsExactlyInAnyOrderElementsOf(
                        ticks.stream().filter(tick -> tick.dag().equals(BusyFolder.FOLLOWER) && tick.run() != 0).map(Tick::run).toList());
    }

    private void eachLaunchIsOneJob() throws IOException {
        var lines = folder.ledger().lines();
        var starts = new LinkedHashMap<Job, Integer>();
        var ends = new LinkedHashMap<Job, Integer>();
        for (var line : lines) {
            (line.isEnd() ? ends : starts).merge(new Job(line.start().run(), line.start().task(), line.start().tryNumber()), 1, Integer::sum);
        }
        assertThat(lines).filteredOn(line -> !line.isEnd()).extracting(Line::start).as("starts").doesNotHaveDuplicates();
        starts.forEach((job, number) -> assertThat(launches.getOrDefault(job, 0)).as("launches on record of %s", job).isGreaterThanOrEqualTo(number));
        successes.forEach((job, number) -> {
            assertThat(starts.getOrDefault(job, 0)).as("starts of %s", job).isEqualTo(number);
            assertThat(ends.getOrDefault(job, 0)).as("ends of %s", job).isEqualTo(number);
        });
    }

    @Override
    public String toString() {
        var states = ticks.stream().collect(Collectors.groupingBy(Tick::state, Collectors.counting()));
        return runs.size() + " runs, " + launches.values().stream().mapToInt(Integer::intValue).sum() + " launches, ticks: "
                + states.getOrDefault(0, 0L) + " run, " + states.getOrDefault(1, 0L) + " missed, " + states.getOrDefault(2, 0L) + " skipped";
    }
}
