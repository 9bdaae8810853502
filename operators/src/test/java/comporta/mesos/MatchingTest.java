package comporta.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.PlainData;
import comporta.job.JobSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which job goes to which agent. */
class MatchingTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final int SEEDS = 500;

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            cpus=1 mem=1g                     | a:4/8192 b:2/4096                           | b
            cpus=3 mem=1g                     | a:4/8192 b:2/4096                           | a
            cpus=5 mem=1g                     | a:4/8192 b:2/4096                           | waits: it wants 5 cpus, and the most that an agent has free is 4 cpus
            cpus=1 mem=9g                     | a:4/8192 b:2/4096                           | waits: it wants 9216 MB of mem, and the most that an agent has free is 8192 MB of mem
            cpus=0.1 mem=100m                 | a:0.1/100                                   | a
            cpus=0.101 mem=100m               | a:0.1/100                                   | waits: it wants 0.101 cpus, and the most that an agent has free is 0.1 cpus
            slave-type=fixed                  | a:4/8192 b:4/8192,slave-type=fixed          | b
            slave-type=itaipu                 | a:4/8192 b:4/8192,slave-type=fixed          | waits: no agent with free resources has slave-type=itaipu
            slave-type=fixed,spot             | a:4/8192 b:4/8192,slave-type=spot           | b
            slave-type=!spot                  | a:4/8192,slave-type=spot b:4/8192           | b
            slave-type=!spot,fixed            | a:4/8192,slave-type=spot b:4/8192,slave-type=fixed | waits: no agent with free resources has slave-type=!spot,fixed
            rack=7                            | a:4/8192,rack=8 b:4/8192,rack=7             | b
            rack=7.0                          | a:4/8192,rack=7                             | a
            zones=2                           | a:4/8192,zones=[1-3]                        | a
            zones=4                           | a:4/8192,zones=[1-3]                        | waits: no agent with free resources has zones=4
            hostname=b                        | a:4/8192 b:4/8192                           | b
            node_pool=itaipu                  | a:4/8192 b:4/8192,slave-type=itaipu         | b
            node_pool=itaipu slave-type=fixed | a:4/8192,slave-type=fixed                   | a
            cpus=1                            |                                             | waits: no agent has free resources
            """)
    void whoGoesWhere(String job, String agents, String expected) {
        var offers = offers(agents == null ? "" : agents);
        var matching = new Matching(offers, new Crowd(), Matching.Order.BEST_FIT, NOON);
        var demand = demand(job);
        var placed = matching.place(List.of(new Matching.Want("t", demand)));
        assertThat(placed.isEmpty() ? "waits: " + matching.why(demand) : placed.getFirst().offer().agent).isEqualTo(expected);
    }

    @Test
    void bestFitFillsOneAgentAndSpreadAllOfThem() {
        assertThat(agentsOf(Matching.Order.BEST_FIT, "a:4/8192 b:4/8192", "cpus=1", 4)).containsExactly("a", "a", "a", "a");
        assertThat(agentsOf(Matching.Order.SPREAD, "a:4/8192 b:4/8192", "cpus=1", 4)).containsExactly("a", "b", "a", "b");
    }

    @Test
    void aLimitCountsJobsOfTheSameKindByValue() {
        assertThat(agentsOf(Matching.Order.BEST_FIT, "a:9/9000,rack=1 b:9/9000,rack=1 c:9/9000,rack=2", "rack=limit:2", 6)).hasSize(4);
    }

    @Test
    void aSmallJobPassesALargeOneThatWaits() {
        var offers = offers("a:1/1024");
        var placed = new Matching(offers, new Crowd(), Matching.Order.BEST_FIT, NOON)
                .place(List.of(new Matching.Want("large", demand("cpus=2 mem=1m")), new Matching.Want("small", demand("cpus=1 mem=1m"))));
        assertThat(placed).extracting(placement -> placement.want().task()).containsExactly("small");
    }

    @Test
    void machinesThatLeaveServeOnlyJobsThatAreOverByThen() {
        var offer = new Offer("o", "a", "a", "", "*", pieces(4000, 8_192_000), List.of(), NOON.plus(Duration.ofHours(1)));
        var matching = new Matching(List.of(new AgentOffer(List.of(offer))), new Crowd(), Matching.Order.BEST_FIT, NOON);
        var placed = matching.place(List.of(
                new Matching.Want("long", demand("cpus=1 max_run_time=2h")),
                new Matching.Want("endless", demand("cpus=1")),
                new Matching.Want("short", demand("cpus=1 max_run_time=30m"))));
        assertThat(placed).extracting(placement -> placement.want().task()).containsExactly("short");
    }

    @Test
    void whatIsReservedForTheRoleGoesFirstAndKeepsItsBonds() {
        var reservation = Map.<String, Object>of("reservations", List.of(Map.of("type", "STATIC", "role", "jobs")));
        var offer = new Offer("o", "a", "a", "", "*", List.of(
                new Piece("cpus", 2000, List.of(), "", Map.of()), new Piece("cpus", 1000, List.of(), "jobs", reservation),
                new Piece("mem", 9_000_000, List.of(), "", Map.of()), new Piece("disk", 9_000_000, List.of(), "", Map.of())), List.of(), null);
        var taken = new AgentOffer(List.of(offer)).take(demand("cpus=1.5 mem=1m"));
        assertThat(taken.resources().subList(0, 2)).isEqualTo(List.of(
                Map.of("name", "cpus", "type", "SCALAR", "scalar", Map.of("value", 1.0), "reservations", reservation.get("reservations")),
                Map.of("name", "cpus", "type", "SCALAR", "scalar", Map.of("value", 0.5))));
    }

    @Test
    void agentsWithGpusAreLeftToJobsThatWantThem() {
        var plain = new Offer("1", "plain", "plain", "", "*", pieces(8000, 9_000_000), List.of(), null);
        var withGpu = new ArrayList<>(pieces(2000, 9_000_000));
        withGpu.add(new Piece("gpus", 1000, List.of(), "", Map.of()));
        var offers = AgentOffer.together(List.of(new Offer("2", "gpu", "gpu", "", "*", withGpu, List.of(), null), plain));
        var placed = new Matching(offers, new Crowd(), Matching.Order.BEST_FIT, NOON)
                .place(List.of(new Matching.Want("any", demand("cpus=1")), new Matching.Want("model", demand("cpus=1 gpus=1"))));
        assertThat(placed).extracting(placement -> placement.offer().agent).containsExactly("plain", "gpu");
    }

    /** Whatever the offers and the jobs: nothing is given away twice, and who fits somewhere at its turn is placed. */
    @Test
    void neverOvercommittedAndNobodyIsForgotten() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var written = new ArrayList<Offer>();
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                written.add(offer(random, i));
            }
            var wants = new ArrayList<Matching.Want>();
            for (int i = 0; i < 30; i++) {
                wants.add(new Matching.Want("t" + i, demand(random)));
            }
            var order = random.nextBoolean() ? Matching.Order.SPREAD : Matching.Order.BEST_FIT;
            var placements = new Matching(AgentOffer.together(written), new Crowd(), order, NOON).place(wants);
            check(seed, written, wants, placements);
        }
    }

    private static void check(int seed, List<Offer> written, List<Matching.Want> wants, List<Matching.Placement> placements) {
        var left = AgentOffer.together(written);
        var byAgent = new HashMap<String, AgentOffer>();
        left.forEach(offer -> byAgent.put(offer.agent, offer));
        var crowd = new Crowd();
        var placed = new LinkedHashMap<String, Matching.Placement>();
        placements.forEach(placement -> placed.put(placement.want().task(), placement));
        var ports = new HashMap<String, List<Long>>();
        for (var want : wants) {
            var placement = placed.get(want.task());
            var judge = new Matching(left, crowd, Matching.Order.BEST_FIT, NOON);
            if (placement == null) {
                assertThat(left).as("seed %d: %s could run", seed, want).noneMatch(offer -> judge.fits(want.demand(), offer));
            } else {
                var offer = byAgent.get(placement.offer().agent);
                assertThat(judge.fits(want.demand(), Objects.requireNonNull(offer))).as("seed %d: %s fits", seed, want).isTrue();
                assertThat(offer.take(want.demand()).resources()).as("seed %d", seed).isEqualTo(placement.taken().resources());
                crowd.add(want.demand().kin(), offer.attributes);
                ports.computeIfAbsent(offer.agent, agent -> new ArrayList<>()).addAll(placement.taken().ports());
            }
        }
        ports.values().forEach(each -> assertThat(each).as("seed %d: ports", seed).doesNotHaveDuplicates());
    }

    private static Offer offer(Random random, int number) {
        var pieces = new ArrayList<Piece>();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            var owner = random.nextInt(3) == 0 ? "jobs" : "";
            pieces.add(new Piece("cpus", random.nextInt(4000), List.of(), owner, Map.of()));
            pieces.add(new Piece("mem", random.nextInt(8_000_000), List.of(), owner, Map.of()));
            pieces.add(new Piece("disk", random.nextInt(8_000_000), List.of(), owner, Map.of()));
        }
        int first = 31_000 + 100 * number + random.nextInt(5);
        pieces.add(new Piece("ports", 6, List.of(new Piece.Range(first, first + 2), new Piece.Range(first + 10, first + 12)), "", Map.of()));
        var attributes = random.nextBoolean() ? List.of(new Attribute("type", List.of("k" + random.nextInt(2)), List.of())) : List.<Attribute>of();
        // two offers of one agent are used together; one agent is always of the same kind
        var agent = random.nextInt(4) == 0 ? "a0" : "a" + number;
        return new Offer("o" + number, agent, agent, "", "*", pieces, agent.equals("a0") ? List.of() : attributes, null);
    }

    private static Demand demand(Random random) {
        var wishes = switch (random.nextInt(4)) {
            case 0 -> Map.of("type", Wish.read("k1"));
            case 1 -> Map.of("type", Wish.read("!k0"));
            case 2 -> Map.of("type", Wish.read("limit:2"));
            default -> Map.<String, Wish>of();
        };
        return new Demand("*", 1 + random.nextInt(2000), 1 + random.nextInt(3_000_000), random.nextInt(1_000_000), 0, random.nextInt(3), wishes,
                "kin" + random.nextInt(2), null);
    }

    private static List<String> agentsOf(Matching.Order order, String agents, String job, int count) {
        var wants = new ArrayList<Matching.Want>();
        for (int i = 0; i < count; i++) {
            wants.add(new Matching.Want("t" + i, demand(job + " mem=1m")));
        }
        return new Matching(offers(agents), new Crowd(), order, NOON).place(wants).stream().map(placement -> placement.offer().agent).toList();
    }

    /** {@code cpus=1 mem=1g slave-type=fixed}: fields of a job, and constraints. */
    private static Demand demand(String job) {
        var fields = List.of("cpus", "mem", "disk", "gpus", "node_pool", "max_run_time");
        var block = new LinkedHashMap<String, Object>(Map.of("command", "true", "mem", "1m", "disk", "1m"));
        var constraints = new LinkedHashMap<String, Object>();
        for (var pair : job.strip().split(" +", -1)) {
            var name = pair.substring(0, pair.indexOf('='));
            (fields.contains(name) ? block : constraints).put(name, pair.substring(pair.indexOf('=') + 1));
        }
        block.put("constraints", PlainData.plain(constraints));
        return Demand.of(JobSpec.parse(block), "*", "kin");
    }

    /** {@code a:4/8192,rack=1}: name, cpus, MB, attributes. */
    private static List<AgentOffer> offers(String agents) {
        var offers = new ArrayList<Offer>();
        for (var agent : agents.isEmpty() ? new String[0] : agents.strip().split(" +", -1)) {
            var parts = agent.split(",", -1);
            var name = parts[0].substring(0, parts[0].indexOf(':'));
            var sizes = parts[0].substring(parts[0].indexOf(':') + 1).split("/", -1);
            var attributes = new ArrayList<Attribute>();
            for (int i = 1; i < parts.length; i++) {
                var value = parts[i].substring(parts[i].indexOf('=') + 1);
                attributes.add(value.startsWith("[")
                        ? new Attribute("zones", List.of(), List.of(new Piece.Range(1, 3)))
                        : new Attribute(parts[i].substring(0, parts[i].indexOf('=')), List.of(value), List.of()));
            }
            offers.add(new Offer("o-" + name, name, name, "", "*",
                    pieces(Piece.thousandths(Double.parseDouble(sizes[0])), Long.parseLong(sizes[1]) * 1000), attributes, null));
        }
        return AgentOffer.together(offers);
    }

    private static List<Piece> pieces(long cpus, long mem) {
        return List.of(
                new Piece("cpus", cpus, List.of(), "", Map.of()), new Piece("mem", mem, List.of(), "", Map.of()),
                new Piece("disk", 9_000_000, List.of(), "", Map.of()));
    }
}
