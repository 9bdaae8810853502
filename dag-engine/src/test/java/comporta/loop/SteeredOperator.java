package comporta.loop;

import comporta.operator.Allotment;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.News;
import comporta.operator.Next;
import comporta.operator.Operator;
import comporta.operator.Prospect;
import comporta.operator.Submission;
import comporta.operator.Try;
import comporta.run.DagRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/** An operator in this process: what it answers, and what becomes of its launches, is up to the test. */
public class SteeredOperator implements Operator {
    private final String name;
    private final List<LaunchIntent> submitted = new CopyOnWriteArrayList<>();
    private final List<String> stopped = new CopyOnWriteArrayList<>();
    private final List<String> settled = new CopyOnWriteArrayList<>();
    private final List<String> sought = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> launches = new ConcurrentHashMap<>();
    private final AtomicLong sequence = new AtomicLong();
    private volatile Function<LaunchIntent, Submission> answer = intent -> new Submission.Accepted(intent.id().externalId(), null);
    private volatile Function<LaunchIntent, Finding> finding = intent -> new Finding.OutOfSight(intent.id(), "nobody looked");
    private volatile BiFunction<Try, List<News.Ended>, Next> after = (_, ended) -> new Next.Finish(ended.getLast().exit());
    private volatile Allotment allotment = Allotment.AS_WRITTEN;
    private volatile Consumer<News> listener = _ -> { };

    public SteeredOperator(String name) {
        this.name = name;
    }

    /** How many launches each try of a task has; one where nothing is said. */
    public void launches(String task, int count) {
        launches.put(task, count);
    }

    /** What every submission is answered from now on. */
    public void answers(Function<LaunchIntent, Submission> with) {
        answer = with;
    }

    /** What is found of every launch from now on. */
    public void finds(Function<LaunchIntent, Finding> what) {
        finding = what;
    }

    /** How much every try is given from now on. */
    public void gives(Allotment what) {
        allotment = what;
    }

    /** How every try goes on from now on. */
    public void goesOn(BiFunction<Try, List<News.Ended>, Next> how) {
        after = how;
    }

    /** The launch of a task, or of an instance such as {@code score[0]}, that was submitted last. */
    public LaunchIntent last(String task) {
        return submitted.stream()
                .filter(intent -> (intent.id().task() + index(intent)).equals(task))
                .reduce((_, later) -> later)
                .orElseThrow(() -> new AssertionError("task " + task + " was not submitted; others were: " + submitted()));
    }

    /** The launch of a task of that run that was submitted last. */
    public LaunchIntent last(String task, String run) {
        return submitted.stream()
                .filter(intent -> (intent.id().task() + index(intent)).equals(task) && intent.id().run().equals(run))
                .reduce((_, later) -> later)
                .orElseThrow(() -> new AssertionError("task " + task + " of " + run + " was not submitted"));
    }

    /** Launches without DAG and run: {@code a.t1}, in order. */
    public List<String> submitted() {
        return submitted.stream().map(SteeredOperator::inShort).toList();
    }

    public List<String> stopped() {
        return stopped;
    }

    public List<String> settled() {
        return settled;
    }

    public List<String> sought() {
        return sought;
    }

    static String inShort(LaunchIntent intent) {
        var id = intent.id();
        return id.task() + index(intent) + ".t" + id.tryNumber() + (id.number() == 1 ? "" : "." + id.number());
    }

    private static String index(LaunchIntent intent) {
        return intent.id().mapIndex() < 0 ? "" : "[" + intent.id().mapIndex() + "]";
    }

    public void starts(String task) {
        var id = last(task).id();
        listener.accept(new News.Started(id, sequence.incrementAndGet(), Instant.EPOCH, id.externalId(), null));
    }

    public void defers(String task) {
        var id = last(task).id();
        listener.accept(new News.Deferred(id, sequence.incrementAndGet(), Instant.EPOCH, id.externalId()));
    }

    /** The last launch of a task of one run succeeds. */
    public void succeeds(DagRun run, String task) {
        ends(submitted.stream().filter(intent -> intent.id().run().equals(run.key()) && intent.id().task().value().equals(task))
                .reduce((_, later) -> later).orElseThrow(), Exit.success(Map.of()));
    }

    public void succeeds(String... tasks) {
        for (var task : tasks) {
            ends(last(task), Exit.success(Map.of()));
        }
    }

    public void ends(String task, Exit exit) {
        ends(last(task), exit);
    }

    public void ends(LaunchIntent launch, Exit exit) {
        tell(new News.Ended(launch.id(), sequence.incrementAndGet(), Instant.EPOCH, exit));
    }

    public void loses(String task) {
        tell(new News.Unreachable(last(task).id(), sequence.incrementAndGet(), Instant.EPOCH, "agent gone"));
    }

    public void tell(News news) {
        listener.accept(news);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<Allotment.Allotted> allot(Try attempt, Prospect prospect) {
        return allotment.of(attempt, prospect);
    }

    @Override
    public List<LaunchSpec> prepare(Try attempt) {
        return IntStream.range(0, launches.getOrDefault(attempt.task().id().value(), 1))
                .mapToObj(number -> new LaunchSpec(Map.of("number", (long) number)))
                .toList();
    }

    @Override
    public Next after(Try attempt, List<News.Ended> ended) {
        return after.apply(attempt, ended);
    }

    @Override
    public Submission submit(LaunchIntent intent) {
        var answered = answer.apply(intent);
        submitted.add(intent);
        return answered;
    }

    @Override
    public List<Finding> find(Collection<LaunchIntent> open) {
        var found = new ArrayList<Finding>();
        for (var intent : open) {
            sought.add(inShort(intent));
            found.add(finding.apply(intent));
        }
        return found;
    }

    @Override
    public void watch(Consumer<News> news) {
        listener = news;
    }

    @Override
    public void stop(LaunchIntent intent, boolean force) {
        stopped.add(inShort(intent) + (force ? " by force" : ""));
    }

    @Override
    public void settled(LaunchIntent intent) {
        settled.add(inShort(intent));
    }
}
