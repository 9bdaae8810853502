package comporta.nodes;

import comporta.dag.TaskId;
import comporta.operator.Alarm;
import comporta.operator.Allotment;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import comporta.operator.Leasing;
import comporta.operator.MachineNews;
import comporta.operator.News;
import comporta.operator.Next;
import comporta.operator.Prospect;
import comporta.operator.Refused;
import comporta.operator.Submission;
import comporta.operator.Try;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code scale-ec2}: a set-up with one launch per machine, each over once its machine is an agent. */
final class ScaleEc2 implements Leasing {
    private static final Logger LOG = LoggerFactory.getLogger(ScaleEc2.class);

    private final Provider provider;
    private final Allotment allotment;
    private final InstantSource clock;
    private final Arrivals arrivals;
    private final Shrinking shrinking;
    private final Lookout lookout;
    private volatile Consumer<News> listener = _ -> {};
    private volatile Consumer<MachineNews> machines = _ -> {};

    ScaleEc2(Provider provider, InstantSource clock, Alarm alarm, Executor asking) {
        this(provider, clock, alarm, asking, Allotment.AS_WRITTEN);
    }

    /** @param allotment how many machines, where a pool leaves a range */
    ScaleEc2(Provider provider, InstantSource clock, Alarm alarm, Executor asking, Allotment allotment) {
        this.allotment = allotment;
        this.provider = provider;
        this.clock = clock;
        this.arrivals = new Arrivals(provider, clock, alarm, asking, news -> listener.accept(news));
        this.shrinking = new Shrinking(provider, clock, alarm, asking, news -> machines.accept(news));
        this.lookout = new Lookout(provider, clock, arrivals::request, shrinking::staying, news -> machines.accept(news));
    }

    @Override
    public String name() {
        return "scale-ec2";
    }

    @Override
    public LeaseTerms lease(Try attempt) {
        var pool = NodePool.of(attempt.settings());
        return new LeaseTerms(pool.name(), pool.slaveType(), provider.name(), pool.nodes(), pool.ttl(), pool.keepOnFailure());
    }

    @Override
    public Optional<Allotment.Allotted> allot(Try attempt, Prospect prospect) {
        return allotment.of(attempt, prospect);
    }

    @Override
    public List<LaunchSpec> prepare(Try attempt) {
        var pool = NodePool.of(attempt.settings());
        var lease = own(attempt);
        return IntStream.range(0, pool.nodes())
                .mapToObj(index -> new MachineLaunch(
                                new MachineKey(lease.id(), index),
                                pool.name(),
                                pool.slaveType(),
                                pool.instanceTypes().getFirst(),
                                pool.market(),
                                pool.scaleTimeout(),
                                lease.expiresAt(),
                                pool.make(),
                                pool.tags())
                        .toSpec())
                .toList();
    }

    @Override
    public int expectedLaunches(Try attempt) {
        return NodePool.of(attempt.settings()).nodes();
    }

    @Override
    public Next after(Try attempt, List<News.Ended> ended) {
        var pool = NodePool.of(attempt.settings());
        var exits = ended.stream().map(News.Ended::exit).toList();
        var up = exits.stream().filter(Exit::isSuccess).map(Exit::outputs).toList();
        if (up.size() >= pool.minNodes()) {
            return new Next.Finish(Exit.success(Map.of(
                    "nodes", (long) up.size(),
                    "agents", up.stream().map(outputs -> outputs.get("agent")).toList(),
                    "instance_ids", up.stream().map(outputs -> outputs.get("instance_id")).toList())));
        }
        var missing = exits.stream().filter(exit -> !exit.isSuccess()).toList();
        return new Next.Finish(Exit.failure(
                cause(missing),
                null,
                up.size() + " of " + pool.nodes() + " machines of node pool \"" + pool.name() + "\" are agents, and at least "
                        + pool.minNodes() + " must be: " + missing.getFirst().reason()));
    }

    @Override
    public Submission submit(LaunchIntent intent) {
        allotment.submitted(intent);
        var arrival = arrivals.of(intent);
        shrinking.forget(arrival.key().lease());
        if (!arrival.beginAsking(clock.instant())) {
            arrivals.look(arrival);
            return arrival.isAsked()
                    ? accepted(intent)
                    : new Submission.NotAccepted(Cause.OPERATOR, "it was stopped before its machine was asked for");
        }
        try {
            arrivals.ask(arrival);
        } catch (Refused e) {
            return new Submission.NotAccepted(e.because(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return new Submission.Unknown(provider.name() + " did not answer: " + e.getMessage());
        }
        return accepted(intent);
    }

    @Override
    public List<Finding> find(Collection<LaunchIntent> open) {
        var left = open.stream().map(arrivals::of).toList();
        var machines = new HashMap<MachineKey, Machine>();
        try {
            provider.look(left.stream().map(Arrival::key).toList()).forEach(machine -> machines.put(machine.key(), machine));
        } catch (RuntimeException e) {
            left.forEach(arrivals::look);
            return open.stream().<Finding>map(intent -> new Finding.OutOfSight(intent.id(), String.valueOf(e.getMessage()))).toList();
        }
        var findings = new ArrayList<Finding>();
        for (var arrival : left) {
            var finding = arrival.found(machines.get(arrival.key()), clock.instant());
            findings.add(finding);
            if (finding instanceof Finding.Alive) {
                arrivals.look(arrival);
            }
        }
        return findings;
    }

    @Override
    public void watch(Consumer<News> news) {
        listener = news;
    }

    /** There is no grace for a machine that is still booting. */
    @Override
    public void stop(LaunchIntent intent, boolean force) {
        var arrival = arrivals.of(intent);
        arrival.stop(Cause.OPERATOR, "stopped before its machine was an agent");
        arrivals.look(arrival);
    }

    @Override
    public void watchMachines(Consumer<MachineNews> news) {
        machines = news;
    }

    @Override
    public void shrink(Lease lease) {
        if (lease.terms().provider().equals(provider.name())) {
            shrinking.to(lease);
        }
    }

    /** Looks at what leases hold; see {@link Lookout}. */
    List<String> look(Collection<Lease> open, Function<Collection<Lease>, Collection<Machine>> remembered, Map<String, String> notices) {
        return lookout.look(open, remembered, notices);
    }

    @Override
    public boolean release(Lease lease) {
        try {
            return release(lease.id(), Provider.USUAL_DRAIN);
        } catch (RuntimeException e) {
            LOG.info("lease {} cannot be given back now: {}", lease.id(), e.getMessage());
            return false;
        }
    }

    boolean release(String lease, Duration drain) {
        shrinking.forget(lease);
        boolean nothingLeft = provider.release(lease, drain);
        if (nothingLeft) {
            arrivals.released(lease);
        }
        return nothingLeft;
    }

    private static Submission accepted(LaunchIntent intent) {
        return new Submission.Accepted(intent.id().externalId(), null);
    }

    /** A person's wish, an author's mistake and a limit that the author has set are no troubles of the platform, and are not tried again as such. */
    private static Cause cause(List<Exit> missing) {
        var causes = missing.stream().map(Exit::cause).toList();
        return Stream.of(Cause.OPERATOR, Cause.USER, Cause.TIMEOUT).filter(causes::contains).findFirst().orElse(Cause.PLATFORM);
    }

    private static Lease own(Try attempt) {
        int number = new ArrayList<TaskId>(attempt.dag().tasks().keySet()).indexOf(attempt.task().id());
        return attempt.leases().stream()
                .filter(lease -> lease.task() == number)
                .max(Comparator.comparingInt(Lease::number))
                .orElseThrow(() -> new IllegalStateException("try " + attempt.number() + " of set-up \"" + attempt.task().id()
                        + "\" in run " + attempt.run() + " of DAG " + attempt.dag().id() + " has no lease"));
    }
}
