package comporta.app;

import comporta.dag.Durations;
import comporta.dag.PlainData;
import comporta.dagfile.Checking;
import comporta.job.Cluster;
import comporta.secret.KeyFile;
import comporta.secret.SecretMissing;
import comporta.store.StoreAway;
import comporta.store.StoreFailed;
import comporta.store.StoreSettings;
import comporta.store.Upkeep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Tries every part that a scheduler stands on, as the configuration names it, and changes nothing. */
final class Doctor {
    private static final long NEARLY_FULL = 1L << 30;
    private static final long FULL = 100L << 20;
    private static final Duration FAR_OFF = Duration.ofSeconds(5);

    private final Configuration configuration;
    private final Map<String, String> environment;
    private final InstantSource clock;
    private final List<Finding> findings = new ArrayList<>();

    Doctor(Configuration configuration, Map<String, String> environment, InstantSource clock) {
        this.configuration = configuration;
        this.environment = environment;
        this.clock = clock;
    }

    List<Finding> examined() {
        findings.add(Finding.ok("configuration", "can be used, home " + configuration.home()));
        java();
        home();
        key();
        database();
        dags();
        port();
        tls();
        backends();
        machines();
        notifications();
        return List.copyOf(findings);
    }

    private void java() {
        var version = "Java " + Runtime.version() + ", " + System.getProperty("java.home");
        findings.add(ToolProvider.getSystemJavaCompiler() == null
                ? Finding.warning("java", version + " has no compiler: DAG files in Java cannot be read", "Use a JDK in place of a runtime")
                : Finding.ok("java", version));
    }

    private void home() {
        var home = configuration.home();
        var there = home;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isWritable(there)) {
            findings.add(Finding.failed("home", there + " cannot be written to by " + System.getProperty("user.name"),
                    "Change its owner, or set COMPORTA_HOME"));
            return;
        }
        try {
            var free = Files.getFileStore(there).getUsableSpace();
            var what = home + " can be written to, " + (free >> 20) + " MB free";
            var fix = "Make room: logs and the database lie there";
            findings.add(free < FULL ? Finding.failed("home", what, fix) : free < NEARLY_FULL ? Finding.warning("home", what, fix) : Finding.ok("home", what));
        } catch (IOException e) {
            findings.add(Finding.failed("home", there + " cannot be looked at: " + e.getMessage(), "Check the disk"));
        }
    }

    private void key() {
        var file = new Home(configuration.home()).key();
        if (!Files.exists(file)) {
            findings.add(Finding.ok("key", file + " is not there, and is made when something is sealed"));
            return;
        }
        try {
            var keys = KeyFile.all(file, new SecureRandom()).size();
            findings.add(Finding.ok("key", file + " holds " + keys + (keys == 1 ? " key" : " keys") + " for its owner alone"));
        } catch (SecretMissing | UncheckedIOException e) {
            findings.add(Finding.failed("key", String.valueOf(e.getMessage()), "Without it no secret can be opened"));
        }
    }

    private void database() {
        try {
            var database = ServerDatabase.of(configuration, environment);
            var schema = Upkeep.schema(database);
            findings.add(switch (DbCheckVerb.state(schema)) {
                case "current" -> Finding.ok("database", database + " has schema " + schema.found());
                case "empty" -> Finding.ok("database", database + " can be used; its tables are made by the first start");
                case "behind" -> Finding.warning("database", database + " has schema " + schema.found() + ", the next start brings it to "
                        + schema.wanted(), "Make a backup first");
                default -> Finding.failed("database", database + " was made by a newer Comporta: schema " + schema.found(), "Use that one");
            });
            if (database.file() == null) {
                clock(database);
                findings.add(Finding.ok("lead", "a lease of " + Durations.format(configuration.leaderLease()) + ", by the clock of the database"));
            }
        } catch (StoreFailed | StoreAway | UsageException | UncheckedIOException e) {
            findings.add(String.valueOf(e.getMessage()).contains("is in use by process")
                    ? Finding.ok("database", String.valueOf(e.getMessage()))
                    : Finding.failed("database", String.valueOf(e.getMessage()), "Check database.url, database.user and the password"));
        }
    }

    private void clock(StoreSettings database) {
        var apart = Duration.between(Upkeep.clock(database), clock.instant()).abs();
        findings.add(apart.compareTo(FAR_OFF) > 0
                ? Finding.warning("clock", "this machine and the database are " + apart.toSeconds() + " s apart",
                        "The lead does not mind; schedules of this machine do. Let both follow the same time server")
                : Finding.ok("clock", "this machine and the database agree"));
    }

    private void dags() {
        var folder = configuration.dags();
        if (!Files.isDirectory(folder)) {
            findings.add(Finding.failed("dags", "there is no folder " + folder.toAbsolutePath(), "Make it, or set dags in comporta.yaml"));
            return;
        }
        try {
            var files = DagSources.folder(folder).dags();
            var broken = files.stream().filter(source -> source.read(Checking.LENIENT).dag() == null).map(DagSources.Source::shown).toList();
            findings.add(broken.isEmpty()
                    ? Finding.ok("dags", folder + " holds " + files.size() + (files.size() == 1 ? " DAG file" : " DAG files"))
                    : Finding.warning("dags", "of " + files.size() + " DAG files in " + folder + " these cannot be used: " + String.join(", ", broken),
                            "Run: comporta dags validate " + folder));
        } catch (UsageException | UncheckedIOException e) {
            findings.add(Finding.failed("dags", String.valueOf(e.getMessage()), "Check the folder " + folder.toAbsolutePath()));
        }
    }

    private void port() {
        var bind = configuration.httpBind();
        var port = configuration.httpPort();
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(bind), port));
            findings.add(Finding.ok("http", bind + ":" + port + " is free"));
        } catch (IOException e) {
            findings.add(Finding.warning("http", bind + ":" + port + " cannot be listened on: " + e.getMessage(),
                    "That is well when the scheduler runs; else choose http.port, or end who has it"));
        }
    }

    private void tls() {
        for (var key : List.of("http.tls.certificate", "http.tls.key_file")) {
            if (configuration.find(key) instanceof String text) {
                var file = configuration.home().resolve(text);
                findings.add(Files.isReadable(file)
                        ? Finding.ok("http", key + " " + file + " can be read")
                        : Finding.failed("http", key + " " + file + " cannot be read", "Put it there, and let this user read it"));
            }
        }
    }

    private void backends() {
        configuration.backends().forEach((name, kind) -> {
            var part = "backend " + name;
            if (kind.equals("local")) {
                findings.add(shell(part));
                return;
            }
            var backend = PlainData.block(PlainData.block(configuration.values(), "backends"), name);
            var before = findings.size();
            for (var key : List.of("credentials", "secret_file", "password_file")) {
                file(part, key, backend.get(key));
            }
            if (findings.size() > before) {
                return;    // nobody there would listen
            }
            findings.addAll(ClusterLook.of(part, new Cluster(name, backend, configuration.home()), clock));
        });
    }

    private Finding shell(String part) {
        return Files.isExecutable(Path.of("/bin/sh"))
                ? Finding.ok(part, "processes of this machine, " + configuration.parallel() + " at the same time")
                : Finding.failed(part, "there is no /bin/sh to run commands with", "Install a POSIX shell");
    }

    /** Whoever starts machines is asked for those that live, and for what they are made of. */
    private void machines() {
        try {
            configuration.prices();
        } catch (UsageException e) {
            findings.add(Finding.failed("nodes.prices", String.valueOf(e.getMessage()), "Without it the cost of machines is unknown"));
        }
        if (!MachineSource.isReal(configuration)) {
            return;
        }
        try (var provider = MachineSource.of(configuration, configuration.home(), "doctor", clock)) {
            var living = provider.machines().size();
            var missing = provider.missing();
            findings.add(Finding.ok("nodes", provider.name() + " answers, and has " + Figures.count(living, "machine") + " of this cluster"));
            missing.forEach((type, what) -> findings.add(Finding.failed("slave type " + type, String.join("; ", what), "Mend nodes.slave_types in comporta.yaml")));
        } catch (UsageException e) {
            findings.add(Finding.failed("nodes", String.valueOf(e.getMessage()), "No machine can be started before"));
        } catch (RuntimeException e) {
            findings.add(Finding.failed("nodes", "ec2 does not answer: " + e.getMessage(), "Check credentials, nodes.region and nodes.endpoint, nodes.master, proxy and firewall"));
        }
    }

    private void notifications() {
        var targets = PlainData.block(configuration.values(), "notifications");
        for (var name : targets.keySet()) {
            var part = "notification " + name;
            var target = PlainData.block(targets, name);
            for (var key : List.of("slack", "webhook", "smtp")) {
                if (target.get(key) instanceof String address) {
                    findings.add(Reach.of(part, address));
                }
            }
            for (var key : List.of("secret_file", "password_file")) {
                file(part, key, target.get(key));
            }
        }
    }

    private void file(String part, String key, @Nullable Object name) {
        if (name instanceof String text && !Files.isReadable(configuration.home().resolve(text))) {
            findings.add(Finding.failed(part, key + " " + configuration.home().resolve(text) + " cannot be read",
                    "Put it there, and let this user read it"));
        }
    }
}
