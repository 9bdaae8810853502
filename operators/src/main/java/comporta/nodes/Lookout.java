package comporta.nodes;

import comporta.operator.Lease;
import comporta.operator.MachineNews;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the machines of leases that are up. One that is gone, or about to be taken away, gets no more work and is replaced, as long as
 * its lease wants so many: the token of the other is a function of the one that is lost, so that each is replaced once.
 */
final class Lookout {
    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

    private final Provider provider;
    private final InstantSource clock;
    private final Function<MachineKey, @Nullable MachineRequest> requests;
    private final ToIntFunction<String> staying;
    private final Consumer<MachineNews> listener;
    /** What stood there at the last look, by lease and place. */
    private Map<String, Map<Integer, Machine>> seen = new HashMap<>();

    /**
     * @param requests what was asked for at a place; null: nobody remembers
     * @param staying how many machines of a lease are still wanted
     */
    Lookout(
            Provider provider, InstantSource clock, Function<MachineKey, @Nullable MachineRequest> requests, ToIntFunction<String> staying,
            Consumer<MachineNews> listener) {
        this.provider = provider;
        this.clock = clock;
        this.requests = requests;
        this.staying = staying;
        this.listener = listener;
    }

    /**
     * Looks once.
     *
     * @param open leases that are up and whose machines are to stay
     * @return what happened, in words
     */
    synchronized List<String> look(Collection<Lease> open) {
        var machines = provider.machines();
        var leaving = provider.leavingSoon(machines);
        var next = new HashMap<String, Map<Integer, Machine>>();
        var words = new ArrayList<String>();
        for (var lease : open) {
            var standing = new TreeMap<Integer, Machine>();
            machines.stream()
                    .filter(machine -> Shrinking.isOf(machine, lease.id()) && machine.state() != Machine.State.ENDING && !leaving.containsKey(machine))
                    .forEach(machine -> standing.put(machine.key().index(), machine));
            var before = seen.getOrDefault(lease.id(), Map.of());
            before.forEach((index, machine) -> {
                var now = standing.get(index);
                if (now == null) {
                    var why = leaving.entrySet().stream().filter(each -> each.getKey().id().equals(machine.id())).map(Map.Entry::getValue).findFirst();
                    words.add(machine.id() + " of node pool " + machine.pool() + " is lost: " + why.orElse("its provider has ended it"));
                    if (why.isEmpty()) {
                        listener.accept(new MachineNews.Gone(machine.id(), clock.instant()));
                    }
                    if (standing.size() < Math.min(lease.registered(), staying.applyAsInt(lease.id()))) {
                        replace(lease, index, machine, standing, words);
                    }
                }
            });
            next.put(lease.id(), standing);
        }
        leavingGetNoWork(leaving.keySet());
        seen = next;
        return words;
    }

    /** They are only told to take nothing new: what runs there has its time. */
    private void leavingGetNoWork(Collection<Machine> leaving) {
        if (!leaving.isEmpty()) {
            var _ = provider.busy(leaving);
        }
    }

    private void replace(Lease lease, int index, Machine lost, Map<Integer, Machine> standing, List<String> words) {
        var key = new MachineKey(lease.id(), index);
        var asked = requests.apply(key);
        var token = Hash.of("in place of " + lost.id(), 40);
        var tags = asked == null ? Map.of("expires-at", lease.expiresAt().toString()) : asked.tags();
        var make = asked == null ? new Make(List.of(lost.type()), "instances", List.of(), null, null, 1) : asked.make();
        var request = new MachineRequest(key, token, lost.pool(), lost.slaveType(), lost.type(), lost.market(), tags, make);
        try {
            var fresh = provider.launch(request);
            standing.put(index, fresh);
            words.add(fresh.id() + " comes in place of " + lost.id());
            listener.accept(new MachineNews.Replaced(lost.id(), fresh.id(), fresh.type(), fresh.market(), launchedAt(fresh)));
        } catch (RuntimeException e) {
            LOG.info("nothing comes in place of {}: {}", lost.id(), e.getMessage());
            standing.put(index, lost);   // asked for again at the next look
        }
    }

    private Instant launchedAt(Machine machine) {
        return Objects.requireNonNullElse(machine.launchedAt(), clock.instant());
    }
}
