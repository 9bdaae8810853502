package comporta.template;

/** Leaves the reading of one expression with the problem that ends it. */
final class Mistake extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient TemplateProblem problem;

    Mistake(TemplateProblem problem) {
        super(problem.what(), null, false, false);
        this.problem = problem;
    }

    static Mistake syntax(int offset, int length, String what, String fix) {
        return new Mistake(TemplateProblem.error(offset, length, "template-syntax", what, fix));
    }

    static Mistake operator(int offset, String written, String fix) {
        return new Mistake(
                TemplateProblem.error(offset, written.length(), "bad-operator", "\"" + written + "\" is not an operator here", fix));
    }

    TemplateProblem problem() {
        return problem;
    }
}
