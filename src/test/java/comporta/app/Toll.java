package comporta.app;

import java.util.concurrent.atomic.AtomicInteger;

/** What a crash test has seen so far, in all its lanes. */
final class Toll {
    private final AtomicInteger killsLeft;
    private final int kills;
    private final AtomicInteger starting = new AtomicInteger();
    private final AtomicInteger lives = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger jobs = new AtomicInteger();
    private final AtomicInteger adopted = new AtomicInteger();

    Toll(int kills) {
        this.kills = kills;
        this.killsLeft = new AtomicInteger(kills);
    }

    boolean isPaid() {
        return killsLeft.get() <= 0;
    }

    void lived() {
        lives.incrementAndGet();
    }

    /**
     * A life was cut short.
     *
     * @param silent before it had said a word
     * @param underWay jobs that ran at that moment
     */
    void killed(boolean silent, int underWay) {
        killsLeft.decrementAndGet();
        starting.addAndGet(silent ? 1 : 0);
        adopted.addAndGet(underWay);
    }

    void runOver(int jobsStarted) {
        runs.incrementAndGet();
        jobs.addAndGet(jobsStarted);
    }

    @Override
    public String toString() {
        return (kills - killsLeft.get()) + " kills (" + starting + " while starting), " + lives + " lives, " + runs + " runs, " + jobs
                + " jobs started, running jobs taken up again " + adopted + " times";
    }
}
