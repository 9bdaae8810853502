package comporta.forecast;

/** Student's t with four degrees of freedom, whose distribution has a closed form, and the density with three. */
final class StudentT {
    private static final double LOG_CONSTANT = Math.log(0.375);

    private StudentT() {}

    /** ln of the density with 4 degrees of freedom: 3/8 (1 + x²/4)^(−5/2). */
    static double logDensity4(double x) {
        return LOG_CONSTANT - 2.5 * Math.log1p(x * x / 4);
    }

    /** ln(1 − F₄(x)), F₄(z) = ½ + ¾(y − y³/3) with y = z/√(4 + z²). */
    static double logBeyond4(double x) {
        double y = x / Math.sqrt(4 + x * x);
        double beyond = 0.5 - 0.75 * (y - y * y * y / 3);
        // far out the difference above is rounding alone; the tail is 3/x⁴ there
        return Math.log(x > 200 ? 3 / (x * x * x * x) : beyond);
    }

    /** Inverse of F₄ by Shaw's closed form; {@code u} in (0, 1). */
    static double quantile4(double u) {
        double root = Math.sqrt(4 * u * (1 - u));
        double q = Math.cos(Math.acos(Math.min(1, root)) / 3) / root;
        return Math.signum(u - 0.5) * 2 * Math.sqrt(Math.max(0, q - 1));
    }

    /** Density with 3 degrees of freedom. */
    static double density3(double x) {
        double base = 1 + x * x / 3;
        return 2 / (Math.PI * Math.sqrt(3) * base * base);
    }
}
