package comporta.dagfile;

import comporta.Dsl;
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
    /** Compiling and asking one file. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    /** The child tells by itself what takes too long, and where. This is for one that cannot; a first compilation is slow. */
    private static final Duration PATIENCE = LIMIT.plusSeconds(2);
    private static final Duration PATIENCE_AT_FIRST = LIMIT.plusSeconds(50);

    private @Nullable Child child;

    private record Child(Process process, DataOutputStream to, BufferedReader from, boolean[] warm) {}

    /** The child ended, or was ended, without an answer. */
    static final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1;

        NoAnswer(String message) {
            super(message);
        }
    }

    /**
     * The answer as one line of JSON.
     *
     * @param sources all Java files of the folder by name
     * @throws NoAnswer when there is none; the next question is asked of another child
     */
    synchronized String ask(Path folder, String file, Map<String, byte[]> sources) throws IOException, NoAnswer {
        if (child != null && !child.process().isAlive()) {
            end();
        }
        var asked = child == null ? child = start() : child;
        try {
            send(asked.to(), folder, file, sources);
        } catch (IOException e) {
            // It ended after its last answer, when nothing was under way: another one takes the question.
            end();
            asked = child = start();
            send(asked.to(), folder, file, sources);
        }
        var answer = answer(asked);
        asked.warm()[0] = true;
        return answer;
    }

    private String answer(Child asked) throws IOException, NoAnswer {
        var reading = new FutureTask<@Nullable String>(asked.from()::readLine);
        Thread.ofVirtual().start(reading);
        try {
            var answer = reading.get((asked.warm()[0] ? PATIENCE : PATIENCE_AT_FIRST).toMillis(), TimeUnit.MILLISECONDS);
            if (answer == null) {
                throw new NoAnswer("the process that compiles it ended");
            }
            return answer;
        } catch (TimeoutException e) {
            throw new NoAnswer("it took longer than " + LIMIT.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new NoAnswer("the process that compiles it ended");
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

    private static Child start() throws IOException {
        var builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xlog:disable",
                "-Duser.language=en", "-Duser.country=US", "-Duser.timezone=UTC", "-Dfile.encoding=UTF-8",
                "-cp", classes(), Dsl.class.getPackageName() + ".DagWorker", Long.toString(LIMIT.toMillis())));
        builder.environment().clear();
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        var process = builder.start();
        return new Child(process,
                new DataOutputStream(new java.io.BufferedOutputStream(process.getOutputStream())),
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)),
                new boolean[1]);
    }

    private static String classes() {
        try {
            return Path.of(Dsl.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the classes of Comporta lie in no file", e);
        }
    }

    private void end() {
        if (child != null) {
            child.process().destroyForcibly();
            child = null;
        }
    }
}
