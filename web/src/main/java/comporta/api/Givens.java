package comporta.api;

import comporta.dag.Misspelt;
import comporta.dag.Param;
import comporta.dag.ParamValues;
import comporta.dag.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was given of parameters, or of the fields of an approval; all that does not fit is told at once, each at its own place. */
final class Givens {
    private final String pointer;
    private final String lacks;
    private final Map<String, Param> known;

    /**
     * @param pointer where they stand in the body, such as {@code /params}
     * @param lacks what is said of one that is not known, such as {@code DAG nightly has no such param}
     */
    Givens(String pointer, String lacks, Map<String, Param> known) {
        this.pointer = pointer;
        this.lacks = lacks;
        this.known = known;
    }

    /**
     * Checks what replaces other values.
     *
     * @throws Refusal with all that does not fit
     */
    void check(Map<String, Object> given) {
        refuse(mistakes(given));
    }

    /**
     * Checks all that there is to be: what has no default must be given.
     *
     * @throws Refusal with all that does not fit
     */
    void checkWhole(Map<String, Object> given) {
        var mistakes = mistakes(given);
        known.values().stream().filter(each -> each.defaultValue() == null && !given.containsKey(each.name()))
                .forEach(each -> mistakes.add(mistake(each.name(), "it has no default and was not given")));
        refuse(mistakes);
    }

    private List<Problem.Mistake> mistakes(Map<String, Object> given) {
        var mistakes = new ArrayList<Problem.Mistake>();
        given.forEach((name, value) -> {
            var param = known.get(name);
            if (param == null) {
                mistakes.add(mistake(Refusal.shortened(name), lacks + ". " + Suggestion.didYouMean(
                        name, known.keySet(), known.isEmpty() ? "It takes none" : "There are " + String.join(", ", known.keySet()))));
                return;
            }
            try {
                ParamValues.check(param, value);
            } catch (Misspelt e) {
                mistakes.add(mistake(name, e.what() + ". " + e.fix()));
            }
        });
        return mistakes;
    }

    private Problem.Mistake mistake(String name, String detail) {
        return new Problem.Mistake(pointer + "/" + name, detail);
    }

    private static void refuse(List<Problem.Mistake> mistakes) {
        if (!mistakes.isEmpty()) {
            throw Refusal.unfit(mistakes);
        }
    }
}
