package comporta.elasticity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the model law asks for, and that it says when CPU cannot help. */
class ModelLawTest {
    private final ModelLaw law = new ModelLaw(ModelLaw.HIT);

    /** Iterations of so many CPU-seconds each, one after the other, with these shares. */
    private static Sight after(double deadline, int iterations, double work, double parallelism, double... shares) {
        var done = new ArrayList<Iteration>();
        double now = 0;
        for (double share : shares) {
            double started = now + 10;
            now = started + work / Math.min(share, parallelism);
            done.add(new Iteration(started, now, share));
        }
        return new Sight(new Promise(0, deadline, iterations, work, shares[0], 0.1, 2), done);
    }

    @ParameterizedTest(name = "10 iterations of 100 CPU-seconds within {0} s, after one with 1 CPU: {1}")
    @CsvSource(textBlock = """
            800,  UNDER_PERFORMANT, 1.4, 2.0
            1150, UNDER_PERFORMANT, 1.05, 1.25
            1250, ON_PLAN,          1.0, 1.0
            4000, OVER_PERFORMANT,  0.5, 0.5
            500,  OUT_OF_REACH,     2.0, 2.0
            """)
    void theShareFollowsTheDeadline(double deadline, Advice.State state, double least, double most) {
        var advice = law.advise(after(deadline, 10, 100, 2, 1));
        assertThat(advice.state()).isEqualTo(state);
        assertThat(advice.cpus()).isBetween(least, most);
    }

    @Test
    void theLastIterationIsNotLowered() {
        assertThat(law.advise(after(4000, 2, 100, 2, 1)).cpus()).isEqualTo(1.0);
    }

    @Test
    void aJobThatCpuDoesNotMakeFasterIsToldSo() {
        var advice = law.advise(after(800, 10, 100, 1, 1, 1.4, 1.9));
        assertThat(advice.state()).isEqualTo(Advice.State.OUT_OF_REACH);
        assertThat(advice.cpus()).isEqualTo(1.0);
        assertThat(advice.why()).startsWith("more than 1 CPUs make it no faster").contains("CPU cannot keep the deadline");
    }

    @Test
    void theChanceToBeLateFallsWithTheShareThatIsAskedFor() {
        var advice = law.advise(after(900, 10, 100, 2, 1, 1));
        assertThat(advice.lateBefore()).isEqualTo(1.0);
        assertThat(advice.late()).isLessThan(0.1);
        assertThat(advice.why()).startsWith("with 1 CPUs it is late with a chance of 100 %; with ");
    }

    @Test
    void theSameSightGivesTheSameAdvice() {
        var sight = after(900, 10, 100, 2, 1, 1.2, 1.1);
        assertThat(law.advise(sight)).isEqualTo(new ModelLaw(ModelLaw.HIT).advise(sight));
    }

    @Test
    void speedUpIsLearntFromSharesThatDiffer() {
        var done = new ArrayList<Iteration>();
        double now = 0;
        for (double share : new double[] {0.5, 0.8, 1.2, 1.8, 1.8, 1.2}) {
            double seconds = 100 / Math.pow(share, 0.6);
            done.add(new Iteration(now, now + seconds, share));
            now += seconds;
        }
        var learnt = Iteration.speedup(done);
        assertThat(learnt.exponent()).isBetween(0.55, 0.72);
        assertThat(learnt.parallelism()).isEqualTo(Double.MAX_VALUE);
    }

    /** The first iteration has another share than those after it, so it alone would tell how the job speeds up. */
    @Test
    void anIterationThatStragglesTellsNothingOfTheSpeedUp() {
        var done = new ArrayList<Iteration>();
        double now = 0;
        for (double share : new double[] {1, 0.4, 0.4, 0.4, 0.4, 0.35}) {
            double seconds = (done.isEmpty() ? 300 : 100) / share;
            done.add(new Iteration(now, now + seconds, share));
            now += seconds;
        }
        assertThat(Iteration.speedup(done).exponent()).isBetween(0.9, 1.0);
    }

    @Test
    void moreIsKeptWhereIterationsAreKnownToStraggle() {
        assertThat(beforeTheLast(4).cpus()).isGreaterThan(1.05 * beforeTheLast(1).cpus());
    }

    /** Twenty iterations of 100 s, the fifth of which takes so many times longer, and the last of which must be done within 300 s. */
    private Advice beforeTheLast(double longer) {
        var done = new ArrayList<Iteration>();
        double now = 0;
        for (int i = 0; i < 20; i++) {
            double seconds = i == 5 ? 100 * longer : 100;
            done.add(new Iteration(now, now + seconds, 1));
            now += seconds;
        }
        return law.advise(new Sight(new Promise(0, now + 300, 21, 100, 1, 0.1, 2), done));
    }
}
