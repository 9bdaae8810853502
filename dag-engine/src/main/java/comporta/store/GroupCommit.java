package comporta.store;

import comporta.decide.Change;
import comporta.decide.TimeLimit;
import comporta.operator.Lease;
import comporta.run.DagRun;
import comporta.run.Launch;
import comporta.run.TaskInstance;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rows of one group of changes. What moved more than once is written once, as it is in the end; its history has every move. Rows are
 * written in order of run and task: H2 pays by pages touched, and PostgreSQL deadlocks on rows taken in different orders.
 */
final class GroupCommit {
    private record Instance(long run, int task, int mapIndex) implements Comparable<Instance> {
        private static final Comparator<Instance> ORDER =
                Comparator.comparingLong(Instance::run).thenComparingInt(Instance::task).thenComparingInt(Instance::mapIndex);

        @Override
        public int compareTo(Instance other) {
            return ORDER.compare(this, other);
        }
    }

    private record Start(Instance instance, int tryNumber, int number) implements Comparable<Start> {
        private static final Comparator<Start> ORDER =
                Comparator.comparing(Start::instance).thenComparingInt(Start::tryNumber).thenComparingInt(Start::number);

        @Override
        public int compareTo(Start other) {
            return ORDER.compare(this, other);
        }
    }

    private final List<Change> changes;
    private final TreeSet<Long> runs = new TreeSet<>();
    private final TreeMap<Long, DagRun> movedRuns = new TreeMap<>();
    private final TreeMap<Instance, TaskInstance> tasks = new TreeMap<>();
    private final List<Change.TryOpened> opened = new ArrayList<>();
    private final List<Change.TryClosed> closed = new ArrayList<>();
    private final TreeMap<Start, Launch> intended = new TreeMap<>();
    private final TreeMap<Start, Launch> launches = new TreeMap<>();
    private final List<Change.Expanded> expanded = new ArrayList<>();
    private final List<Change.LaunchMoved> machines = new ArrayList<>();
    private final Map<String, Lease> leases = new LinkedHashMap<>();
    private final List<Change.Ordered> orders = new ArrayList<>();
    private final Map<Long, Map<Object, TimeLimit>> limits = new TreeMap<>();
    private final List<Change.WishSettled> wishes = new ArrayList<>();

    GroupCommit(List<Change> changes) {
        this.changes = changes;
        changes.forEach(this::sort);
    }

    /** The runs that are changed, in order of id. */
    List<Long> runs() {
        return List.copyOf(runs);
    }

    private void sort(Change change) {
        if (!(change instanceof Change.WishSettled)) {
            runs.add(change.run());
        }
        switch (change) {
            case Change.RunMoved moved -> movedRuns.put(moved.run(), moved.after());
            case Change.TaskMoved moved ->
                tasks.put(new Instance(moved.run(), moved.after().task(), moved.after().mapIndex()), moved.after());
            case Change.TryOpened open -> opened.add(open);
            case Change.TryClosed close -> closed.add(close);
            case Change.LaunchMoved moved -> sort(moved);
            case Change.LeaseMoved moved -> leases.put(moved.after().id(), moved.after());
            case Change.Expanded expanded -> this.expanded.add(expanded);
            case Change.Ordered ordered -> orders.add(ordered);
            case Change.LimitMoved moved -> {
                var limit = moved.after();
                limits.computeIfAbsent(moved.run(), _ -> new LinkedHashMap<>())
                        .put(List.of(limit.kind(), limit.task(), limit.mapIndex(), limit.number()), limit);
            }
            case Change.WishSettled settled -> wishes.add(settled);
        }
    }

    private void sort(Change.LaunchMoved moved) {
        var launch = moved.after();
        if (MachineRows.isMachine(launch)) {
            machines.add(moved);   // each step of its story: it is paid for from the first one on
        }
        var id = launch.intent().id();
        var start = new Start(new Instance(moved.run(), launch.task(), id.mapIndex()), id.tryNumber(), id.number());
        if (launch.state() == Launch.State.INTENDED || intended.containsKey(start)) {
            intended.put(start, launch);
        } else {
            launches.put(start, launch);
        }
    }

    /** Writes all but the fences. */
    void write(Session session, History history) throws SQLException {
        for (var run : movedRuns.values()) {
            RunRows.addMove(session, run);
        }
        RunRows.flushMoves(session);
        for (var more : expanded) {
            ExpansionRows.write(session, more);
            TaskRows.insert(session, more.run(), more.added());
        }
        for (var task : tasks.entrySet()) {
            TaskRows.addMove(session, task.getKey().run(), task.getValue());
        }
        TaskRows.flushMoves(session);
        writeTries(session);
        for (var launch : intended.entrySet()) {
            LaunchRows.addIntended(session, launch.getKey().instance().run(), launch.getValue());
            CpuShareRows.decided(session, launch.getKey().instance().run(), launch.getValue());
        }
        LaunchRows.flushIntended(session);
        for (var launch : launches.entrySet()) {
            LaunchRows.addMove(session, launch.getKey().instance().run(), launch.getValue());
            CpuShareRows.moved(session, launch.getKey().instance().run(), launch.getValue());
        }
        LaunchRows.flushMoves(session);
        for (var machine : machines) {
            MachineRows.move(session, machine.run(), machine.after());
        }
        for (var launch : launches.entrySet()) {
            if (launch.getValue().state() == Launch.State.GIVEN_UP) {
                LaunchRows.addGivenUp(session, launch.getKey().instance().run(), launch.getValue());
            }
        }
        LaunchRows.flushGivenUp(session);
        for (var lease : leases.values()) {
            LeaseRows.write(session, lease);
            MachineRows.move(session, lease);
        }
        for (var order : orders) {
            OrderRows.write(session, order);
        }
        for (var run : limits.entrySet()) {
            for (var limit : run.getValue().values()) {
                DeadlineRows.write(session, run.getKey(), limit);
            }
        }
        for (var wish : wishes) {
            Inbox.settle(session, wish);
        }
        writeHistory(session, history);
    }

    private void writeTries(Session session) throws SQLException {
        opened.sort(Comparator.comparing(open -> new Instance(open.run(), open.task(), open.mapIndex())));
        closed.sort(Comparator.comparing(close -> new Instance(close.run(), close.task(), close.mapIndex())));
        for (var open : opened) {
            TryRows.addOpened(session, open);
        }
        TryRows.flushOpened(session);
        for (var close : closed) {
            TryRows.addClosed(session, close);
        }
        var found = TryRows.flushClosed(session);
        for (var i = 0; i < found.length; i++) {
            if (found[i] == 0) {
                TryRows.insertClosed(session, closed.get(i));
            }
        }
    }

    private void writeHistory(Session session, History history) throws SQLException {
        for (var change : changes) {
            switch (change) {
                case Change.RunMoved moved -> history.add(session, moved.after(), moved.at());
                case Change.TaskMoved moved -> history.add(session, moved);
                case Change.LaunchMoved moved -> history.add(session, moved);
                case Change.LeaseMoved moved -> history.add(session, moved.after(), moved.at());
                case Change.LimitMoved moved -> history.add(session, moved);
                case Change.TryOpened _, Change.TryClosed _, Change.Expanded _, Change.Ordered _, Change.WishSettled _ -> { }
            }
        }
        history.flush(session);
    }
}
