package comporta.app;

import comporta.dag.Dag;
import comporta.decide.Change;
import comporta.loop.RunPicture;
import comporta.run.DagRun;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A run on a terminal: a tree that is drawn anew in place, in one write per frame so that nothing flickers. What stood on the screen
 * before stays, and so does the last frame.
 */
final class LiveTree implements RunScreen {
    private static final int LOG_LINES = 10;
    private static final int LOGS_KEPT = 100;
    private static final String CLEAR_TO_END_OF_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final PrintStream out;
    private final Paint paint;
    private final ZoneId zone;
    private final Supplier<ScreenSize> size;
    private final TreeShape shape;
    private final Queue<String> notes = new ConcurrentLinkedQueue<>();
    private final Map<String, LogTail> tails = new HashMap<>();
    private final ArrayDeque<Integer> drawn = new ArrayDeque<>();

    /** @param size of the terminal, asked for each frame */
    LiveTree(PrintStream out, Paint paint, ZoneId zone, Supplier<ScreenSize> size, Dag dag) {
        this.out = out;
        this.paint = paint;
        this.zone = zone;
        this.size = size;
        shape = TreeShape.of(dag);
    }

    @Override
    public synchronized void show(RunPicture picture) {
        draw(picture, size.get());
    }

    @Override
    public void committed(DagRun run, List<Change> changes) {
        // The next picture has it all.
    }

    @Override
    public void note(String text) {
        notes.add(text);
    }

    @Override
    public synchronized void ended(RunPicture last, @Nullable Path logFolder) {
        var screen = size.get();
        draw(last, screen);
        drawn.clear();
        var text = new StringBuilder("\n");
        for (var line : Summary.of(last, logFolder)) {
            text.append(line.render(Integer.MAX_VALUE, paint)).append('\n');
        }
        out.print(text);
        out.flush();
    }

    private void draw(RunPicture picture, ScreenSize screen) {
        var text = new StringBuilder("\r");
        int up = rowsDrawn(screen.columns());
        if (up > 0) {
            text.append("\u001b[").append(up).append('A');
        }
        for (var note = notes.poll(); note != null; note = notes.poll()) {
            text.append(CLEAR_TO_END_OF_LINE).append("comporta: ").append(Columns.plain(note)).append(CLEAR_BELOW).append('\n');
        }
        drawn.clear();
        for (var line : new Frame(picture, shape, zone, screen, this::tail).lines()) {
            text.append(line.render(screen.columns(), paint)).append(CLEAR_TO_END_OF_LINE).append('\n');
            drawn.add(Math.min(line.width(), screen.columns()));
        }
        out.print(text.append(CLEAR_BELOW));
        out.flush();
    }

    /** Rows of the last frame on a screen that may have become narrower since, so that its lines are folded. */
    private int rowsDrawn(int columns) {
        int rows = 0;
        for (int width : drawn) {
            rows += Math.max(1, (width + columns - 1) / columns);
        }
        return rows;
    }

    /** Asked for tries that are over, whose logs do not change any more. */
    private LogTail tail(Path logFolder) {
        if (tails.size() > LOGS_KEPT) {
            tails.clear();
        }
        return tails.computeIfAbsent(logFolder.toString(), _ -> LogTail.of(logFolder, LOG_LINES));
    }
}
