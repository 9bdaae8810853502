package comporta.local;

import comporta.job.Command;
import comporta.job.JobBackend;
import comporta.job.JobSpec;
import comporta.operator.Cause;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Refused;
import comporta.operator.Submission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Jobs as processes of this host. They live on when we end, and {@link #find} takes them up again. News comes from one thread, which the
 * listener must not hold up.
 */
public final class LocalBackend implements JobBackend {
    private final LocalSettings settings;
    private final Path launches;
    private final String host = Host.current();
    private final Starter starter;
    private final Supervisor supervisor;

    /**
     * @throws IllegalStateException where local jobs cannot run
     * @throws UncheckedIOException when the state folder cannot be made
     */
    public LocalBackend(LocalSettings settings, InstantSource clock) {
        Host.check();
        this.settings = settings;
        this.launches = settings.state().resolve("launch");
        try {
            Files.createDirectories(launches);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the state folder of local jobs, " + launches, e);
        }
        this.starter = new Starter(new BaseEnvironment(settings.environment()), settings.vault(), host);
        this.supervisor = new Supervisor(launches, settings.parallel(), starter,
                new Scratches(settings.state().resolve("scratch")), host, clock);
    }

    /** Does ahead of time what makes the first launch slow; best called on a thread of its own while the application starts. */
    public static void warmUp() {
        Starter.warmUp();
    }

    @Override
    public String name() {
        return "local";
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public List<String> ignores(JobSpec job) {
        if (job.command() instanceof Command.EntryPoint) {
            throw new Refused(Cause.USER,
                    "a local job needs a command: an image's entry point is not run here. Add job.command, or use another backend");
        }
        if (job.resources().gpus() > 0) {
            throw new Refused(Cause.USER, "job.gpus cannot be had on backend local. Use mesos or aurora, or leave the key out");
        }
        if (!job.volumes().isEmpty()) {
            throw new Refused(Cause.USER, "job.volumes cannot be mounted on backend local. Use another backend, or leave the key out");
        }
        if (job.aurora().file() != null) {
            throw new Refused(Cause.USER, "job.file is for backend aurora only. Add job.command, or use aurora");
        }
        var ignored = new ArrayList<String>();
        note(job.image() != null, "image", ignored);
        note(!job.constraints().isEmpty(), "constraints", ignored);
        note(job.nodePool() != null, "node_pool", ignored);
        note(!job.uris().isEmpty(), "uris", ignored);
        note(job.container() != null, "container", ignored);
        note(!job.docker().isEmpty(), "docker", ignored);
        note(!job.ports().isEmpty(), "ports", ignored);
        note(job.user() != null, "user", ignored);
        note(!job.labels().isEmpty(), "labels", ignored);
        return ignored;
    }

    private static void note(boolean isSet, String key, List<String> ignored) {
        if (isSet) {
            ignored.add("job." + key + " has no effect on backend local");
        }
    }

    @Override
    public Submission submit(LaunchIntent intent) {
        LocalLaunch launch;
        try {
            launch = launch(intent);
        } catch (Refused e) {
            return new Submission.NotAccepted(e.because(), String.valueOf(e.getMessage()));
        }
        return supervisor.submit(launch);
    }

    @Override
    public List<Finding> find(Collection<LaunchIntent> open) {
        return open.stream().map(intent -> supervisor.find(launch(intent))).toList();
    }

    @Override
    public void watch(Consumer<News> listener) {
        supervisor.watch(listener);
    }

    @Override
    public void stop(LaunchIntent intent, boolean force) {
        supervisor.stop(launch(intent), force);
    }

    @Override
    public void settled(LaunchIntent intent) {
        supervisor.settled(files(intent.id()));
    }

    /** Lets go of all launches; those that run go on. */
    @Override
    public void close() {
        supervisor.close();
    }

    private LocalLaunch launch(LaunchIntent intent) {
        return new LocalLaunch(intent, files(intent.id()), settings.logLimit());
    }

    private LaunchFiles files(LaunchId id) {
        return LaunchFiles.of(launches, id.externalId());
    }
}
