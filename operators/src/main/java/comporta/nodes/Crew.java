package comporta.nodes;

import comporta.operator.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Machines that a person has for a while, outside of any run. Both ways may be gone again after a crash: what is there is found by its
 * lease.
 */
public final class Crew {
    private final Provider provider;
    private final InstantSource clock;
    private final Consumer<String> told;
    private String said = "";

    /** @param told hears how far it is, each time that has changed */
    public Crew(Provider provider, InstantSource clock, Consumer<String> told) {
        this.provider = provider;
        this.clock = clock;
        this.told = told;
    }

    /**
     * What is wanted.
     *
     * @param nodes how many
     * @param expiresAt the end of their time
     */
    public record Order(String lease, String pool, String slaveType, String market, String via, int nodes, Instant expiresAt) {
        private MachineRequest request(int index, int round) {
            return new MachineRequest(
                    new MachineKey(lease, index), Hash.of(lease + "/" + index + "/" + round, 40), pool, slaveType, "any", market,
                    Map.of("expires-at", expiresAt.toString()), new Make(List.of(), via, List.of(), null, null, nodes));
        }
    }

    /**
     * Brings them up.
     *
     * @param limit until then
     * @return how many are agents
     * @throws Refused when there will never be one
     */
    public int up(Order order, Duration limit, Duration pause) throws InterruptedException {
        var until = clock.instant().plus(limit);
        var rounds = new int[order.nodes()];
        var why = new LinkedHashMap<Integer, String>();
        while (true) {
            var up = 0;
            for (int index = 0; index < order.nodes(); index++) {
                var state = ask(order, index, rounds, why);
                up += state == Machine.State.REGISTERED ? 1 : 0;
            }
            tell(words(up, order.nodes(), why));
            if (up == order.nodes() || !clock.instant().isBefore(until)) {
                return up;
            }
            Thread.sleep(pause);
        }
    }

    private Machine.State ask(Order order, int index, int[] rounds, Map<Integer, String> why) {
        try {
            provider.launch(order.request(index, rounds[index]));
            var machine = provider.look(List.of(new MachineKey(order.lease(), index))).getFirst();
            switch (machine.state()) {
                case REGISTERED -> why.remove(index);
                case BOOTING -> why.put(index, "booting");
                case ENDING -> why.put(index, "ending");
                case GONE -> {
                    rounds[index]++;
                    why.put(index, "gone before they were agents");
                }
            }
            return machine.state();
        } catch (Refused e) {
            throw e;
        } catch (RuntimeException e) {
            why.put(index, e instanceof NotNow ? String.valueOf(e.getMessage()) : unanswered(e));
            return Machine.State.GONE;
        }
    }

    private static String words(int up, int wanted, Map<Integer, String> why) {
        var counts = new TreeMap<String, Long>();
        why.values().forEach(each -> counts.merge(each, 1L, Long::sum));
        return up + " of " + wanted + " registered"
                + counts.entrySet().stream().map(each -> "; " + each.getValue() + " " + each.getKey()).collect(Collectors.joining());
    }

    /**
     * Gives them back, all but the first {@code staying}.
     *
     * @param drain so long others' work on them may go on
     * @return whether it was seen that they are; not, when nobody answers and that time is over
     */
    public boolean down(String lease, int nodes, int staying, Duration drain, Duration pause) throws InterruptedException {
        var drained = clock.instant().plus(drain);
        while (true) {
            try {
                if (isDown(lease, nodes, staying, drained, drain)) {
                    return true;
                }
            } catch (RuntimeException e) {
                tell(unanswered(e));
                if (!clock.instant().isBefore(drained)) {
                    return false;
                }
            }
            Thread.sleep(pause);
        }
    }

    private String unanswered(RuntimeException e) {
        return provider.name() + " did not answer: " + e.getMessage();
    }

    private void tell(String words) {
        if (!words.equals(said)) {
            told.accept(words);
            said = words;
        }
    }

    private boolean isDown(String lease, int nodes, int staying, Instant drained, Duration drain) {
        if (staying == 0) {
            return provider.release(lease, drain);
        }
        var keys = IntStream.range(staying, nodes).mapToObj(index -> new MachineKey(lease, index)).toList();
        var left = provider.look(keys).stream().filter(machine -> machine.state() != Machine.State.GONE).toList();
        var busy = clock.instant().isBefore(drained) ? provider.busy(left) : List.<Machine>of();
        if (!busy.isEmpty()) {
            tell(busy.size() + " of " + left.size() + " machines wait for others' work on them");
        }
        provider.terminate(left.stream().filter(machine -> !busy.contains(machine)).map(Machine::key).toList());
        return left.isEmpty();
    }
}
