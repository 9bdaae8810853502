package comporta.backtest;

/**
 * What a method said of the end of a run.
 *
 * @param late chance of missing the deadline
 */
record Said(double p50, double p90, double late) {
    /** Mean error of a median and of a nine-in-ten at once: the smaller, the better. */
    double loss(double end) {
        return pinball(0.5, p50, end) + pinball(0.9, p90, end);
    }

    static double pinball(double q, double forecast, double end) {
        return end >= forecast ? q * (end - forecast) : (1 - q) * (forecast - end);
    }
}
