package comporta.nodes;

import comporta.operator.Lease;
import comporta.operator.MachineNews;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
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
    /** Those that will be taken away and still live. */
    private final Map<String, Machine> noticed = new LinkedHashMap<>();
    /** Those that are gone, and of which whoever starts work there has not been told yet. */
    private final Map<String, Machine> untold = new LinkedHashMap<>();
    /** Those lost ones that were told, and for which nothing has come yet. */
    private final Set<String> told = new HashSet<>();
    /** Machines whose agent is on record. */
    private final Set<String> named = new HashSet<>();

    /** @param notice why it is to go soon; null: it is gone */
    private record Loss(Lease lease, int index, Machine machine, @Nullable String notice) {}

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
     * @param remembered machines that are on record as living, of leases that this life of the scheduler has not looked at yet
     * @param notices why machines are to go, as somebody was told, by id; they end once nothing runs on them
     * @return what happened, in words
     */
    synchronized List<String> look(
            Collection<Lease> open, Function<Collection<Lease>, Collection<Machine>> remembered, Map<String, String> notices) {
        var machines = provider.machines();
        var leaving = provider.leavingSoon(machines, notices);
        var isNew = open.stream().filter(lease -> !seen.containsKey(lease.id())).toList();
        var known = isNew.isEmpty() ? List.<Machine>of() : remembered.apply(isNew);
        var next = new HashMap<String, Map<Integer, Machine>>();
        var losses = new ArrayList<Loss>();
        for (var lease : open) {
            var standing = standing(lease, machines, leaving.keySet());
            var before = seen.get(lease.id());
            (before == null ? before(lease, standing, known) : before).forEach((index, machine) -> {
                if (!standing.containsKey(index)) {
                    losses.add(new Loss(lease, index, machine, notice(machine, leaving)));
                }
            });
            next.put(lease.id(), standing);
        }
        var noticedNow = losses.stream().filter(loss -> loss.notice() != null).map(Loss::machine).toList();
        if (!noticedNow.isEmpty()) {
            provider.vacate(noticedNow);   // what runs there has its time
        }
        var retiring = leaving.keySet().stream().filter(machine -> notices.containsKey(machine.id())).toList();
        if (!retiring.isEmpty()) {
            provider.retire(retiring);
        }
        var words = new ArrayList<>(theNoticedEnd(machines, next.keySet()));
        losses.forEach(loss -> (loss.notice() == null ? untold : noticed).put(loss.machine().id(), loss.machine()));
        var why = tell();
        for (var loss : losses) {
            var machine = loss.machine();
            var reason = loss.notice() == null ? why.getOrDefault(machine.id(), "its provider has ended it") : loss.notice();
            boolean isNews = told.add(machine.id());
            if (isNews) {
                words.add(machine.id() + " of node pool " + machine.pool() + " is lost: " + reason);
            }
            if (isNews && loss.notice() == null) {
                listener.accept(new MachineNews.Gone(machine.id(), clock.instant()));
            }
            var standing = next.getOrDefault(loss.lease().id(), Map.of());
            int wanted = Math.min(loss.lease().registered(), staying.applyAsInt(loss.lease().id()));
            if (standing.size() < wanted) {
                replace(loss, wanted, standing, words);
            }
        }
        name(next.values(), known);
        seen = next;
        told.retainAll(losses.stream().map(loss -> loss.machine().id()).toList());
        return words;
    }

    /** A master lists an agent that does not answer for little more than a minute: who comes later must know its name. */
    private void name(Collection<Map<Integer, Machine>> standing, Collection<Machine> known) {
        known.stream().filter(machine -> machine.agent() != null).forEach(machine -> named.add(machine.id()));
        var living = new HashSet<String>();
        standing.forEach(places -> places.values().forEach(machine -> {
            var agent = machine.agent();
            living.add(machine.id());
            if (agent != null && named.add(machine.id())) {
                listener.accept(new MachineNews.Registered(machine.id(), agent, clock.instant()));
            }
        }));
        named.retainAll(living);
    }

    private static Map<Integer, Machine> standing(Lease lease, Collection<Machine> machines, Collection<Machine> leaving) {
        var standing = new TreeMap<Integer, Machine>();
        machines.stream()
                .filter(machine -> Shrinking.isOf(machine, lease.id()) && machine.state() != Machine.State.ENDING && !leaving.contains(machine))
                .forEach(machine -> standing.put(machine.key().index(), machine));
        return standing;
    }

    /** What stood there before this life of the scheduler. Nobody remembers at which place one stood that is gone: at one that is free. */
    private static Map<Integer, Machine> before(Lease lease, Map<Integer, Machine> standing, Collection<Machine> known) {
        var before = new TreeMap<>(standing);
        Set<String> ids = standing.values().stream().map(Machine::id).collect(Collectors.toSet());
        int place = 0;
        for (var machine : known) {
            if (Shrinking.isOf(machine, lease.id()) && !ids.contains(machine.id())) {
                while (before.containsKey(place)) {
                    place++;
                }
                before.put(place, machine);
            }
        }
        return before;
    }

    private static @Nullable String notice(Machine machine, Map<Machine, String> leaving) {
        return leaving.entrySet().stream().filter(each -> each.getKey().id().equals(machine.id())).map(Map.Entry::getValue).findFirst().orElse(null);
    }

    /** Their replacements came before; what is left is to tell that they have ended. */
    private List<String> theNoticedEnd(Collection<Machine> machines, Set<String> open) {
        var living = machines.stream().filter(machine -> machine.state() != Machine.State.ENDING).map(Machine::id).collect(Collectors.toSet());
        var words = new ArrayList<String>();
        noticed.values().removeIf(machine -> {
            boolean isGone = !living.contains(machine.id());
            if (isGone) {
                listener.accept(new MachineNews.Gone(machine.id(), clock.instant()));
                untold.put(machine.id(), machine);
                words.add(machine.id() + " of node pool " + machine.pool() + " is taken away");
            }
            return isGone;
        });
        untold.values().removeIf(machine -> open.stream().noneMatch(lease -> Shrinking.isOf(machine, lease)));
        return words;
    }

    /** Why they are gone, by id; who cannot be told now is told at the next look. */
    private Map<String, String> tell() {
        try {
            var why = untold.isEmpty() ? Map.<String, String>of() : provider.lost(List.copyOf(untold.values()));
            untold.keySet().removeAll(why.keySet());
            return why;
        } catch (RuntimeException e) {
            LOG.info("that {} are lost cannot be told: {}", untold.keySet(), e.getMessage());
            return Map.of();
        }
    }

    /** @param wanted machines of the lease, whatever it began with: a group is made no larger than that */
    private void replace(Loss loss, int wanted, Map<Integer, Machine> standing, List<String> words) {
        var lost = loss.machine();
        var lease = loss.lease();
        var key = new MachineKey(lease.id(), loss.index());
        var asked = requests.apply(key);
        var token = Hash.of("in place of " + lost.id(), 40);
        var tags = asked == null ? Map.of("expires-at", lease.expiresAt().toString()) : asked.tags();
        var make = asked == null ? new Make(List.of(lost.type()), Make.AS_BEFORE, List.of(), null, null, wanted) : asked.make().of(wanted);
        var request = new MachineRequest(key, token, lost.pool(), lost.slaveType(), lost.type(), lost.market(), tags, make);
        try {
            var fresh = provider.launch(request);
            standing.put(loss.index(), fresh);
            words.add(fresh.id() + " comes in place of " + lost.id());
            listener.accept(new MachineNews.Replaced(lost.id(), fresh.id(), fresh.type(), fresh.market(), launchedAt(fresh)));
        } catch (RuntimeException e) {
            LOG.info("nothing comes in place of {}: {}", lost.id(), e.getMessage());
            standing.put(loss.index(), lost);   // asked for again at the next look
        }
    }

    private Instant launchedAt(Machine machine) {
        return Objects.requireNonNullElse(machine.launchedAt(), clock.instant());
    }
}
