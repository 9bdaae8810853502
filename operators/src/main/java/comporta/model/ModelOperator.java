package comporta.model;

import comporta.dag.PlainData;
import comporta.job.JobBackends;
import comporta.job.JobOperator;
import comporta.operator.Allotment;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LastLaunch;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.News;
import comporta.operator.Next;
import comporta.operator.Prospect;
import comporta.operator.Refused;
import comporta.operator.Submission;
import comporta.operator.Try;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code model}: the job is launched once per iteration, as long as each ends well. What a later one hands on wins. Where the task has an
 * {@code elasticity} block and a deadline is in sight, each iteration has the share that keeps it.
 */
public final class ModelOperator extends JobOperator {
    private final Shares shares;
    private final BiConsumer<LaunchId, Shares.Share> decided;

    /** Every iteration has the share that the job asks for. */
    public ModelOperator(JobBackends backends) {
        this(backends, Shares.CONSTANT, (_, _) -> { });
    }

    /** @param decided hears of each decision once it is committed, perhaps again after a restart */
    public ModelOperator(JobBackends backends, Shares shares, BiConsumer<LaunchId, Shares.Share> decided) {
        super(backends);
        this.shares = shares;
        this.decided = decided;
    }

    @Override
    public String name() {
        return "model";
    }

    @Override
    public int expectedLaunches(Try attempt) {
        return iterations(attempt);
    }

    /** The first iteration has what is written, unless that is too little, or others have it. */
    @Override
    public Optional<Allotment.Allotted> allot(Try attempt, Prospect prospect) {
        var terms = PlainData.block(attempt.settings(), "elasticity");
        var dueBy = terms.isEmpty() ? Optional.<Instant>empty() : prospect.dueBy(attempt.task().id());
        if (dueBy.isEmpty()) {
            return Optional.empty();
        }
        var written = iteration(attempt, 1, null);
        var backend = Elastic.backend(written);
        var asked = new Shares.Asked(
                terms, prospect.usual(attempt.task().id()).orElse(null), iterations(attempt), List.of(), dueBy.get(),
                Elastic.cpus(written), backend,
                Elastic.rivals(backend, prospect.others()));
        return shares.first(asked, prospect.now()).map(share -> {
            var job = new LinkedHashMap<>(PlainData.block(attempt.settings(), "job"));
            job.put("cpus", share.cpus());
            var settings = new LinkedHashMap<>(attempt.settings());
            settings.put("job", job);
            return new Allotment.Allotted(settings, Elastic.decision(terms, share));
        });
    }

    @Override
    public List<LaunchSpec> prepare(Try attempt) {
        iterations(attempt);
        var first = iteration(attempt, 1, null);
        var terms = PlainData.block(attempt.settings(), "elasticity");
        return List.of(terms.isEmpty() ? first : Elastic.with(first, terms, List.of(), null));
    }

    @Override
    public Next after(Try attempt, List<News.Ended> ended) {
        return after(attempt, ended, null, null, null);
    }

    @Override
    public Next after(Try attempt, List<News.Ended> ended, LastLaunch last) {
        var terms = PlainData.block(attempt.settings(), "elasticity");
        if (terms.isEmpty()) {
            return after(attempt, ended);
        }
        // One that never started ran for no time, and says nothing of the job.
        var done = Elastic.done(last);
        var dueBy = last.dueBy();
        var backend = Elastic.backend(last.spec());
        var share = dueBy == null || !ended.getLast().exit().isSuccess() || done.size() >= iterations(attempt)
                ? null
                : shares.next(new Shares.Asked(
                        terms, attempt.task().expectedDuration(), iterations(attempt), done, dueBy, done.getFirst().cpus(), backend,
                        Elastic.rivals(backend, last.others().get()))).orElse(null);
        return after(attempt, ended, last, done, share);
    }

    private Next after(
            Try attempt, List<News.Ended> ended, @Nullable LastLaunch before, @Nullable List<Shares.Ran> ran,
            Shares.@Nullable Share share) {
        var last = ended.getLast().exit();
        if (!last.isSuccess()) {
            return new Next.Finish(last);
        }
        // Launches that never started were repeated under another number, and are no iterations.
        var done = ended.stream().map(News.Ended::exit).filter(Exit::isSuccess).toList();
        if (done.size() < iterations(attempt)) {
            var cpus = share != null ? (Double) share.cpus() : before != null ? (Double) Elastic.cpus(before.spec()) : null;
            var next = iteration(attempt, done.size() + 1, cpus);
            return new Next.Launch(List.of(ran == null
                    ? next
                    : Elastic.with(next, PlainData.block(attempt.settings(), "elasticity"), ran, share)));
        }
        var outputs = new LinkedHashMap<String, Object>();
        done.forEach(exit -> outputs.putAll(exit.outputs()));
        return new Next.Finish(new Exit(null, last.code(), last.reason(), outputs));
    }

    @Override
    public Submission submit(LaunchIntent intent) {
        Elastic.decided(intent.spec()).ifPresent(share -> decided.accept(intent.id(), share));
        return super.submit(intent);
    }

    /** @param cpus null: what the job asks for */
    private LaunchSpec iteration(Try attempt, int number, @Nullable Double cpus) {
        return launch(attempt, Map.of("COMPORTA_ITERATION", Integer.toString(number)), cpus == null ? Map.of() : Map.of("cpus", cpus));
    }

    private static int iterations(Try attempt) {
        var written = String.valueOf(attempt.settings().getOrDefault("iterations", 1)).strip();
        try {
            int iterations = Integer.parseInt(written);
            if (iterations >= 1) {
                return iterations;
            }
        } catch (NumberFormatException e) {
            throw new Refused(Cause.USER, "\"iterations\" is \"" + written + "\". Write a whole number from 1");
        }
        throw new Refused(Cause.USER, "\"iterations\" is " + written + ". Write a whole number from 1");
    }
}
