package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.dagfile.FolderList;
import comporta.secret.Mask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** {@code comporta start}: everything before the server itself, and what it says of itself. */
final class StartVerb extends Action {
    static final String HELP = """
            Usage: comporta start [OPTIONS]

            Schedules the DAGs of a folder, and answers the verbs and pages of other terminals over HTTP, until it is stopped. State lies in
            $COMPORTA_HOME/db, or in the PostgreSQL that the configuration names: there several may be started, of which one schedules and
            the others stand by. Ctrl-C or SIGTERM stops it in order: nothing new starts, what runs goes on, and the next start takes it up.

            Options
              --dags DIR                  folder of DAG files; default dags of the configuration, else dags
              --port N                    default http.port of the configuration, else 8080; 0: any that is free
              --parallel N                local processes at the same time; default 16
              --standby-only              never schedule; stand by and answer
              --web-only                  the same by another name
              --config FILE               in place of $COMPORTA_HOME/comporta.yaml
              --output text|json          json: one object {ready, url, role, dags, database} once it is ready
              --color auto|always|never

            Examples
              comporta start --dags dags
              comporta start --port 9000 --parallel 4
              comporta runs trigger nightly --wait          (from another terminal)

            Exit codes: 0 stopped in order, 2 wrong usage or configuration, or somebody else has the database or the port.
            """;

    @Parameter(names = "--dags")
    private @Nullable String dags;

    @Parameter(names = "--port")
    private @Nullable Integer port;

    @Parameter(names = "--parallel")
    private @Nullable Integer parallel;

    @Parameter(names = "--standby-only")
    private boolean standbyOnly;

    @Parameter(names = "--web-only")
    private boolean webOnly;

    @Parameter(names = "--config")
    private @Nullable String configuration;

    @Override
    int run(Terminal terminal) {
        var settings = Configuration.load(configuration == null ? null : Path.of(configuration), terminal.environment());
        if (port != null && (port < 0 || port > 65_535)) {
            throw new UsageException("--port is " + port + ", and must be a number from 0 to 65535.");
        }
        if (parallel != null && parallel < 1) {
            throw new UsageException("--parallel is " + parallel + ", and must be a number from 1.");
        }
        var folder = dags == null ? settings.dags() : Path.of(dags);
        if (!Files.isDirectory(folder)) {
            throw new UsageException("there is no folder " + folder + ". Name the folder of your DAG files with --dags, or make it: "
                    + "comporta dags new writes a file to begin with.");
        }
        var order = new Server.Order(
                folder, port == null ? settings.httpPort() : port, parallel == null ? settings.parallel() : parallel,
                !standbyOnly && !webOnly);
        Thread.ofPlatform().daemon().name("java-dags").start(() -> compileAhead(folder));
        var mask = new Mask();
        try (var _ = ServerLog.begin(settings.logsJson(), mask, terminal.err())) {
            var stopped = new CountDownLatch(1);
            new Interrupts(stopped::countDown, () -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED), stopped::countDown).listen();
            return ServerDatabase.use(settings, terminal.environment(), database -> {
                try (var server = new Server(order, settings, database, terminal.environment(), mask)) {
                    server.start();
                    server.tell(terminal, json());
                    await(stopped);
                    if (!json()) {
                        terminal.out().println("stopping: nothing new starts, what runs goes on");
                        terminal.out().flush();
                    }
                }
                return ExitCode.DONE;
            });
        }
    }

    /** Java files take longest of all; whoever reads the folder once the database is open finds their answers. */
    private static void compileAhead(Path folder) {
        try {
            var real = folder.toRealPath();
            for (var file : FolderList.of(real).java()) {
                if (DagFiles.isJavaDag(file)) {
                    DagFiles.read(file, file.toString(), real, Checking.LENIENT);
                }
            }
        } catch (IOException e) {
            // It is told when the folder is read.
        }
    }

    private static void await(CountDownLatch stopped) {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();     // as good as a signal
        }
    }
}
