package comporta.mesos;

import comporta.job.Command;
import comporta.job.Ground;
import comporta.job.HttpDoor;
import comporta.job.JobBackend;
import comporta.job.JobLaunch;
import comporta.job.JobSpec;
import comporta.job.MasterAddress;
import comporta.job.OutsideName;
import comporta.job.Report;
import comporta.operator.Cause;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Refused;
import comporta.operator.Submission;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Jobs as tasks of a Mesos cluster, launched by a framework of our own. */
public final class MesosBackend implements JobBackend {
    /** Task ids become names of folders, beside others that the agent puts round them. */
    private static final OutsideName NAMES = new OutsideName(200, Pattern.compile("[/\\\\\\p{Cntrl}]"), false);

    private final MesosSettings settings;
    private final Ground ground;
    private final HttpDoor door;
    private final MesosMemory memory;
    private final Framework framework;
    private volatile Consumer<News> listener = news -> {};

    /**
     * Nothing is sent before there is something to launch or to look for.
     *
     * @throws Refused when the address of the masters cannot be read
     */
    public MesosBackend(MesosSettings settings, MesosMemory memory, Ground ground, RandomGenerator random) {
        this.settings = settings;
        this.ground = ground;
        this.memory = memory;
        this.door = new HttpDoor(settings.http());
        var master = new Master(new MasterAddress(settings.masters()), door);
        var logs = new TaskLogs(settings.name(), door, ground.clock(), this::tell);
        framework = new Framework(settings, memory, master, logs, ground.clock(), random, this::tell);
    }

    private void tell(News news) {
        listener.accept(news);
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public List<String> ignores(JobSpec job) {
        if (job.aurora().file() != null) {
            throw new Refused(Cause.USER, "job.file is for backend aurora only. Add job.command, or use aurora");
        }
        if (job.command() instanceof Command.EntryPoint && job.image() == null) {
            throw new Refused(Cause.USER, "a job without job.image needs a command. Add job.command, or name an image with an entry point");
        }
        Demand.of(job, role(job), "");
        var ignored = new ArrayList<String>();
        note(job.last() != null, "finally", ignored);
        note(job.aurora().environment() != null, "environment", ignored);
        note(job.aurora().tier() != null, "tier", ignored);
        note(job.aurora().priority() != 0, "priority", ignored);
        return ignored;
    }

    private void note(boolean isSet, String key, List<String> ignored) {
        if (isSet) {
            ignored.add("job." + key + " has no effect on backend " + settings.name());
        }
    }

    private String role(JobSpec job) {
        var role = job.aurora().role();
        return role == null ? settings.role() : role;
    }

    @Override
    public boolean keepsWaiting() {
        return true;
    }

    @Override
    public Submission submit(LaunchIntent intent) {
        MesosTask task;
        try {
            task = task(intent, ground.environment(intent));
        } catch (Refused e) {
            return new Submission.NotAccepted(e.because(), String.valueOf(e.getMessage()));
        }
        if (framework.isDisplaced()) {
            return new Submission.Unknown("another process has subscribed as this framework");
        }
        if (framework.tasks.isWithdrawn(intent.id())) {
            return new Submission.NotAccepted(Cause.OPERATOR, "it was withdrawn before it began");
        }
        framework.tellSubscribed(() -> framework.tasks.enlist(task));
        return new Submission.Accepted(task.id, null);
    }

    @Override
    public List<Finding> find(Collection<LaunchIntent> open) {
        var answers = new ArrayList<CompletableFuture<Finding>>();
        long until = System.nanoTime() + settings.patience().toNanos();
        for (var intent : open) {
            var task = task(intent, Map.of());
            var answer = new CompletableFuture<Finding>();
            task.asked.add(answer);
            answers.add(answer);
            answer.completeOnTimeout(new Finding.OutOfSight(intent.id(), "no master says what became of it"),
                    Math.max(1, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            framework.tellSubscribed(() -> framework.tasks.find(task));
        }
        return answers.stream().map(CompletableFuture::join).toList();
    }

    @Override
    public void watch(Consumer<News> wanted) {
        listener = wanted;
    }

    @Override
    public void stop(LaunchIntent intent, boolean force) {
        var task = task(intent, Map.of());
        framework.tellSubscribed(() -> framework.tasks.stop(task, force));
    }

    @Override
    public void settled(LaunchIntent intent) {
        var id = NAMES.of(intent.id());
        framework.tell(() -> framework.tasks.settled(id));
    }

    @Override
    public boolean report(String externalId, String token, Report report) {
        var taken = new CompletableFuture<Boolean>();
        framework.tell(() -> {
            try {
                taken.complete(framework.tasks.report(externalId, secret -> isSame(secret, token), report));
            } catch (RuntimeException e) {
                taken.completeExceptionally(e);
            }
        });
        try {
            return taken.orTimeout(settings.http().answering().toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : e;
        }
    }

    /** In a time that tells nothing of where they differ. */
    private static boolean isSame(String secret, String given) {
        return MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private MesosTask task(LaunchIntent intent, Map<String, String> environment) {
        var spec = JobLaunch.of(intent.spec()).spec();
        var kin = intent.id().dag() + "/" + intent.id().task();
        return new MesosTask(NAMES.of(intent.id()), intent, Demand.of(spec, role(spec), kin), spec, environment, ground.logLimit());
    }

    /** How the way to the masters stands, for people. */
    public String state() {
        return framework.state();
    }

    /** Lets go of all launches; those that run go on, and the masters keep them for whoever comes next. */
    @Override
    public void close() {
        framework.close();
        door.close();
        memory.close();
    }
}
