package comporta.nodes;

import comporta.dag.PlainData;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import comporta.operator.Leasing;
import comporta.operator.MachineNews;
import comporta.operator.News;
import comporta.operator.Next;
import comporta.operator.Operator;
import comporta.operator.Submission;
import comporta.operator.Try;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** {@code scale}: the auto-scaling group of a slave type has so many machines from now on; with 0 they go, as with {@code downscale-ec2}. */
final class Scale implements Leasing {
    private final ScaleEc2 up;
    private final Operator down;

    Scale(ScaleEc2 up, Operator down) {
        this.up = up;
        this.down = down;
    }

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public boolean isLeasing(Try attempt) {
        return isUp(attempt);
    }

    @Override
    public LeaseTerms lease(Try attempt) {
        return up.lease(attempt);
    }

    @Override
    public List<LaunchSpec> prepare(Try attempt) {
        return isUp(attempt) ? up.prepare(ofGroup(attempt)) : down.prepare(attempt);
    }

    @Override
    public int expectedLaunches(Try attempt) {
        return isUp(attempt) ? up.expectedLaunches(attempt) : 1;
    }

    @Override
    public Next after(Try attempt, List<News.Ended> ended) {
        return isUp(attempt) ? up.after(attempt, ended) : down.after(attempt, ended);
    }

    private static boolean isUp(Try attempt) {
        return NodePool.of(attempt.settings()).nodes() > 0;
    }

    private static Try ofGroup(Try attempt) {
        Map<String, Object> pool = new LinkedHashMap<>(PlainData.block(attempt.settings(), "node_pool"));
        pool.put("via", "group");
        Map<String, Object> settings = new LinkedHashMap<>(attempt.settings());
        settings.put("node_pool", pool);
        return new Try(
                attempt.dag(), attempt.task(), attempt.run(), attempt.mapIndex(), attempt.number(), settings, attempt.environment(), attempt.dagFolder(),
                attempt.logFolder(), attempt.leases(), attempt.launchesBefore());
    }

    @Override
    public Submission submit(LaunchIntent intent) {
        return whoDid(intent).submit(intent);
    }

    @Override
    public List<Finding> find(Collection<LaunchIntent> open) {
        var findings = new ArrayList<Finding>();
        for (var intent : open) {
            findings.addAll(whoDid(intent).find(List.of(intent)));
        }
        return findings;
    }

    @Override
    public void watch(Consumer<News> listener) {
        up.watch(listener);
        down.watch(listener);
    }

    @Override
    public void stop(LaunchIntent intent, boolean force) {
        whoDid(intent).stop(intent, force);
    }

    private Operator whoDid(LaunchIntent intent) {
        return MachineLaunch.isOne(intent.spec()) ? up : down;
    }

    @Override
    public void watchMachines(Consumer<MachineNews> listener) {
        up.watchMachines(listener);
    }

    @Override
    public boolean release(Lease lease) {
        return up.release(lease);
    }
}
