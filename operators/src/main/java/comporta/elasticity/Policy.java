package comporta.elasticity;

import java.util.function.ToDoubleFunction;

/**
 * By what elastic jobs are given CPU where their files say nothing else.
 *
 * @param law its word
 * @param hit wanted chance to keep a deadline, above 0.5 and below 1
 * @param pool how many CPUs all elastic jobs of a backend may have together; infinite where nobody said
 */
public record Policy(String law, double hit, ToDoubleFunction<String> pool) {}
