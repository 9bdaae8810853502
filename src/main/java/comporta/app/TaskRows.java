package comporta.app;

import comporta.app.Paint.Colour;
import comporta.loop.RunPicture;
import comporta.loop.TaskPicture;
import comporta.run.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The rows of the tasks: all of them, or the ones that matter now when there is no room for all. */
final class TaskRows {
    private static final int WIDEST_ID = 44;
    private static final int WIDEST_OPERATOR = 16;
    private static final int TIME_WIDTH = 15;
    private static final int BAR_WIDTH = 12;

    private final RunPicture picture;
    private final TreeShape shape;
    private final int columns;

    TaskRows(RunPicture picture, TreeShape shape, int columns) {
        this.picture = picture;
        this.shape = shape;
        this.columns = columns;
    }

    /** At most {@code rows} lines; the last one counts what is not shown. */
    List<Line> lines(int rows) {
        var all = inOrder();
        var chosen = chosen(all, rows);
        var shown = chosen.stream().mapToObj(all::get).toList();
        int idWidth = Math.min(WIDEST_ID, shown.stream().mapToInt(task -> 2 * level(task) + idOf(task).length()).max().orElse(0));
        int operatorWidth = columns < 60 ? 0
                : Math.min(WIDEST_OPERATOR, shown.stream().mapToInt(task -> task.task().operator().length()).max().orElse(0));
        var lines = new ArrayList<Line>();
        shown.forEach(task -> lines.add(row(task, idWidth, operatorWidth)));
        chosen.flip(0, all.size());
        var tally = Tally.of(chosen.stream().mapToObj(all::get).filter(task -> task.instances().isEmpty()).toList());
        if (tally.total() > 0) {
            lines.add(new Line().add(Colour.DIM, "… " + Figures.count(tally.total()) + " more: " + tally.inWords()));
        }
        return lines;
    }

    /** Every task, and behind an expanded one its instances. */
    private List<TaskPicture> inOrder() {
        var all = new ArrayList<TaskPicture>();
        for (int task : shape.order()) {
            all.add(picture.tasks().get(task));
            all.addAll(picture.tasks().get(task).instances());
        }
        return all;
    }

    /** Places among {@code pictures}: what is under way first, then what failed, what is next, what is done, what is to come. */
    private static BitSet chosen(List<TaskPicture> pictures, int rows) {
        var ranks = new ArrayList<List<Integer>>();
        for (int i = 0; i < 5; i++) {
            ranks.add(new ArrayList<>());
        }
        int all = 0;
        for (int place = 0; place < pictures.size(); place++) {
            int rank = rank(pictures.get(place).instance().state());
            if (rank >= 0) {
                ranks.get(rank).add(place);
                all++;
            }
        }
        int left = all <= rows ? all : rows - 1;
        var chosen = new BitSet(pictures.size());
        for (int i = 0; i < ranks.size(); i++) {
            var rank = ranks.get(i);
            // Of what is done the latest counts, of everything else the first.
            var taken = i == 3 ? rank.subList(Math.max(0, rank.size() - left), rank.size()) : rank.subList(0, Math.min(left, rank.size()));
            taken.forEach(chosen::set);
            left -= taken.size();
        }
        return chosen;
    }

    private static int rank(TaskState state) {
        return switch (state) {
            case TaskState.Launching _, TaskState.Running _, TaskState.Deferred _, TaskState.Stopping _, TaskState.Unreachable _,
                    TaskState.UpForRetry _ -> 0;
            case TaskState.Failed _ -> 1;
            case TaskState.Queued _ -> 2;
            case TaskState.Success _, TaskState.Skipped _, TaskState.UpstreamFailed _, TaskState.Cancelled _ -> 3;
            case TaskState.Waiting _ -> 4;
            case TaskState.Removed _ -> -1;
        };
    }

    private Line row(TaskPicture task, int idWidth, int operatorWidth) {
        var look = Look.of(task.instance().state(), picture.at());
        boolean quiet = task.instance().state() instanceof TaskState.Waiting || task.instance().state() instanceof TaskState.Skipped;
        var line = new Line()
                .add(look.colour(), look.sign())
                .add(" ")
                .add("  ".repeat(level(task)))
                .add(quiet ? Colour.DIM : null, Columns.cut(idOf(task), Math.max(8, idWidth - 2 * level(task))));
        int time = 4 + idWidth;
        if (operatorWidth > 0) {
            line.to(time).add(Colour.DIM, Columns.cut(task.task().operator(), operatorWidth));
            time += operatorWidth + 2;
        }
        return notes(line.to(time).add(quiet ? Colour.DIM : null, time(task)).to(time + TIME_WIDTH), task, look);
    }

    /** {@code 1.2s of ~3.0s} while it runs, {@code 2.9s} afterwards. */
    private String time(TaskPicture task) {
        var elapsed = TaskWords.elapsed(task.instance(), picture.at());
        var usual = task.usual();
        if (task.instance().isAtRest()) {
            return elapsed == null ? "" : Figures.span(elapsed);
        }
        if (elapsed == null) {
            return usual == null || usual.isZero() ? "" : "~" + Figures.span(usual);
        }
        boolean runs = task.instance().state() instanceof TaskState.Running;
        return Figures.span(elapsed) + (runs && usual != null && !usual.isZero() ? " of ~" + Figures.span(usual) : "");
    }

    private Line notes(Line line, TaskPicture task, Look look) {
        var instance = task.instance();
        var state = instance.state();
        if (instance.tries() > 1) {
            line.add("try " + instance.tries() + "  ");
        }
        if (!(state instanceof TaskState.Waiting || state instanceof TaskState.Running || state instanceof TaskState.Success)) {
            line.add(look.colour(), state.word().replace('_', ' ') + "  ");
        }
        var progress = instance.progress();
        if (state instanceof TaskState.Running && (progress.fraction() > 0 || progress.total() > 0)) {
            int full = (int) Math.round(Math.clamp(progress.fraction(), 0, 1) * BAR_WIDTH);
            line.add(Colour.CYAN, "█".repeat(full)).add(Colour.DIM, "░".repeat(BAR_WIDTH - full));
            line.add(" " + Math.round(100 * progress.fraction()) + " %");
            line.add(progress.total() > 0 ? ", " + progress.done() + " of " + progress.total() : "");
            line.add(progress.text().isEmpty() ? "" : "  " + progress.text());
        }
        if (state instanceof TaskState.UpForRetry retry) {
            line.add("try " + (instance.tries() + 1) + " in "
                    + Figures.span(Duration.between(picture.at(), retry.dueAt())) + ": ");
        }
        var reason = TaskWords.reason(task);
        boolean bad = state instanceof TaskState.Failed || state instanceof TaskState.UpForRetry;
        return line.add(bad ? Colour.RED : Colour.DIM, reason);
    }

    private int level(TaskPicture task) {
        return shape.level(task.instance().task()) + (task.instance().mapIndex() < 0 ? 0 : 1);
    }

    private static String idOf(TaskPicture task) {
        return task.name();
    }
}
