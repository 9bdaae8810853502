package comporta.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.Lease;
import comporta.operator.News;
import comporta.operator.Next;
import comporta.operator.SteeredTime;
import comporta.operator.Submission;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleEc2Test {
    @TempDir
    Path state;

    private Night night;

    @BeforeEach
    void begin() {
        night = new Night(state);
    }

    @Test
    void aTryIsOneLaunchPerMachineOfTheFirstPreferredType() {
        var settings = Night.pool("nodes", 2L, "instance_types", List.of("m5.2xlarge", "m5n.2xlarge"), "market", "spot", "scale_timeout", "5m");
        var attempt = night.attempt("up", 1, settings, night.lease("L1", Lease.State.OPENING));

        assertThat(night.scale.prepare(attempt)).extracting(spec -> spec.data().toString()).containsExactly(
                "{lease=L1, index=0, pool=itaipu, slave_type=itaipu, instance_type=m5.2xlarge, market=spot, scale_timeout=5m, expires_at=2026-11-21T16:00:00Z, "
                        + "types=[m5.2xlarge, m5n.2xlarge], via=instances, zones=[], wanted=2, tags={}}",
                "{lease=L1, index=1, pool=itaipu, slave_type=itaipu, instance_type=m5.2xlarge, market=spot, scale_timeout=5m, expires_at=2026-11-21T16:00:00Z, "
                        + "types=[m5.2xlarge, m5n.2xlarge], via=instances, zones=[], wanted=2, tags={}}");
        var terms = night.scale.lease(attempt);
        assertThat(terms.provider()).isEqualTo("simulated");
        assertThat(terms.wanted()).isEqualTo(2);
    }

    @Test
    void noMachinesAreNothingToDo() {
        assertThat(night.scale.prepare(night.setUp(1, 0))).isEmpty();
    }

    @Test
    void aSetUpWithoutALeaseIsAMistakeOfTheEngine() {
        assertThatThrownBy(() -> night.scale.prepare(night.attempt("up", 1, Night.pool("nodes", 1L))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"up\"")
                .hasMessageContaining("no lease");
    }

    @Test
    void oneThatIsTakenAwayWhileItIsWaitedForIsNotWaitedForWithoutEnd() {
        var arrival = new Arrival(Night.intents(night.scale, night.setUp(1, 1)).getFirst());
        var machine = night.provider.launch(arrival.request()).in(Machine.State.ENDING);
        var timeout = machine.launchedAt().plus(Duration.ofMinutes(15));
        assertThat(arrival.seen(machine, timeout.minusMillis(1), night.news::add)).isEqualTo(Arrival.Then.LOOK_AGAIN);
        assertThat(arrival.isOver()).isFalse();
        assertThat(arrival.seen(machine, timeout, night.news::add)).isEqualTo(Arrival.Then.NOTHING);
        assertThat(arrival.end()).hasValueSatisfying(end -> assertThat(end.exit()).isEqualTo(Exit.failure(Cause.TIMEOUT, null, "machine " + machine.id()
                + " is being taken away, and 15m after its launch none has come in its place (scale_timeout)")));
    }

    @Test
    void machinesAreShownWhileTheyBootAndHandedOnOnceTheyAreAgents() {
        var attempt = night.setUp(1, 3);
        var intents = Night.intents(night.scale, attempt);
        assertThat(night.submit(night.scale, intents)).allMatch(Submission.Accepted.class::isInstance);
        night.time.settles();
        assertThat(night.machines()).containsExactly("0 booting", "1 booting", "2 booting");
        assertThat(night.news).filteredOn(News.Started.class::isInstance).hasSize(3);
        assertThat(night.news).filteredOn(News.Progressed.class::isInstance)
                .extracting(news -> ((News.Progressed) news).progress().text()).containsExactly("0 of 3 registered; 3 booting");

        night.time.passes(Night.SLOWEST);

        assertThat(night.machines()).containsExactly("0 registered", "1 registered", "2 registered");
        var machines = night.provider.machines();
        assertThat(night.finish(attempt, intents).outputs()).isEqualTo(Map.of(
                "nodes", 3L,
                "agents", machines.stream().map(Machine::agent).toList(),
                "instance_ids", machines.stream().map(Machine::id).toList()));
        assertThat(night.ends(intents)).extracting(News.Ended::at).containsExactlyElementsOf(
                machines.stream().map(Machine::registeredAt).toList());
    }

    @ParameterizedTest(name = "{0} wanted, at least {1}, and they end {2}: {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            3 | - | up up up               | success, 3 nodes
            3 | - | up up timeout          | timeout: 2 of 3 machines of node pool "itaipu" are agents, and at least 3 must be: timeout
            3 | 2 | up timeout up          | success, 2 nodes
            3 | 2 | up platform timeout    | timeout: 1 of 3 machines of node pool "itaipu" are agents, and at least 2 must be: platform
            3 | 0 | platform user operator | success, 0 nodes
            2 | - | up user                | user: 1 of 2 machines of node pool "itaipu" are agents, and at least 2 must be: user
            2 | - | user operator          | operator: 0 of 2 machines of node pool "itaipu" are agents, and at least 2 must be: user
            2 | - | platform up up         | success, 2 nodes
            """)
    void enoughMachinesMakeASuccess(long wanted, @Nullable Long atLeast, String ends, String verdict) {
        var pool = atLeast == null ? Night.pool("nodes", wanted) : Night.pool("nodes", wanted, "min_nodes", atLeast);
        var attempt = night.attempt("up", 1, pool, night.lease("L1", Lease.State.OPENING));
        var id = Night.intents(night.scale, attempt).getFirst().id();
        var ended = new ArrayList<News.Ended>();
        for (var word : ends.split(" ", -1)) {
            var exit = word.equals("up")
                    ? Exit.success(Map.of("agent", "a", "instance_id", "i"))
                    : Exit.failure(Cause.valueOf(word.toUpperCase(Locale.ROOT)), null, word);
            ended.add(new News.Ended(id, 3, night.time.instant(), exit));
        }

        var exit = ((Next.Finish) night.scale.after(attempt, ended)).exit();

        var cause = exit.cause();
        assertThat(cause == null ? "success, " + exit.outputs().get("nodes") + " nodes" : cause.word() + ": " + exit.reason())
                .isEqualTo(verdict);
    }

    @Test
    void aLaunchSubmittedTwiceIsOneMachine() {
        var intents = Night.intents(night.scale, night.setUp(1, 1));
        night.submit(night.scale, intents);
        night.submit(night.scale, intents);
        night.time.passes(Night.SLOWEST);
        night.submit(night.scale, intents);
        night.time.settles();

        assertThat(night.machines()).containsExactly("0 registered");
        assertThat(night.ends(intents)).hasSize(1);
    }

    @Test
    void aSecondTryCountsTheMachinesThatAreUpAndStartsOnlyWhatIsMissing() {
        var first = Night.intents(night.scale, night.setUp(1, 3));
        night.submit(night.scale, first);
        night.time.settles();
        night.scale.stop(first.get(1), false);
        night.time.passes(Night.SLOWEST);
        assertThat(night.machines()).containsExactly("0 registered", "2 registered");
        var kept = ids();

        var second = night.setUp(2, 3);
        var intents = Night.intents(night.scale, second);
        night.submit(night.scale, intents);
        night.time.settles();
        assertThat(night.ends(intents)).hasSize(2);
        assertThat(night.machines()).containsExactly("0 registered", "1 booting", "2 registered");

        night.time.passes(Night.SLOWEST);
        assertThat(night.finish(second, intents).outputs()).containsEntry("nodes", 3L);
        assertThat(ids()).hasSize(3).containsAll(kept);
    }

    @Test
    void aMachineThatIsNoAgentInTimeIsEndedAndMissed() {
        var attempt = night.attempt("up", 1, Night.pool("nodes", 1L, "scale_timeout", "1s"), night.lease("L1", Lease.State.OPENING));
        var intents = Night.intents(night.scale, attempt);
        night.submit(night.scale, intents);
        night.time.passes(Duration.ofMillis(999));
        assertThat(night.ends(intents)).isEmpty();

        night.time.passes(Duration.ofMillis(1));

        assertThat(night.ends(intents)).singleElement().satisfies(end -> {
            assertThat(end.exit().cause()).isEqualTo(Cause.TIMEOUT);
            assertThat(end.exit().reason()).matches("machine i-[0-9a-f]{17} is not an agent 1s after its launch \\(scale_timeout\\)");
        });
        assertThat(night.machines()).isEmpty();
        assertThat(night.finish(attempt, intents).cause()).isEqualTo(Cause.TIMEOUT);
    }

    @Test
    void aStopEndsTheMachineThatBootsAndIsToldOnlyOnceItIsGone() {
        var intents = Night.intents(night.scale, night.setUp(1, 1));
        night.submit(night.scale, intents);
        night.time.settles();

        night.scale.stop(intents.getFirst(), false);
        assertThat(night.ends(intents)).isEmpty();
        night.time.settles();

        assertThat(night.machines()).isEmpty();
        assertThat(night.ends(intents)).extracting(end -> end.exit().cause()).containsExactly(Cause.OPERATOR);
    }

    @Test
    void whatWasStoppedBeforeItWasAskedForNeverStarts() {
        var intents = Night.intents(night.scale, night.setUp(1, 1));
        night.scale.stop(intents.getFirst(), false);
        night.time.settles();

        assertThat(night.submit(night.scale, intents)).singleElement().isInstanceOf(Submission.NotAccepted.class);
        night.time.passes(Night.SLOWEST);
        assertThat(night.machines()).isEmpty();
        assertThat(night.ends(intents)).hasSize(1);
    }

    @Test
    void aStopThatComesTooLateLeavesTheMachineToItsLease() {
        var intents = Night.intents(night.scale, night.setUp(1, 1));
        night.submit(night.scale, intents);
        night.time.passes(Night.SLOWEST);
        night.scale.stop(intents.getFirst(), true);
        night.time.settles();

        assertThat(night.machines()).containsExactly("0 registered");
        assertThat(night.ends(intents)).extracting(end -> end.exit().isSuccess()).containsExactly(true);
    }

    @Test
    void afterAKillEveryMachineIsFoundAgainAndNoneIsStartedTwice() {
        var intents = Night.intents(night.scale, night.setUp(1, 3));
        night.submit(night.scale, intents.subList(0, 2));
        night.time.passes(firstBoot());
        var up = night.provider.machines().stream().filter(machine -> machine.agent() != null).toList().getFirst().key().index();
        var booting = 1 - up;

        var later = night.afterKill(state);
        var findings = later.scale.find(intents);

        assertThat(findings.get(up)).isInstanceOf(Finding.AlreadyEnded.class);
        assertThat(findings.get(booting)).isInstanceOf(Finding.Alive.class);
        assertThat(findings.get(2)).isInstanceOf(Finding.NeverStarted.class);
        assertThat(later.submit(later.scale, intents.subList(2, 3)))
                .as("what was said never to start never does")
                .singleElement().isInstanceOf(Submission.NotAccepted.class);
        later.time.passes(Night.SLOWEST);
        assertThat(later.ends(List.of(intents.get(booting)))).singleElement().satisfies(end -> assertThat(end.exit().isSuccess()).isTrue());
        assertThat(later.machines()).hasSize(2);
    }

    @Test
    void whatAnEarlierTryHasStartedAndEndedIsNotTheMachineOfThisOne() {
        var first = Night.intents(night.scale, night.setUp(1, 1));
        night.submit(night.scale, first);
        night.time.settles();
        night.scale.stop(first.getFirst(), false);
        night.time.settles();

        var later = night.afterKill(state);

        assertThat(Night.words(later.scale.find(Night.intents(later.scale, later.setUp(2, 1))))).containsExactly("NeverStarted");
        assertThat(Night.words(later.scale.find(first))).containsExactly("AlreadyEnded");
    }

    @Test
    void newsToldAgainAfterAKillIsRecognisedByItsNumber() {
        var intents = Night.intents(night.scale, night.setUp(1, 1));
        night.submit(night.scale, intents);
        night.time.passes(Night.SLOWEST);

        var later = night.afterKill(state);
        var found = (Finding.AlreadyEnded) later.scale.find(intents).getFirst();

        assertThat(found.end()).isEqualTo(night.ends(intents).getFirst());
    }

    @Test
    void aReleaseEndsWhatIsStillBootingToo() {
        var intents = Night.intents(night.scale, night.setUp(1, 2));
        night.submit(night.scale, intents);
        night.time.settles();

        assertThat(night.scale.release(night.lease("L1", Lease.State.CLOSING))).isTrue();
        night.time.settles();

        assertThat(night.machines()).isEmpty();
        assertThat(night.ends(intents)).extracting(end -> end.exit().cause()).containsExactly(Cause.PLATFORM, Cause.PLATFORM);
        assertThat(night.submit(night.scale, Night.intents(night.scale, night.setUp(2, 1))))
                .singleElement().isInstanceOf(Submission.NotAccepted.class);
    }

    @Test
    void whileTheProviderIsSilentNothingIsClaimed() {
        var time = new SteeredTime();
        var cloud = new MoodyProvider(new SimulatedProvider(state, time, Night.FASTEST, Night.SLOWEST));
        night = new Night(time, cloud);
        List<LaunchIntent> intents = Night.intents(night.scale, night.setUp(1, 2));
        night.submit(night.scale, intents.subList(0, 1));

        cloud.silent = true;
        assertThat(night.submit(night.scale, intents.subList(1, 2))).singleElement().isInstanceOf(Submission.Unknown.class);
        assertThat(Night.words(night.scale.find(intents))).containsExactly("OutOfSight", "OutOfSight");
        night.time.passes(Night.SLOWEST);
        assertThat(night.news).isNotEmpty().allMatch(News.Unreachable.class::isInstance);

        cloud.silent = false;
        assertThat(Night.words(night.scale.find(intents))).containsExactly("AlreadyEnded", "NeverStarted");
    }

    @Test
    void aMachineThatTakesLongToEndIsWatchedUntilItIsGone() {
        var time = new SteeredTime();
        var cloud = new MoodyProvider(new SimulatedProvider(state, time, Night.FASTEST, Night.SLOWEST));
        night = new Night(time, cloud);
        var intents = Night.intents(night.scale, night.setUp(1, 1));
        night.submit(night.scale, intents);
        cloud.lingersUntil = time.instant().plusSeconds(60);
        night.scale.stop(intents.getFirst(), false);

        night.time.passes(Duration.ofSeconds(59));
        assertThat(night.ends(intents)).isEmpty();
        night.time.passes(Duration.ofSeconds(6));
        assertThat(night.ends(intents)).hasSize(1);
    }

    private Duration firstBoot() {
        return night.provider.machines().stream()
                .map(machine -> Duration.between(night.time.instant(), night.provider.lookAgain(machine)))
                .min(Duration::compareTo)
                .orElseThrow();
    }

    private List<String> ids() {
        return night.provider.machines().stream().map(Machine::id).toList();
    }
}
