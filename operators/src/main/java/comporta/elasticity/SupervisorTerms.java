package comporta.elasticity;

import java.time.Duration;

/**
 * How supervised jobs are controlled.
 *
 * @param law {@code model}, {@code pi} or {@code classic}
 * @param classic the numbers of the classic law; a job brings its own deviation
 * @param min least share
 * @param max largest share
 * @param hit wanted chance to keep the deadline, for the model law
 * @param round between two looks at a Marathon app
 * @param look between two looks at a job that is about to end or to start
 */
public record SupervisorTerms(String law, ClassicConstants classic, double min, double max, double hit, Duration round, Duration look) {
    /** The model law from 0.1 to 2 CPUs. */
    public static final SupervisorTerms USUAL =
            new SupervisorTerms("model", ClassicConstants.PROGRAMS, 0.1, 2, ModelLaw.HIT, Duration.ofSeconds(120), Duration.ofSeconds(1));

    /** The same by another law; its own numbers only matter to the classic one. */
    public SupervisorTerms by(String name) {
        return new SupervisorTerms(name, classic, min, max, hit, round, look);
    }

    Law law(double deviation) {
        return switch (law) {
            case "classic" -> new ClassicLaw(new ClassicConstants(
                    classic.variant(), classic.increment(), classic.decrement(), classic.deploymentTime(),
                    classic.sleepingTime(), deviation));
            case "pi" -> new PiLaw();
            default -> new ModelLaw(hit);
        };
    }

    /** Between the end of an iteration and the start of the next: only the classic law waits. */
    Duration pause() {
        return law.equals("classic") ? Duration.ofMillis((long) (classic.sleepingTime() * 1000)) : Duration.ZERO;
    }
}
