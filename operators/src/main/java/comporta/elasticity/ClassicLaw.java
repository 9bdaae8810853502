package comporta.elasticity;

/**
 * The law of the supervisor that came before: a fixed step up when the declared durations do not fit before the deadline, and one down when
 * they fit before a lower edge. What was measured is not used.
 */
public final class ClassicLaw implements Law {
    private static final double UPPER_EDGE = 0.05;

    private final ClassicConstants constants;

    public ClassicLaw(ClassicConstants constants) {
        this.constants = constants;
    }

    @Override
    public String name() {
        return "classic";
    }

    /** Seconds: a later prediction is late. The window is cut to whole seconds, as ever. */
    double upperEdge(Promise promise) {
        return promise.deadline() - UPPER_EDGE * Math.floor(promise.window());
    }

    /** Seconds: an earlier prediction is early. */
    double lowerEdge(Promise promise) {
        double part = constants.deviation() * Math.floor(promise.window());
        return constants.variant() == 1 ? promise.deadline() - part : promise.deadline() - Math.floor(promise.window()) + part;
    }

    @Override
    public Advice advise(Sight sight) {
        if (sight.remaining() == 0) {
            return Advice.completed(sight);
        }
        var promise = sight.promise();
        double prediction = sight.now() + (promise.declared() + constants.sleepingTime() + constants.deploymentTime()) * sight.remaining();
        if (prediction > upperEdge(promise)) {
            double raised = Math.min(promise.max(), Figures.decimal(sight.cpus() + constants.increment()));
            return new Advice(
                    Advice.State.UNDER_PERFORMANT, raised,
                    "as declared it ends " + Figures.span(prediction - upperEdge(promise)) + " after the band",
                    prediction);
        }
        if (prediction < lowerEdge(promise)) {
            double lowered = Math.max(promise.min(), Figures.decimal(sight.cpus() - constants.decrement()));
            return new Advice(
                    Advice.State.OVER_PERFORMANT, lowered,
                    "as declared it ends " + Figures.span(lowerEdge(promise) - prediction) + " before the band",
                    prediction);
        }
        return new Advice(Advice.State.ON_PLAN, sight.cpus(), "as declared it ends within the band", prediction);
    }
}
