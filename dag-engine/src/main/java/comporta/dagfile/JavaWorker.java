package comporta.dagfile;

import comporta.Dsl;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The child process that compiles Java DAG files, started when the first is read and kept warm. It gets an empty environment and little
 * memory; one that does not answer in time, or has ended, is replaced at the next question. It ends with the process that started it.
 */
final class JavaWorker {
    /** The child tells by itself what takes too long, and where. This is for one that cannot. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** The first compilation of a process is slow, and slower where others are at work. */
    private static final Duration WARMING_UP = Duration.ofSeconds(50);

    private final Duration limit;
    private @Nullable Child child;

    /** @param limit for compiling and asking one file */
    JavaWorker(Duration limit) {
        this.limit = limit;
    }

    private static final class Child {
        final Process process;
        final DataOutputStream to;
        final BufferedReader from;
        boolean warm;

        Child(Process process) {
            this.process = process;
            to = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
            from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }
    }

    /** The child ended, or was ended, without an answer. */
    static final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1;

        private final boolean late;

        NoAnswer(boolean late, String message) {
            super(message);
            this.late = late;
        }

        /** Whether it was waited for in vain; else the child has ended. */
        boolean late() {
            return late;
        }
    }

    /**
     * The answer as one line of JSON.
     *
     * @param sources all Java files of the folder by name
     * @throws NoAnswer when there is none; the next question is asked of another child
     */
    synchronized String ask(Path folder, String file, Map<String, byte[]> sources) throws IOException, NoAnswer {
        var before = child;
        if (before != null) {
            try {
                return ask(before, folder, file, sources);
            } catch (IOException e) {
                end();
            } catch (NoAnswer e) {
                if (e.late()) {
                    throw e;
                }
            }
            // It ended after its last answer, or was ended by somebody: another one takes the question.
        }
        child = start();
        return ask(child, folder, file, sources);
    }

    private String ask(Child asked, Path folder, String file, Map<String, byte[]> sources) throws IOException, NoAnswer {
        send(asked.to, folder, file, sources);
        var answer = answer(asked);
        asked.warm = true;
        return answer;
    }

    private String answer(Child asked) throws IOException, NoAnswer {
        var reading = new FutureTask<@Nullable String>(asked.from::readLine);
        Thread.ofVirtual().start(reading);
        try {
            var answer = reading.get(limit.plus(asked.warm ? GRACE : WARMING_UP).toMillis(), TimeUnit.MILLISECONDS);
            if (answer == null) {
                throw new NoAnswer(false, "the process that compiles it ended");
            }
            return answer;
        } catch (TimeoutException e) {
            throw new NoAnswer(true, "it took longer than " + limit.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new NoAnswer(false, "the process that compiles it ended");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a Java DAG file was compiled");
        } finally {
            if (!reading.isDone() || reading.state() != FutureTask.State.SUCCESS || reading.resultNow() == null) {
                end();
            }
        }
    }

    private static void send(DataOutputStream to, Path folder, String file, Map<String, byte[]> sources) throws IOException {
        to.writeUTF(folder.toString());
        to.writeUTF(file);
        to.writeInt(sources.size());
        for (var source : sources.entrySet()) {
            to.writeUTF(source.getKey());
            to.writeInt(source.getValue().length);
            to.write(source.getValue());
        }
        to.flush();
    }

    private Child start() throws IOException {
        var builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xlog:disable",
                "-Duser.language=en", "-Duser.country=US", "-Duser.timezone=UTC", "-Dfile.encoding=UTF-8",
                "-cp", classes(), Dsl.class.getPackageName() + ".DagWorker", Long.toString(limit.toMillis())));
        builder.environment().clear();
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return new Child(builder.start());
    }

    /** Where the classes of the child lie: a jar, or a folder. */
    static String classes() {
        try {
            return Path.of(Dsl.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the classes of Comporta lie in no file", e);
        }
    }

    private void end() {
        if (child != null) {
            child.process.destroyForcibly();
            child = null;
        }
    }
}
