package comporta.loop;

import comporta.dag.PlainData;
import comporta.decide.Copies;
import comporta.decide.Dues;
import comporta.decide.FollowUp;
import comporta.decide.Gates;
import comporta.decide.Leases;
import comporta.decide.Nodes;
import comporta.decide.Preparation;
import comporta.decide.Probe;
import comporta.decide.Rendering;
import comporta.operator.Allotment;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LastLaunch;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.Lease;
import comporta.operator.Leasing;
import comporta.operator.News;
import comporta.operator.Next;
import comporta.operator.Operator;
import comporta.operator.Prospect;
import comporta.operator.Refused;
import comporta.operator.Try;
import comporta.run.Launch;
import comporta.template.TemplateFailed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a task that may start into launches, by its templates and its operator; and asks the operator how a try goes on. */
final class Preparer {
    private static final Logger LOG = LoggerFactory.getLogger(Preparer.class);
    private static final String SETTINGS = "settings";
    private static final String ENVIRONMENT = "env";

    private final Map<String, Operator> operators;
    private final RandomGenerator tokens;

    Preparer(Map<String, Operator> operators, RandomGenerator tokens) {
        this.operators = operators;
        this.tokens = tokens;
    }

    Preparation prepare(LiveRun live, int task, Prospect prospect) {
        var view = live.view();
        if (Gates.isGate(view.plan().task(task))) {
            return Gates.decide(view, task);
        }
        var name = view.plan().task(task).operator();
        var operator = operators.get(name);
        if (operator == null) {
            return new Preparation.Impossible(Cause.USER, "operator \"" + name + "\" is not built in this version");
        }
        try {
            var written = operator.complete(view.plan().task(task).settings(), live.dagFolder());
            var attempt = attempt(
                    live, task, view.instance(task).tries() + 1, Rendering.settings(view, task, written), environment(live, task), null);
            var allotted = operator.allot(attempt, prospect).orElse(null);
            if (allotted != null) {
                attempt = attempt(live, task, attempt.number(), allotted.settings(), attempt.environment(), null);
            }
            Lease lease = null;
            if (operator instanceof Leasing leasing && leasing.isLeasing(attempt)) {
                lease = Leases.next(view, task, leasing.lease(attempt), prospect.now());
                attempt = attempt(live, task, attempt.number(), attempt.settings(), attempt.environment(), lease);
            }
            var intents = Probe.isDue(view, task) ? probe(live, task, attempt) : intents(attempt, name, operator.prepare(attempt), 0);
            if (allotted != null && !intents.isEmpty()) {
                intents = decided(intents, allotted);
            }
            live.underWay(task, attempt);
            return Fitting.preparation(new Preparation.Ready(
                    Map.of(SETTINGS, attempt.settings(), ENVIRONMENT, attempt.environment()), intents,
                    operator.expectedLaunches(attempt), lease));
        } catch (TemplateFailed e) {
            return new Preparation.Impossible(Cause.USER, e.what() + ". " + e.fix() + " [template-failed]");
        } catch (Refused e) {
            return new Preparation.Impossible(e.because(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("operator {} cannot prepare task {} of run {}", name, view.plan().task(task).id(), view.run().key(), e);
            return new Preparation.Impossible(Cause.PLATFORM, "operator " + name + " cannot prepare it: " + e);
        }
    }

    /** The first launch carries what was decided of the try, which goes on record with it. */
    private static List<LaunchIntent> decided(List<LaunchIntent> intents, Allotment.Allotted allotted) {
        var first = intents.getFirst();
        var data = new LinkedHashMap<>(first.spec().data());
        data.put("elasticity", Map.of("decision", allotted.decision()));
        var marked = new ArrayList<>(intents);
        marked.set(0, new LaunchIntent(first.id(), first.operator(), new LaunchSpec(data), first.token()));
        return List.copyOf(marked);
    }

    /** What the task itself would launch is asked for once it is known that it is not done yet. */
    private List<LaunchIntent> probe(LiveRun live, int task, Try attempt) {
        var operator = operators.get(Probe.OPERATOR);
        if (operator == null) {
            throw new Refused(Cause.USER, "done_when is not built in this version");
        }
        var asked = attempt(live, task, attempt.number(), Rendering.doneWhen(live.view(), task), attempt.environment(), null);
        return intents(attempt, Probe.OPERATOR, operator.prepare(asked), 0);
    }

    /** The try of a stored row, as it was rendered then. */
    Try restored(LiveRun live, int task, int tryNumber, Map<String, Object> rendered) {
        var environment = new LinkedHashMap<String, String>();
        PlainData.block(rendered, ENVIRONMENT).forEach((name, text) -> environment.put(name, String.valueOf(text)));
        return attempt(live, task, tryNumber, PlainData.block(rendered, SETTINGS), environment, live.view().lease(task));
    }

    private static Try attempt(
            LiveRun live, int task, int tryNumber, Map<String, Object> settings, Map<String, String> environment,
            @Nullable Lease lease) {
        var view = live.view();
        return new Try(
                view.plan().dag(), view.plan().task(task), view.run().key(), view.plan().indexOf(task), tryNumber, settings, environment,
                live.dagFolder(),
                live.logFolder(task, tryNumber), leases(live, task, lease), 0);
    }

    /** A second launch of what a task runs, to be committed; empty: its operator cannot do a thing twice at the same time. */
    Optional<LaunchIntent> copy(LiveRun live, int task) {
        var launches = live.view().launches(task);
        if (launches.isEmpty()) {
            return Optional.empty();
        }
        var first = launches.getLast().intent();
        return operator(first).copy(first.spec()).map(spec -> {
            var id = first.id();
            var next = new LaunchId(id.dag(), id.run(), id.task(), id.mapIndex(), id.tryNumber(), id.number() + 1);
            return new LaunchIntent(next, first.operator(), Copies.mark(spec, id.number()), token());
        });
    }

    private static List<Lease> leases(LiveRun live, int task, @Nullable Lease own) {
        var leases = new ArrayList<Lease>();
        for (int setup : Nodes.setupsOf(live.view(), task)) {
            add(leases, live.view().lease(setup));
        }
        add(leases, own);
        return leases;
    }

    private static void add(List<Lease> leases, @Nullable Lease lease) {
        if (lease != null) {
            leases.add(lease);
        }
    }

    private static Map<String, String> environment(LiveRun live, int task) {
        var view = live.view();
        var environment = new LinkedHashMap<>(Rendering.environment(view, task));
        environment.put("COMPORTA_DAG_ID", view.run().dag().value());
        environment.put("COMPORTA_RUN_ID", view.run().key());
        environment.put("COMPORTA_TASK_ID", view.plan().task(task).id().value());
        int index = view.plan().indexOf(task);
        if (index >= 0) {
            environment.put("COMPORTA_MAP_INDEX", Integer.toString(index));
        }
        environment.put("COMPORTA_TRY_NUMBER", Integer.toString(view.instance(task).tries() + 1));
        environment.put("COMPORTA_LOGICAL_DATE", view.run().logicalDate().toString());
        environment.put("COMPORTA_PARAMS", PlainData.toJson(Rendering.params(view, task)));
        return environment;
    }

    private List<LaunchIntent> intents(Try attempt, String operator, List<LaunchSpec> specs, int before) {
        var intents = new ArrayList<LaunchIntent>(specs.size());
        for (var spec : specs) {
            var id = new LaunchId(
                    attempt.dag().id(), attempt.run(), attempt.task().id(), attempt.mapIndex(), attempt.number(),
                    before + intents.size() + 1);
            intents.add(new LaunchIntent(id, operator, spec, token()));
        }
        return intents;
    }

    private String token() {
        var secret = new byte[16];
        tokens.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    /**
     * The operator's word on a launch that ends so, if it is the last open one of its try; else null.
     *
     * @param underWay the open launches of all live runs
     */
    @Nullable FollowUp followUp(LiveRun live, LaunchId id, Exit exit, Instant now, Supplier<List<LaunchIntent>> underWay) {
        var launch = live.view().launch(id);
        if (launch == null || !launch.isOpen() || !live.view().isLastOpen(id)) {
            return null;
        }
        var known = live.view().launches(live.view().plan().node(launch));
        try {
            var attempt = live.attempt(launch.intent());
            if (Probe.is(launch.intent())) {
                return Fitting.followUp(probed(attempt, exit, known.size()));
            }
            var asked = operator(launch).after(attempt, ended(known, id, exit, now), new LastLaunch(
                    launch.intent().spec(), launch.at(), now, Dues.latestEnd(live.view(), live.view().plan().node(launch)),
                    () -> underWay.get().stream().filter(intent -> !intent.id().equals(id)).toList()));
            return Fitting.followUp(switch (asked) {
                case Next.Finish finish -> new FollowUp.Finish(finish.exit());
                case Next.Launch more ->
                    new FollowUp.GoOn(intents(attempt, launch.intent().operator(), more.specs(), known.size()));
            });
        } catch (Refused e) {
            return new FollowUp.Finish(Exit.failure(e.because(), null, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.error("operator {} cannot say how {} goes on", launch.intent().operator(), id, e);
            return new FollowUp.Finish(Exit.failure(
                    Cause.PLATFORM, null, "operator " + launch.intent().operator() + " cannot say how the try goes on: " + e));
        }
    }

    private FollowUp probed(Try attempt, Exit exit, int before) {
        if (!exit.isSuccess()) {
            return new FollowUp.Finish(exit);
        }
        if (Probe.isDone(exit)) {
            return new FollowUp.Finish(Probe.done(exit));
        }
        var own = attempt.task().operator();
        var intents = intents(attempt, own, operator(own, "try " + attempt.number()).prepare(attempt), before);
        return intents.isEmpty() ? new FollowUp.Finish(Exit.success(Map.of())) : new FollowUp.GoOn(intents);
    }

    /** Of two that did the same work only the one that decides counts. */
    private static List<News.Ended> ended(List<Launch> launches, LaunchId last, Exit exit, Instant now) {
        var ended = new ArrayList<News.Ended>();
        if (Copies.isAmong(launches)) {
            return List.of(new News.Ended(last, 0, now, exit));
        }
        for (var launch : launches) {
            var id = launch.intent().id();
            var how = id.equals(last) ? exit : launch.exit();
            if (how != null && !Probe.is(launch.intent())) {
                ended.add(new News.Ended(id, launch.sequence(), now, how));
            }
        }
        return ended;
    }

    Operator operator(Launch launch) {
        return operator(launch.intent());
    }

    Operator operator(LaunchIntent intent) {
        return operator(intent.operator(), intent.id());
    }

    private Operator operator(String name, Object of) {
        var operator = operators.get(name);
        if (operator == null) {
            throw new IllegalStateException("operator \"" + name + "\" of " + of + " is not built in this version");
        }
        return operator;
    }
}
