package comporta.elasticity;

/**
 * Proportional and integral control of the progress, over a feed-forward from the measured work; anti-windup by back-calculation, gains
 * that grow as less work is left (section 5 of docs/elasticity.md has the formulas).
 */
public final class PiLaw implements Law {
    private static final double RESERVE = 0.05;
    private static final double PROPORTIONAL = 1.2;
    private static final double INTEGRAL = 0.25;
    private static final double BACK = 0.5;

    @Override
    public String name() {
        return "pi";
    }

    @Override
    public Advice advise(Sight sight) {
        if (sight.remaining() == 0) {
            return Advice.completed(sight);
        }
        var promise = sight.promise();
        double integral = 0;
        double share = sight.cpus();
        double work = 0;
        double overhead = 0;
        for (int i = 0; i < sight.done().size() && i < promise.iterations() - 1; i++) {
            var iteration = sight.done().get(i);
            work += iteration.seconds() * iteration.cpus();
            overhead += sight.overhead(i);
            double n = promise.iterations();
            double done = i + 1.0;
            double usable = (1 - RESERVE) * promise.window();
            double gain = n / (n - done);
            double forward = work / done * n / Math.max(1, usable - n * overhead / done);
            double error = (iteration.ended() - promise.start()) / usable - done / n;
            double wanted = forward * (1 + PROPORTIONAL * gain / 2 * error + integral);
            share = promise.clamp(wanted);
            integral += INTEGRAL * error + BACK * (share - wanted) / forward;
        }
        int done = sight.done().size();
        double end = sight.now() + sight.remaining() * (overhead / done + work / done / share);
        double error = end - promise.deadline();
        var state = share > sight.cpus()
                ? Advice.State.UNDER_PERFORMANT
                : share < sight.cpus()
                ? Advice.State.OVER_PERFORMANT
                : Advice.State.ON_PLAN;
        return new Advice(
                state, Figures.decimal(share),
                "with " + Figures.share(share) + " CPUs it ends " + Figures.span(error) + (error > 0 ? " late" : " early"), end);
    }
}
