package comporta.dagfile;

import comporta.dag.Dag;
import comporta.dag.DagGraph;

/**
 * What can only be judged over a whole DAG: whether its names lead somewhere, its tasks can run, its clocks can be kept and its machines
 * are given back. Each check is a class; the places come from the file as it was read.
 */
final class Checks {
    private Checks() {}

    /** Adds what is wrong to {@code problems}. Names that lead nowhere are told once, and what follows from them is left alone. */
    static void check(Dag dag, Places places, KnownNames known, Problems problems) {
        var found = new Findings(dag, places, problems);
        var graph = DagGraph.of(dag);
        var texts = TemplateTexts.of(dag, found);
        NameChecks.check(dag, found);
        CycleChecks.check(dag, graph, found);
        ExpandChecks.check(dag, found);
        ClockChecks.check(dag, graph, found);
        BackendChecks.check(found);
        ElasticityChecks.check(found);
        NodePoolChecks.check(dag, graph, found);
        JobSizeChecks.check(dag, found);
        TeardownChecks.check(dag, found);
        TemplateChecks.check(dag, graph, texts, found);
        OutsideChecks.check(dag, texts, known, found);
        TidyChecks.check(problems.file(), dag, texts, found);
        if (graph.isAcyclic()) {
            RuleChecks.check(dag, graph, found);
            BranchChecks.check(dag, graph, found);
        }
    }
}
