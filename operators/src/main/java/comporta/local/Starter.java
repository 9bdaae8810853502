package comporta.local;

import comporta.job.Command;
import comporta.operator.Cause;
import comporta.operator.Refused;
import comporta.secret.Vault;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a launch into a running shim. */
final class Starter {
    private final BaseEnvironment base;
    private final Spawner spawner;
    private final Vault vault;
    private final String host;

    Starter(BaseEnvironment base, Vault vault, String host) {
        this.base = base;
        this.vault = vault;
        this.spawner = new Spawner(base);
        this.host = host;
    }

    /** Goes once through all that is slow the first time. */
    static void warmUp() {
        Host.check();
        var nothing = Path.of("/dev/null");
        try {
            int pid = new Spawner(new BaseEnvironment(Map.of()))
                    .spawn(List.of("/bin/sh", "-c", ":"), Map.of(), Path.of("/"), nothing, nothing);
            try (var arena = Arena.ofConfined()) {
                Libc.waitPid(pid, arena.allocate(4, 4), 0);
            }
        } catch (Spawner.NotStarted e) {
            throw new IllegalStateException("cannot start /bin/sh: " + e.getMessage(), e);
        }
    }

    /**
     * Starts the shim of a launch that has its scratch folder.
     *
     * @return its pid
     * @throws Refused when the launch cannot run as written
     * @throws Spawner.NotStarted when the system does not let it run
     */
    int start(LocalLaunch launch) throws Spawner.NotStarted {
        var folder = workFolder(launch);
        var logs = launch.job.logFolder();
        if (!make(logs.toFile())) {
            throw new UncheckedIOException(new IOException("cannot make the log folder " + logs));
        }
        launch.beginLog();
        var environment = environment(launch);
        var spec = launch.spec;
        var words = Shim.words(host, command(spec.command(), environment), spec.last(), spec.maxRunTime(), spec.killGrace());
        try {
            return spawner.spawn(words, environment, folder, logs.resolve("stdout"), logs.resolve("stderr"));
        } catch (Spawner.NotStarted e) {
            if (!Files.isDirectory(folder)) {
                throw new Refused(Cause.USER, "the working directory " + folder + " does not exist. Make it, or change job.workdir");
            }
            throw e;
        }
    }

    private static Path workFolder(LocalLaunch launch) {
        var workdir = launch.spec.workdir();
        return workdir == null ? launch.job.dagFolder() : launch.job.dagFolder().resolve(workdir);
    }

    /** With the secrets, which are read here and go nowhere but into the new process: its environment is its owner's alone. */
    private Map<String, String> environment(LocalLaunch launch) {
        var environment = new LinkedHashMap<>(launch.job.environment(vault));
        var dagFolder = launch.job.dagFolder().toString();
        environment.put("PATH", dagFolder + "/bin:" + environment.getOrDefault("PATH", base.path()));
        environment.put("COMPORTA_DAG_DIR", dagFolder);
        environment.put("COMPORTA_OUTPUT", launch.files.output());
        environment.put("COMPORTA_SCRATCH", launch.scratch);
        environment.put("COMPORTA_CPUS", BigDecimal.valueOf(launch.spec.resources().cpus()).stripTrailingZeros().toPlainString());
        environment.put(Shim.MARK, launch.files.root());
        return environment;
    }

    /**
     * The words with an absolute program, or one relative to the working directory: a bare name might be one of the shell's own commands.
     */
    private static List<String> command(Command command, Map<String, String> environment) {
        var words = Shim.words(command);
        if (words.isEmpty()) {
            throw new Refused(Cause.USER,
                    "a local job needs a command: an image's entry point is not run here. Add job.command, or use another backend");
        }
        var program = words.getFirst();
        if (program.indexOf('/') >= 0) {
            return words;
        }
        var found = new ArrayList<>(words);
        found.set(0, onPath(program, environment.getOrDefault("PATH", ""))
                .orElseThrow(() -> new Refused(
                        Cause.USER,
                        "there is no program \"" + program
                        + "\" on PATH. Install it, put it into bin/ beside the DAG file, or write its path")));
        return found;
    }

    private static Optional<String> onPath(String program, String path) {
        for (var folder : path.split(":", -1)) {
            var file = new File(folder, program);
            if (!program.isEmpty() && file.isFile() && file.canExecute()) {
                return Optional.of(file.getAbsolutePath());
            }
        }
        return Optional.empty();
    }

    /** Whether the folder is there now; mostly all but the last are, or all but the last two. */
    private static boolean make(File folder) {
        if (folder.mkdir() || folder.isDirectory()) {
            return true;
        }
        var parent = folder.getParentFile();
        return parent != null && make(parent) && (folder.mkdir() || folder.isDirectory());
    }
}
