package comporta.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a forecast of a run must hold, whatever the numbers. */
class TonightTest {
    private static final int[][] CHAIN = {{}, {0}, {0}, {1, 2}};

    @Test
    void theSameMomentIsForecastTheSameHoweverOftenAndByWhomever() {
        var one = tonight(4, names(4), 7);
        var moment = moment(100);
        assertThat(one.at(moment).ends(-1)).isEqualTo(one.at(moment).ends(-1)).isEqualTo(tonight(4, names(4), 7).at(moment).ends(-1));
        assertThat(one.at(moment).ends(-1)).isNotEqualTo(tonight(4, names(4), 8).at(moment).ends(-1));
    }

    @Test
    void nothingEndsBeforeNowAndNobodyIsEverSure() {
        var said = tonight(4, names(4), 7).at(moment(5_000));
        assertThat(said.end(0.01)).isGreaterThanOrEqualTo(5_000);
        assertThat(said.late(0)).isBetween(0.99, 0.9999);
        assertThat(said.late(1e9)).isBetween(0.0001, 0.01);
    }

    @Test
    void theLastTaskIsInEveryChainAndOneOfThoseSideBySide() {
        var said = tonight(4, names(4), 7).at(moment(100));
        assertThat(said.criticality(3)).isEqualTo(1);
        assertThat(said.criticality(1) + said.criticality(2)).isEqualTo(1);
    }

    @Test
    void tasksThatLaterStartHaveLaterLatestStarts() {
        var starts = tonight(4, names(4), 7).at(moment(100)).latestStarts(-1, 10_000, 0.9);
        assertThat(starts[3]).isGreaterThan(starts[1]).isLessThan(10_000);
        assertThat(starts[1]).isGreaterThan(starts[0]);
        assertThat(tonight(4, names(4), 7).at(moment(100)).latestStarts(1, 10_000, 0.9)[2]).as("task 1 does not wait for it").isNaN();
    }

    @Test
    void aNightThatIsSlowIsFoundOut() {
        var slow = moment(2_000).succeeded(0, 1_500, 1_500);
        var usual = moment(2_000).succeeded(0, 1_500, 1_000);
        assertThat(tonight(4, names(4), 7).at(slow).factor()).isGreaterThan(1.15);
        assertThat(tonight(4, names(4), 7).at(slow).end(0.5)).isGreaterThan(tonight(4, names(4), 7).at(usual).end(0.5));
    }

    /** With four times the CPUs that it usually has, what is left of a task takes a third of the time; and the night is not taken for a fast one. */
    @Test
    void aTaskWithMoreCpusThanUsualEndsSooner() {
        var usual = moment(600).with(0, Moment.Phase.RUNNING, 0);
        var faster = moment(600).with(0, Moment.Phase.RUNNING, 0).paced(0, 1, 3);
        double left = tonight(4, names(4), 7).at(usual).ends(0)[200] - 600;
        assertThat(left).isPositive();
        assertThat(tonight(4, names(4), 7).at(faster).ends(0)[200] - 600).isCloseTo(left / 3, within(1.0));
        var done = moment(2_000).succeeded(0, 500, 500);
        assertThat(tonight(4, names(4), 7).at(moment(2_000).succeeded(0, 500, 500).paced(0, 2, 2)).factor())
                .isGreaterThan(tonight(4, names(4), 7).at(done).factor()).isBetween(0.95, 1.05);
    }

    /** On random networks with slots: nobody runs before those it waits for, and never more than there are slots. */
    @Test
    void slotsAndEdgesHoldInEveryPlay() {
        var dice = new SplittableRandom(3);
        for (int round = 0; round < 200; round++) {
            int n = dice.nextInt(2, 30);
            int slots = dice.nextInt(1, 4);
            var above = new int[n][];
            for (int task = 0; task < n; task++) {
                int here = task;
                above[task] = task == 0 ? new int[0] : dice.ints(dice.nextInt(0, 3), 0, here).distinct().toArray();
            }
            var net = new Network(above, dice.ints(n, 0, 5).toArray(), Collections.nCopies(n, new Network.Demand(List.of(0), List.of(1))),
                    new int[] {slots}, 50);
            double[] lasts = dice.doubles(n, 1, 100).toArray();
            var schedule = new Schedule(net);
            schedule.play((task, _) -> lasts[task]);
            for (int task = 0; task < n; task++) {
                double start = schedule.startOf(task);
                assertThat(schedule.endOf(task)).isEqualTo(start + lasts[task]);
                assertThat(Arrays.stream(above[task]).mapToDouble(schedule::endOf).max().orElse(0)).isLessThanOrEqualTo(start);
                int running = 0;
                for (int other = 0; other < n; other++) {
                    running += schedule.startOf(other) <= start && schedule.endOf(other) > start ? 1 : 0;
                }
                assertThat(running).isLessThanOrEqualTo(slots);
            }
        }
    }

    @Test
    void aMomentBeforeTheBeginningIsCorrectedAsTheBeginningIs() {
        var correction = new Correction();
        for (int night = 0; night < 20; night++) {
            correction.learn(new double[] {0.5, 0.5, 0.5});
        }
        assertThat(Correction.checkpoint(-70, 20)).isZero();
        assertThat(correction.at(-70, 20)).isEqualTo(correction.at(0, 20)).isNotEqualTo(Correction.By.NOTHING);
    }

    private static int[] names(int n) {
        var names = new int[n];
        Arrays.setAll(names, i -> i);
        return names;
    }

    private static Moment moment(double now) {
        return new Moment(4, now).with(0, Moment.Phase.RUNNING, 0);
    }

    private static Tonight tonight(int n, int[] names, long seed) {
        var mu = new double[n];
        var one = new double[n];
        var scale = new double[n];
        var shape = new Shape[n];
        Arrays.fill(mu, Math.log(1_000));
        Arrays.fill(one, 1);
        Arrays.fill(scale, 0.2);
        Arrays.fill(shape, Shape.normal());
        var habits = new Habits(
                mu, one, scale, shape, new double[n], new double[] {1}, NightFactor.of(g -> Math.exp(-g * g / 0.08), 0, 0), 0, 300, 4_000, 60, 0);
        var net = new Network(CHAIN, new int[n], Collections.nCopies(n, Network.Demand.NONE), new int[0], Double.POSITIVE_INFINITY);
        return new Tonight(net, habits, new Correction(), seed, 400, names);
    }
}
