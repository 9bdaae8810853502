package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import comporta.job.Unseen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/** What is done with single jobs that are kept: {@code comporta jobs list}, {@code status}, {@code info}, {@code logs}, {@code kill} … */
class JobsVerb extends JobsAction {
    private static final Duration FOR_EVER = Duration.ofDays(3650);

    private final Deed deed;

    /** What is done. */
    enum Deed {
        LIST("jobs list", "The single jobs of this installation, as they stand now on their backends."),
        STATUS("jobs status NAME", "How a job stands now. Exit code 1 when it failed, or nobody can say."),
        INFO("jobs info NAME", "All that is kept of a job, without asking its backend."),
        LOGS("jobs logs NAME [-f]", "What a job wrote, copied from where it ran; -f goes on to its end."),
        KILL("jobs kill NAME [--force]", "Asks a job to end, and waits for it; --force without grace."),
        START("jobs start NAME", "Submits a job that is kept and does not run, anew."),
        RESTART("jobs restart NAME", "Ends a job, waits for that, and submits it anew."),
        DELETE("jobs delete NAME [--force]", "Forgets a job that does not run; --force ends it first. Logs stay.");

        private final String usage;
        private final String text;

        Deed(String usage, String text) {
            this.usage = usage;
            this.text = text;
        }

        /** All that {@code --help} tells of it. */
        String help() {
            return "Usage: comporta " + usage + " [OPTIONS]\n\n" + text + "\n\nOptions\n"
                    + (this == LOGS ? "  -f, --follow                goes on to its end\n" : "")
                    + (this == KILL || this == RESTART || this == DELETE
                            ? "  --force                     ends it without grace\n"
                            : "") + OPTIONS;
        }

        String summary() {
            return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1).replaceFirst("[.;].*", "");
        }
    }

    JobsVerb(Deed deed) {
        this.deed = deed;
    }

    /** The verb of a deed. */
    static JobsVerb of(Deed deed) {
        return switch (deed) {
            case LIST, STATUS, INFO, START -> new JobsVerb(deed);
            case LOGS -> new Following(deed);
            case KILL, RESTART, DELETE -> new Ending(deed);
        };
    }

    /** Whether it goes on to the end of the job. */
    boolean follows() {
        return false;
    }

    /** Whether a job is ended without grace. */
    boolean forces() {
        return false;
    }

    /** One that may follow. */
    private static final class Following extends JobsVerb {
        @Parameter(names = {"-f", "--follow"})
        private boolean follow;

        Following(Deed deed) {
            super(deed);
        }

        @Override
        boolean follows() {
            return follow;
        }
    }

    /** One that may force an end. */
    private static final class Ending extends JobsVerb {
        @Parameter(names = "--force")
        private boolean force;

        Ending(Deed deed) {
            super(deed);
        }

        @Override
        boolean forces() {
            return force;
        }
    }

    @Override
    int run(Terminal terminal, Configuration configuration) {
        var shelf = shelf(configuration);
        if (deed == Deed.LIST) {
            return list(terminal, configuration, shelf);
        }
        if (shelf.find(name()).isEmpty()) {
            var foreign = foreign(configuration);
            if (foreign.isPresent()) {
                try (var jobs = foreign.get()) {
                    return ofOthers(terminal, jobs, name());
                }
            }
        }
        var job = shelf.named(name());
        if (deed == Deed.INFO) {
            tell(terminal, job);
            if (!json()) {
                terminal.out()
                        .println("  job " + PlainData.toJson(job.job())
                                + (job.env().isEmpty() ? "" : "\n  env " + PlainData.toJson(job.env())));
            }
            return ExitCode.DONE;
        }
        try (var bench = bench(configuration, terminal, job.backend())) {
            return switch (deed) {
                case LIST, INFO -> throw new IllegalStateException("done above");
                case STATUS -> told(terminal, bench.looked(job));
                case LOGS -> logs(terminal, bench, bench.looked(job), !"local".equals(configuration.backends().get(job.backend())));
                case KILL -> ended(terminal, bench.kill(job, forces()));
                case START -> started(terminal, bench, bench.looked(job));
                case RESTART -> started(terminal, bench, bench.kill(job, forces()));
                case DELETE -> deleted(terminal, shelf, forces() ? bench.kill(job, true) : bench.looked(job));
            };
        }
    }

    /** A job that the cluster has, and we do not keep. */
    private int ofOthers(Terminal terminal, ForeignJobs jobs, String name) {
        return switch (deed) {
            case INFO, STATUS -> info(terminal, jobs, name);
            case KILL -> does(terminal, jobs, "killed " + name, each -> each.kill(name));
            case START, RESTART -> does(terminal, jobs, "started " + name, each -> each.start(name));
            case DELETE -> does(terminal, jobs, "deleted " + name, each -> each.delete(name));
            case LIST, LOGS ->
                    throw new UsageException("the logs of \"" + name + "\" were not copied here: it was not submitted from here.");
        };
    }

    private static int info(Terminal terminal, ForeignJobs jobs, String name) {
        try {
            var found = jobs.info(name).orElseThrow(() -> new UsageException("there is no job \"" + name + "\", neither here nor there."));
            terminal.out().println(PlainData.toJson(found));
            return ExitCode.DONE;
        } catch (Unseen e) {
            throw new UsageException(e.why() + ".");
        }
    }

    private int told(Terminal terminal, KeptJob job) {
        tell(terminal, job);
        return job.state().equals(KeptJob.FAILED) || job.state().equals(KeptJob.UNREACHABLE) ? ExitCode.NOT_SUCCESSFUL : ExitCode.DONE;
    }

    private int ended(Terminal terminal, KeptJob job) {
        tell(terminal, job);
        return job.mayRun() ? ExitCode.NOT_SUCCESSFUL : ExitCode.DONE;
    }

    private int logs(Terminal terminal, JobBench bench, KeptJob job, boolean isElsewhere) {
        var printing = JobsSubmitVerb.printing(terminal, json());
        if (follows() && job.mayRun()) {
            var letGo = new AtomicBoolean();
            new Interrupts(() -> letGo.set(true), () -> letGo.set(true), () -> letGo.set(true)).listen();
            bench.follow(job, printing, letGo, FOR_EVER);
        } else {
            bench.log(job, printing, isElsewhere);
        }
        return ExitCode.DONE;
    }

    private int started(Terminal terminal, JobBench bench, KeptJob job) {
        if (job.mayRun()) {
            throw new UsageException("job \"" + job.name() + "\" is " + job.state()
                    + (job.reason().isEmpty() ? "" : " (" + job.reason() + ")")
                    + ". Kill it first, or wait for its end.");
        }
        tell(terminal, submitted(terminal, bench, job));
        return ExitCode.DONE;
    }

    private int deleted(Terminal terminal, JobShelf shelf, KeptJob job) {
        if (job.mayRun()) {
            throw new UsageException("job \"" + job.name() + "\" is " + job.state() + ". Kill it first, or add --force.");
        }
        shelf.forget(job.name());
        tell(terminal, job);
        return ExitCode.DONE;
    }

    private int list(Terminal terminal, Configuration configuration, JobShelf shelf) {
        var wanted = wantedBackend(configuration);
        var jobs = new ArrayList<KeptJob>();
        for (var job : shelf.all()) {
            if (wanted == null || wanted.equals(job.backend())) {
                jobs.add(looked(terminal, configuration, job));
            }
        }
        if (json()) {
            terminal.out().println(PlainData.toJson(jobs.stream().map(KeptJob::toData).toList()));
            return ExitCode.DONE;
        }
        if (jobs.isEmpty()) {
            terminal.err().println("no jobs are kept here");
            return ExitCode.DONE;
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("name", "backend", "state", "reason", "external id"));
        jobs.forEach(job -> rows.add(List.of(
                job.name(), job.backend(), job.state(), job.reason(), String.valueOf(job.toData().getOrDefault("external_id", "")))));
        TextTable.lines(rows).forEach(line -> terminal.out().println(line.render(Integer.MAX_VALUE, paint(terminal))));
        return ExitCode.DONE;
    }
}
