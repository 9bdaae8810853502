package comporta.mesos;

import comporta.job.Reply;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs that wait, and what is done with offers. Only of the framework's thread. */
final class Launchpad {
    private static final Logger LOG = LoggerFactory.getLogger(Launchpad.class);
    private static final long BETWEEN_REVIVALS = TimeUnit.SECONDS.toNanos(1);
    /** Jobs may wait so long before offers are asked for once more, whatever was declined. */
    private static final long REMIND = TimeUnit.SECONDS.toNanos(60);
    private static final String NO_OFFER_YET = "the masters have offered no agent with free resources yet";
    private static final double UNFIT_SECONDS = 30;
    private static final double IDLE_SECONDS = 300;

    private final MesosMemory memory;
    private final Line line;
    private final Matching.Order order;
    private final InstantSource clock;
    private final Consumer<Runnable> later;
    private final Consumer<String> renew;
    private final Runnable askForAgents;
    private final Map<String, MesosTask> waiting = new LinkedHashMap<>();
    private final Map<String, List<Attribute>> agents = new HashMap<>();
    private final SortedSet<String> roles = new TreeSet<>();
    private boolean gpus;
    private boolean suppressed;
    private boolean revivalWanted;
    private long lastRevival = System.nanoTime() - BETWEEN_REVIVALS;
    private Map<String, String> whys = Map.of();

    /**
     * @param later has a thing done by the framework's thread
     * @param renew has the subscription made anew, for that reason
     * @param askForAgents has the master asked for its agents, which come by {@link #knows}
     */
    Launchpad(
            MesosSettings settings, MesosMemory memory, Line line, InstantSource clock, Consumer<Runnable> later, Consumer<String> renew,
            Runnable askForAgents) {
        this.memory = memory;
        this.line = line;
        this.order = settings.order();
        this.clock = clock;
        this.later = later;
        this.renew = renew;
        this.askForAgents = askForAgents;
        roles.add(settings.role());
    }

    SortedSet<String> roles() {
        return roles;
    }

    boolean wantsGpus() {
        return gpus;
    }

    boolean isIdle() {
        return waiting.isEmpty();
    }

    /** Why a job that waits was not placed when offers came last. */
    String why(String task) {
        var why = whys.getOrDefault(task, "");
        return why.isEmpty() ? NO_OFFER_YET : why;
    }

    void add(MesosTask task) {
        task.stage = MesosTask.Stage.WAITING;
        waiting.put(task.id, task);
        boolean isNew = roles.add(task.demand.role());
        if ((task.demand.gpus() > 0 && !gpus) || isNew) {
            gpus |= task.demand.gpus() > 0;
            renew.accept("offers of another kind are wanted");
        }
        revivalWanted = true;
    }

    boolean remove(MesosTask task) {
        return waiting.remove(task.id) != null;
    }

    /** All offers of before are void, and new ones come by themselves. */
    void subscribed() {
        suppressed = false;
        revivalWanted = false;
        lastRevival = System.nanoTime();
    }

    /** Asks for offers if jobs wait for some. */
    void revive(String framework, long now) {
        boolean isLong = !waiting.isEmpty() && now - lastRevival > REMIND;
        if ((revivalWanted || isLong) && !waiting.isEmpty() && now - lastRevival >= BETWEEN_REVIVALS
                && line.send(Calls.revive(framework))) {
            revivalWanted = false;
            suppressed = false;
            lastRevival = now;
        }
    }

    /** What the master says of agents: jobs that waited for that are placed by the next offers. */
    void knows(Map<String, List<Attribute>> told) {
        told.forEach(agents::putIfAbsent);
        revivalWanted = true;
    }

    /**
     * Jobs of earlier lives may run on agents that have made no offer since. Those that are counted with them wait
     * until it is known where they are.
     */
    private boolean isCountable(MesosTask task, Collection<MesosTask> out) {
        return !task.demand.isLimited()
                || out.stream().noneMatch(other -> other.demand.kin().equals(task.demand.kin()) && !agents.containsKey(other.agent));
    }

    void offered(String framework, List<Offer> offers, Collection<MesosTask> out) {
        offers.forEach(offer -> agents.put(offer.agent(), offer.attributes()));
        var together = AgentOffer.together(offers);
        var placements = place(together, out);
        if (!placements.isEmpty() && !note(placements)) {
            placements = List.of();
        }
        var byOffer = new LinkedHashMap<AgentOffer, List<Matching.Placement>>();
        placements.forEach(placement -> byOffer.computeIfAbsent(placement.offer(), offer -> new ArrayList<>()).add(placement));
        byOffer.forEach((offer, placed) -> accept(framework, offer, placed));
        var unused = together.stream().filter(offer -> !byOffer.containsKey(offer)).flatMap(offer -> offer.ids.stream()).toList();
        if (!unused.isEmpty()) {
            line.send(Calls.decline(framework, unused, waiting.isEmpty() ? IDLE_SECONDS : UNFIT_SECONDS));
        }
        if (waiting.isEmpty() && !suppressed) {
            suppressed = line.send(Calls.suppress(framework));
        }
    }

    private List<Matching.Placement> place(List<AgentOffer> offers, Collection<MesosTask> out) {
        if (waiting.isEmpty()) {
            whys = Map.of();
            return List.of();
        }
        var crowd = new Crowd();
        out.forEach(task -> crowd.add(task.demand.kin(), agents.getOrDefault(task.agent, List.of())));
        var uncounted = waiting.values().stream().filter(task -> !isCountable(task, out)).collect(Collectors.toSet());
        if (!uncounted.isEmpty()) {
            askForAgents.run();
        }
        Instant now = clock.instant();
        var matching = new Matching(offers, crowd, order, now);
        var placements = matching.place(waiting.values().stream().filter(task -> !task.stopAsked && !uncounted.contains(task))
                .map(task -> new Matching.Want(task.id, task.demand)).toList());
        var reasons = new HashMap<String, String>();
        var placed = placements.stream().map(placement -> placement.want().task()).collect(Collectors.toSet());
        var known = new HashMap<Demand, String>();
        waiting.values().stream()
                .filter(task -> !placed.contains(task.id))
                .forEach(task -> reasons.put(task.id, known.computeIfAbsent(task.demand.kind(), matching::why)));
        whys = reasons;
        return placements;
    }

    /** Before Mesos hears of them; false: this process may not launch any more. */
    private boolean note(List<Matching.Placement> placements) {
        var notes = new LinkedHashMap<String, MesosMemory.Assignment>();
        placements.forEach(each -> notes.put(each.want().task(), new MesosMemory.Assignment(each.offer().agent, each.offer().agentUrl)));
        try {
            memory.assign(notes);
            return true;
        } catch (RuntimeException e) {
            LOG.warn("{} jobs are not launched, since that cannot be put on record: {}", placements.size(), e.getMessage());
            return false;
        }
    }

    private void accept(String framework, AgentOffer offer, List<Matching.Placement> placed) {
        var sent = new ArrayList<MesosTask>();
        var descriptions = new ArrayList<Map<String, Object>>();
        for (var placement : placed) {
            var task = Objects.requireNonNull(waiting.remove(placement.want().task()));
            task.stage = MesosTask.Stage.SENT;
            task.agent = offer.agent;
            task.agentUrl = offer.agentUrl;
            descriptions.add(new TaskDescription(task.id, task.launchId(), task.spec).on(offer.agent, placement.taken(), task.environment));
            sent.add(task);
        }
        var call = Calls.accept(framework, offer.ids, descriptions, waiting.isEmpty() ? IDLE_SECONDS : UNFIT_SECONDS);
        if (!line.sendAtOnce(call, reply -> later.accept(() -> answered(sent, reply)))) {
            sent.forEach(this::again);
        }
    }

    private void answered(List<MesosTask> sent, Reply reply) {
        var unanswered = sent.stream().filter(task -> task.stage == MesosTask.Stage.SENT).toList();
        switch (reply) {
            case Reply.Answer answer when answer.isGood() -> unanswered.forEach(task -> {
                task.stage = MesosTask.Stage.SOUGHT;
                task.silentSince = System.nanoTime();
            });
            case Reply.Answer answer when !answer.isTrouble() || answer.status() == 503 -> {
                LOG.info("{} launches were not taken: {}", sent.size(), answer);
                unanswered.forEach(this::again);
                renew.accept("the master answers " + answer);
            }
            case Reply.NotSent(var why) -> {
                LOG.info("{} launches were not sent: {}", sent.size(), why);
                unanswered.forEach(this::again);
            }
            case Reply.Answer answer -> unclear(unanswered, answer.toString());
            case Reply.Lost(var why) -> unclear(unanswered, why);
        }
    }

    /** A new subscription ends the old one's calls for good; after that the master's answers are the truth. */
    private void unclear(List<MesosTask> tasks, String why) {
        LOG.warn("Whether {} launches were taken is not known: {}", tasks.size(), why);
        tasks.forEach(task -> {
            task.unclear = true;
            task.stage = MesosTask.Stage.SOUGHT;
        });
        renew.accept(why);
    }

    /** It certainly was not launched: it waits once more. */
    void again(MesosTask task) {
        task.unclear = false;
        task.dropped = false;
        task.silentSince = 0;
        add(task);
    }
}
