package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/** One command, given again and again: most of its lives are cut short, until enough have been. */
final class Lane implements Callable<Void> {
    private final Program program;
    private final Path folder;
    private final Path dagFile;
    private final String name;
    private final RandomGenerator random;
    private final Toll toll;
    private final Ledger ledger;
    private final Set<String> ended = new HashSet<>();
    private int lives;
    private long starting = 1;
    private long running = 1;
    private Story story = new Story();

    /** @param folder gets the program's home, shared by all lanes, and what is written down */
    Lane(Program program, Path folder, Path dagFile, String name, RandomGenerator random, Toll toll) {
        this.program = program;
        this.folder = folder;
        this.dagFile = dagFile;
        this.name = name;
        this.random = random;
        this.toll = toll;
        this.ledger = new Ledger(folder.resolve("ledger-" + name));
    }

    /** How a life ends. */
    private interface Fate {
        void meet(Life life) throws InterruptedException, IOException;
    }

    @Override
    public Void call() throws Exception {
        live(this::inPeace);
        while (toll.isDue()) {
            if (!live(random.nextInt(4) == 0 ? this::killedWhileStarting : this::killedOnceStarted)) {
                toll.escaped();
            }
            if (random.nextInt(4) == 0) {
                live(this::hungUpOn);
            }
        }
        live(this::inPeace);
        return null;
    }

    /** Shows how long a life takes. */
    private void inPeace(Life life) throws InterruptedException {
        life.awaitFirstWord();
        starting = Math.max(starting, life.age());
        life.end();
        running = Math.max(running, life.age() - starting);
    }

    private void killedWhileStarting(Life life) throws InterruptedException {
        life.killAfter(random.nextLong(1000 * starting));
    }

    /** Rather soon than late: there is much to be done at once, and to be found out of what the life before has left. */
    private void killedOnceStarted(Life life) throws InterruptedException {
        life.awaitFirstWord();
        var share = random.nextDouble();
        life.killAfter((long) (1000 * running * share * share));
    }

    private void hungUpOn(Life life) throws InterruptedException, IOException {
        life.awaitFirstWord();
        life.hangUpAfter(random.nextLong(1000 * running));
    }

    /** Whether it was killed. */
    private boolean live(Fate fate) throws Exception {
        var life = program.start(folder.resolve("home"), random.nextInt(5) > 0, Gauntlet.command(dagFile, ledger));
        toll.lived();
        fate.meet(life);
        var kept = folder.resolve("life-" + name + "-" + ++lives);
        life.keep(kept);
        try {
            judge(life);
            return life.wasKilled();
        } catch (AssertionError e) {
            throw new AssertionError(kept + " (" + toll + "): " + e.getMessage(), e);
        }
    }

    private void judge(Life life) throws IOException {
        var told = life.told();
        if (story.isOver() && told.stream().anyMatch(event -> !Objects.equals(event.get("run_id"), story.run()))) {
            story = new Story();
        }
        story.hear(told);
        assertThat(life.complaints()).doesNotContain("ERROR", "Exception");
        if (life.wasKilled()) {
            toll.killed(life.wasSilent(), survivors());
        } else if (life.hasLetGo()) {
            toll.letGo(survivors());
            assertThat(life.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        } else {
            assertThat(life.exitCode()).as("exit code; it said %s", life.complaints()).isZero();
            assertThat(story.isOver()).as("its run is over").isTrue();
        }
        if (told.stream().anyMatch(event -> "run_ended".equals(event.get("event")))) {
            story.endedWell(Gauntlet.TASKS);
            toll.runOver(Gauntlet.check(ledger, String.valueOf(story.run())));
            ended.add(String.valueOf(story.run()));
            assertThat(ledger.lines()).as("no run was given up").allMatch(line -> ended.contains(line.start().run()));
        }
    }

    /** How many jobs were under way at the kill: they are so still, or have ended in their own time. */
    private int survivors() throws IOException {
        var underWay = ledger.underWay();
        for (var job : underWay.entrySet()) {
            var isAlive = ProcessHandle.of(job.getValue()).isPresent();
            assertThat(isAlive || !ledger.underWay().containsKey(job.getKey())).as("%s lives on", job).isTrue();
        }
        return underWay.size();
    }
}
