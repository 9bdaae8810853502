package comporta;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The child process that compiles and asks DAG files, one after the other. A request on stdin is: the folder, the name of the DAG file,
 * the number of Java files in that folder, and each with its name, length and bytes. The answer on stdout is one line of JSON, as {@link
 * Answer} writes it. The process ends with its stdin, and after an answer that says that it is spent.
 */
final class DagWorker {
    private final PrintStream out;
    private final Compilation compilation = new Compilation();
    private final long limit;
    private boolean warm;

    private DagWorker(PrintStream out, long limit) {
        this.out = out;
        this.limit = limit;
    }

    /** @param arguments how many milliseconds compiling and asking may take together */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        var worker = new DagWorker(out, Long.parseLong(arguments[0]));
        var in = new DataInputStream(System.in);
        while (true) {
            Sources sources;
            try {
                sources = read(in);
            } catch (EOFException e) {
                return;
            }
            worker.answer(sources);
        }
    }

    private static Sources read(DataInputStream in) throws IOException {
        var folder = Path.of(in.readUTF());
        var file = in.readUTF();
        var texts = new LinkedHashMap<String, String>();
        for (int left = in.readInt(); left > 0; left--) {
            var name = in.readUTF();
            texts.put(name, new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
        }
        return new Sources(folder, file, texts);
    }

    /** A file that does not come to an end cannot be stopped in Java, but with its process. */
    private void answer(Sources sources) throws InterruptedException {
        var told = new AtomicReference<@Nullable String>();
        var asking = new Asking(compilation, sources);
        var thread = new Thread(() -> told.set(asking.answer()), "dag");
        thread.setDaemon(true);
        thread.start();
        if (!warm) {
            // The first compilation of a process is many times as slow as the next; that is not the file's fault.
            asking.awaitCompiled();
            warm = true;
        }
        thread.join(limit);
        var answer = told.get();
        if (answer != null) {
            say(answer);
            if (asking.spent()) {
                Runtime.getRuntime().halt(0);
            }
            return;
        }
        say(asking.tookTooLong(thread.getStackTrace(), limit));
        Runtime.getRuntime().halt(0);
    }

    private void say(String answer) {
        out.println(answer);
        out.flush();
    }
}
