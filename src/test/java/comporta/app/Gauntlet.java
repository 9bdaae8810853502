package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.app.Ledger.Line;
import comporta.app.Ledger.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A DAG with a bit of everything, whose jobs write into a ledger: what a run of it must have written is known. */
final class Gauntlet {
    private static final int ITERATIONS = 5;

    /**
     * Steps that follow each other at once, jobs that are under way for long, a try that fails, machines, a model, handed-on values. The clock
     * of a try goes on while nobody lives: a model whose iterations wait for the next life is not to be stopped by it.
     */
    private static final String DAG = """
            dag: gauntlet
            owner: tests
            params: {ledger: {type: string}}
            run_timeout: 10m
            defaults: {retries: 1, retry_delay: 200ms, execution_timeout: 5m}
            tasks:
              chain-1: {run: "work {{ params.ledger }} 0.02 && echo left=7 >$COMPORTA_OUTPUT", outputs: {left: integer}}
              chain-2: {run: "work {{ params.ledger }} 0.02 && echo ::output right=8", depends_on: chain-1, outputs: {right: integer}}
              chain-3:
                run: "work {{ params.ledger }} 0.02 && test {{ outputs.chain-1.left }} = 7 -a {{ outputs.chain-2.right }} = 8"
                depends_on: chain-2
              chain-4: {run: "work {{ params.ledger }} 0.02", depends_on: chain-3}
              chain-5: {run: "work {{ params.ledger }} 0.02", depends_on: chain-4}
              chain-6: {run: "work {{ params.ledger }} 0.02", depends_on: chain-5}
              fan-1: {run: "work {{ params.ledger }} 0.03", depends_on: chain-1}
              fan-2: {run: "work {{ params.ledger }} 0.1", depends_on: chain-1}
              fan-3: {run: "work {{ params.ledger }} 0.4", depends_on: chain-1}
              fan-4: {run: "work {{ params.ledger }} 1", depends_on: chain-1}
              fan-5: {run: "work {{ params.ledger }} 1.5", depends_on: chain-1}
              fan-6: {run: "work {{ params.ledger }} 2", depends_on: chain-1}
              flaky: {run: "work {{ params.ledger }} 0.1 && test $COMPORTA_TRY_NUMBER = 2", depends_on: chain-2}
              scale-ec2-few: {operator: scale-ec2, node_pool: {name: few, nodes: 2, instance_types: m5.large}}
              on-machines: {run: "work {{ params.ledger }} 1.2", depends_on: scale-ec2-few}
              some-model:
                operator: model
                depends_on: scale-ec2-few
                job: {command: "work {{ params.ledger }} 0.15"}
                iterations: 5
              downscale-ec2-few: {operator: downscale-ec2, teardown_of: scale-ec2-few, depends_on: [on-machines, some-model]}
              fan-in: {operator: noop, depends_on: [fan-1, fan-2, fan-3, fan-4, fan-5, fan-6]}
              report: {run: "work {{ params.ledger }} 0.02", depends_on: [chain-6, fan-in, flaky, some-model]}
            """;

    /** Number of its tasks. */
    static final int TASKS = 19;

    /** Tells the ledger and takes its time; a scratch folder that somebody else has too is an error. */
    private static final String WORK = """
            #!/bin/sh
            tell() { echo "$COMPORTA_RUN_ID $COMPORTA_TASK_ID $COMPORTA_TRY_NUMBER ${COMPORTA_ITERATION:-1} $$ $1" >>"$ledger"; }
            ledger=$1
            tell start
            mkdir "$COMPORTA_SCRATCH/own" || exit 9
            sleep "$2"
            tell end
            """;

    private Gauntlet() {}

    /** The DAG file, written into that folder. */
    static Path write(Path folder) throws IOException {
        var work = folder.resolve("bin/work");
        Files.createDirectories(work.getParent());
        Files.writeString(work, WORK);
        if (!work.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + work + " executable");
        }
        return Files.writeString(folder.resolve("gauntlet.yaml"), DAG);
    }

    /** The words that run it. */
    static List<String> command(Path dagFile, Ledger ledger) {
        return List.of("run", dagFile.toString(), "-p", "ledger=" + ledger.file(), "--output", "json", "--parallel", "4");
    }

    /** Each job of the run has started once and ended once. Gives the number of jobs. */
    static int check(Ledger ledger, String run) throws IOException {
        var lines = ledger.lines().stream().filter(line -> line.start().run().equals(run)).toList();
        var starts = starts(run);
        assertThat(lines).filteredOn(line -> !line.isEnd()).extracting(Line::start).containsExactlyInAnyOrderElementsOf(starts);
        assertThat(lines).filteredOn(Line::isEnd).extracting(Line::start).containsExactlyInAnyOrderElementsOf(starts);
        return starts.size();
    }

    private static Set<Start> starts(String run) {
        var starts = new LinkedHashSet<Start>();
        for (var line : DAG.lines().filter(line -> line.contains("{run: \"work") || line.contains("chain-3:")).toList()) {
            starts.add(new Start(run, line.strip().split(":", 2)[0], 1, 1));
        }
        starts.add(new Start(run, "flaky", 2, 1));
        for (int iteration = 1; iteration <= ITERATIONS; iteration++) {
            starts.add(new Start(run, "some-model", 1, iteration));
        }
        return starts;
    }
}
