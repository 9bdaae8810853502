package comporta.browser;

import comporta.dag.PlainData;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import comporta.operator.Leasing;
import comporta.operator.News;
import comporta.operator.Submission;
import comporta.operator.Try;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;

/** Machines that do not exist, of the kinds that the DAG file asks for: they go into the cost ledger. */
record RentedMachines(Leasing inner) implements Leasing {
    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public List<LaunchSpec> prepare(Try attempt) {
        var pool = PlainData.block(attempt.settings(), "node_pool");
        return inner.prepare(attempt).stream().map(spec -> {
            var data = new LinkedHashMap<>(spec.data());
            data.put("lease", attempt.leases().getFirst().id());
            data.put("pool", lease(attempt).pool());
            data.put("slave_type", lease(attempt).slaveType());
            data.put("instance_type", pool.get("instance_types") instanceof List<?> types ? String.valueOf(types.getFirst()) : "m5.xlarge");
            data.put("market", pool.getOrDefault("market", "on-demand"));
            return new LaunchSpec(data);
        }).toList();
    }

    @Override
    public int expectedLaunches(Try attempt) {
        return inner.expectedLaunches(attempt);
    }

    @Override
    public Submission submit(LaunchIntent intent) {
        return inner.submit(intent);
    }

    @Override
    public List<Finding> find(Collection<LaunchIntent> open) {
        return inner.find(open);
    }

    @Override
    public void watch(Consumer<News> listener) {
        inner.watch(listener);
    }

    @Override
    public void stop(LaunchIntent intent, boolean force) {
        inner.stop(intent, force);
    }

    @Override
    public void settled(LaunchIntent intent) {
        inner.settled(intent);
    }

    @Override
    public LeaseTerms lease(Try attempt) {
        return inner.lease(attempt);
    }

    @Override
    public boolean release(Lease lease) {
        return inner.release(lease);
    }
}
