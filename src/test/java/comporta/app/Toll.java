package comporta.app;

import java.util.concurrent.atomic.AtomicInteger;

/** What a crash test has seen so far, in all its lanes. */
final class Toll {
    private final AtomicInteger left;
    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger starting = new AtomicInteger();
    private final AtomicInteger letGo = new AtomicInteger();
    private final AtomicInteger lives = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger jobs = new AtomicInteger();
    private final AtomicInteger adopted = new AtomicInteger();

    /** @param kills how many there are to be */
    Toll(int kills) {
        left = new AtomicInteger(kills);
    }

    /** Whether there is one more to be killed; then it is the caller's. */
    boolean isDue() {
        return left.getAndUpdate(number -> Math.max(0, number - 1)) > 0;
    }

    /** It had ended before. */
    void escaped() {
        left.incrementAndGet();
    }

    void lived() {
        lives.incrementAndGet();
    }

    /**
     * A life was cut short.
     *
     * @param silent before it had told of its run
     * @param underWay jobs that ran at that moment
     */
    void killed(boolean silent, int underWay) {
        kills.incrementAndGet();
        starting.addAndGet(silent ? 1 : 0);
        adopted.addAndGet(underWay);
    }

    /** @param underWay jobs that ran at that moment */
    void letGo(int underWay) {
        letGo.incrementAndGet();
        adopted.addAndGet(underWay);
    }

    void runOver(int jobsStarted) {
        runs.incrementAndGet();
        jobs.addAndGet(jobsStarted);
    }

    @Override
    public String toString() {
        return kills + " kills (" + starting + " while starting), " + letGo + " times let go, " + lives + " lives, " + runs + " runs, " + jobs
                + " jobs started, running jobs taken up again " + adopted + " times";
    }
}
