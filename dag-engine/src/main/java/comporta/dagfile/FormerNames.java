package comporta.dagfile;

import comporta.dagfile.Node.Scalar;

/** Values under the names that node pools had before, in today's spelling. */
final class FormerNames {
    private FormerNames() {}

    static Node valueOf(Node.Entry entry) {
        if (!(entry.value() instanceof Scalar scalar)) {
            return entry.value();
        }
        return switch (entry.name()) {
            case "MODE" -> scalar.text().equals("spot-only") ? respelt(scalar, "spot") : scalar;
            // Minutes, when the unit is missing.
            case "SCALE_TIMEOUT" -> Numbers.integer(scalar.text()) == null ? scalar : respelt(scalar, scalar.text() + "m");
            default -> scalar;
        };
    }

    private static Scalar respelt(Scalar scalar, String text) {
        return new Scalar(text, scalar.plain(), scalar.place(), scalar.textPlace());
    }
}
