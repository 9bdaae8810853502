package comporta.decide;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.Lease;
import comporta.operator.News;
import comporta.operator.Progress;
import comporta.operator.Submission;
import comporta.run.Launch;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** All that can happen next in a state. */
final class Walk {
    /** Nothing is on its way for longer: what is due only later, as the end of a lease, comes after all that is under way. */
    private static final Duration LONGEST_WAY = Duration.ofHours(1);

    private final SmallDag dag;
    private final Deciding deciding;
    private final Coverage coverage;

    Walk(SmallDag dag, Deciding deciding, Coverage coverage) {
        this.dag = dag;
        this.deciding = deciding;
        this.coverage = coverage;
    }

    private Life life(Snapshot from) {
        return new Life(dag, from, deciding, coverage);
    }

    /** The run begins. */
    Snapshot begin() {
        var life = life(dag.start());
        life.decide(new Event.Begun());
        return life.freeze();
    }

    /** One state, and who is told of each that can follow; in the order of the least surprise. */
    private final class Crossroads {
        private final Snapshot here;
        private final BiConsumer<Move, Snapshot> taker;
        private final Life now;

        private Crossroads(Snapshot here, BiConsumer<Move, Snapshot> taker) {
            this.here = here;
            this.taker = taker;
            this.now = life(here);
        }

        private void go(String deed, Object of, Consumer<Life> way) {
            var move = new Move(deed, of);
            try {
                var next = life(here);
                way.accept(next);
                taker.accept(move, next.freeze());
            } catch (AssertionError | RuntimeException e) {
                throw new Fallen(move, e);
            }
        }

        private void each() {
            carryOut();
            for (var letter : here.letters()) {
                go("answer", Snapshot.words(letter), life -> {
                    life.letters.remove(letter);
                    life.decide(letter);
                });
            }
            here.jobs().forEach(this::outside);
            if (!now.isMet()) {
                go("other runs end well", "", life -> life.told(true));
            } else if (!dag.plan.awaited().isEmpty() && here.mishaps().failures() > 0) {
                go("other runs start over", "", life -> {
                    life.mishaps = life.mishaps.failure();
                    life.told(false);
                });
            }
            time();
            for (int i = 0; i < dag.wishes.size(); i++) {
                int place = i;
                if ((here.wishesLeft() & 1 << i) != 0 && (!dag.afterwards || here.run().state().isFinal())) {
                    go("wish", dag.wishes.get(i).verb() + " " + dag.wishes.get(i).tasks(), life -> life.wished(place));
                }
            }
            if (here.mishaps().crashes() > 0) {
                crash("crash", "", here);
                here.jobs().forEach((id, job) -> {
                    if (canTell(id, job) && deciding instanceof PlantedFault fault && fault.acknowledgesAtOnce()) {
                        var told = life(here);
                        told.jobs.put(id, job.forgotten());
                        crash("the end is told, and a crash before it is committed", id, told.freeze());
                    }
                });
            }
        }

        private void crash(String deed, Object of, Snapshot before) {
            var move = new Move(deed, of);
            try {
                var next = life(Life.crashed(before));
                next.recover();
                taker.accept(move, next.freeze());
            } catch (AssertionError | RuntimeException e) {
                throw new Fallen(move, e);
            }
        }

        /** Of what concerns one launch, the first comes first. */
        private void carryOut() {
            var begun = new HashSet<LaunchId>();
            for (var command : here.pending()) {
                switch (command) {
                    case Command.Submit submit when begun.add(submit.intent().id()) -> submit(submit);
                    case Command.Stop stop when begun.add(stop.intent().id()) -> stop(stop);
                    case Command.Find find when begun.add(find.intent().id()) -> find(find);
                    case Command.Release release -> {
                        carry("gives it back", command, life -> life.post(new Event.Released(release.lease().id())));
                        if (here.mishaps().losses() > 0) {
                            carry("does not give it back yet", command, life -> life.mishaps = life.mishaps.loss());
                        }
                    }
                    case Command.Submit _, Command.Stop _, Command.Find _, Command.Settle _, Command.Shrink _ -> { }
                }
            }
        }

        private void carry(String how, Command command, Consumer<Life> way) {
            go(how, Snapshot.words(command), life -> {
                life.pending.remove(command);
                way.accept(life);
            });
        }

        private void submit(Command.Submit submit) {
            var id = submit.intent().id();
            carry("takes it", submit, life -> {
                life.judge().submitted(submit);
                life.jobs.put(id, Snapshot.Job.ALIVE);
                life.post(new Event.Answered(id, new Submission.Accepted(id.externalId(), null), null));
            });
            if (here.mishaps().failures() > 0) {
                carry("refuses it", submit, life -> {
                    life.judge().submitted(submit);
                    life.mishaps = life.mishaps.failure();
                    life.jobs.put(id, Snapshot.Job.refused(Exit.failure(Cause.PLATFORM, null, "refused")));
                    life.post(new Event.Answered(id, new Submission.NotAccepted(Cause.PLATFORM, "refused"), null));
                });
            }
            if (here.mishaps().losses() > 0) {
                carry("takes it, and the answer gets lost", submit, life -> {
                    life.judge().submitted(submit);
                    life.mishaps = life.mishaps.loss();
                    life.jobs.put(id, Snapshot.Job.ALIVE);
                    life.post(new Event.Answered(id, new Submission.Unknown("no answer"), null));
                });
                carry("never hears of it", submit, life -> {
                    life.judge().submitted(submit);
                    life.mishaps = life.mishaps.loss();
                    life.post(new Event.Answered(id, new Submission.Unknown("no answer"), null));
                });
            }
        }

        private void stop(Command.Stop stop) {
            var id = stop.intent().id();
            carry("obeys", stop, life -> {
                var job = life.jobs.getOrDefault(id, Snapshot.Job.NEVER);
                if (job.isAlive()) {
                    life.jobs.put(id, job.ended(Exit.failure(Cause.USER, 143, "TERM")));
                } else if (!job.lived()) {
                    life.jobs.put(id, job.ended(Exit.failure(Cause.OPERATOR, null, "stopped before it began")));
                }
            });
            if (here.mishaps().losses() > 0 && !stop.force()) {
                carry("never hears of it", stop, life -> life.mishaps = life.mishaps.loss());
            }
        }

        private void find(Command.Find find) {
            var id = find.intent().id();
            carry("looks", find, life -> {
                var job = life.jobs.get(id);
                var exit = job == null || job.settled() ? Launch.NEVER_STARTED : job.exit();
                if (job == null) {
                    life.jobs.put(id, Snapshot.Job.NEVER);
                }
                life.post(new Event.Found(
                        exit == null ? new Finding.Alive(id, SmallDag.START, id.externalId(), null)
                                : exit.equals(Launch.NEVER_STARTED) ? new Finding.NeverStarted(id)
                                : new Finding.AlreadyEnded(new News.Ended(id, 3, SmallDag.START, exit)), life.now, null));
            });
            if (here.mishaps().losses() > 0) {
                carry("cannot look", find, life -> {
                    life.mishaps = life.mishaps.loss();
                    life.post(new Event.Found(new Finding.OutOfSight(id, "no answer"), life.now, null));
                });
            }
        }

        private void outside(LaunchId id, Snapshot.Job job) {
            var launch = now.view.launch(id);
            boolean isOpen = launch != null && launch.isOpen();
            var exit = job.exit();
            if (exit == null) {
                ends(id, job);
                if (launch != null && isOpen && launch.state() != Launch.State.RUNNING) {
                    hear("tells that it runs", id, Walk::begun, false);
                }
                if (launch != null && isOpen && launch.sequence() < 1 && id.task().value().equals("in-line")) {
                    hear("tells what it waits for", id, (it, at) -> new News.Waiting(it, 1, at, "no agent has room for it"), false);
                }
                if (isOpen && id.task().value().endsWith("slow")) {
                    hear("tells how far it is", id, (it, at) -> new News.Progressed(it, 2, at, new Progress(0.5, 0, 0, "")), false);
                }
                if (launch != null && isOpen && launch.state() != Launch.State.LOST && here.mishaps().losses() > 0) {
                    go("gets out of sight", id, life -> {
                        life.mishaps = life.mishaps.loss();
                        life.decide(new Event.Heard(new News.Unreachable(id, 4, life.now, "agent gone"), null));
                    });
                }
            } else if (canTell(id, job)) {
                hear("tells its end", id, (it, at) -> new News.Ended(it, 3, at, exit), false);
            }
            if (job.lived() && here.mishaps().duplicates() > 0) {
                hear("tells late that it runs", id, Walk::begun, true);
                if (exit != null && !isOpen) {
                    hear("tells its end once more", id, (it, at) -> new News.Ended(it, 3, at, exit), true);
                }
            }
        }

        /** Its end is told until it is settled. */
        private boolean canTell(LaunchId id, Snapshot.Job job) {
            var launch = now.view.launch(id);
            var exit = job.exit();
            return exit != null && !job.settled() && (job.lived() || exit.cause() == Cause.OPERATOR) && launch != null && launch.isOpen();
        }

        private void hear(String deed, LaunchId id, BiFunction<LaunchId, Instant, News> news, boolean isDuplicate) {
            go(deed, id, life -> {
                if (isDuplicate) {
                    life.mishaps = life.mishaps.duplicate();
                }
                life.decide(new Event.Heard(news.apply(id, life.now), null));
            });
        }

        private void ends(LaunchId id, Snapshot.Job job) {
            if (id.task().value().equals("list")) {
                end("ends well, with two items", id, job, Exit.success(Map.of("models", List.of("a", "b"))), false);
                end("ends well, with one item", id, job, Exit.success(Map.of("models", List.of("a"))), false);
            } else {
                end("ends well", id, job, Exit.success(Map.of()), false);
            }
            if (here.mishaps().failures() > 0) {
                end("fails", id, job, Exit.failure(Cause.USER, 1, "exit code 1"), true);
                end("is lost with its machine", id, job, Exit.failure(Cause.PLATFORM, null, "machine lost"), true);
                if (!dag.plan.dag().task(id.task()).skipOn().isEmpty()) {
                    end("skips itself", id, job, Exit.failure(Cause.USER, 99, "exit code 99"), true);
                }
            }
        }

        /** The engine does not hear of it yet: all but what is outside stays as it is. */
        private void end(String deed, LaunchId id, Snapshot.Job job, Exit exit, boolean isMishap) {
            taker.accept(new Move(deed, id), here.with(id, job.ended(exit), isMishap ? here.mishaps().failure() : here.mishaps()));
        }

        private void time() {
            var clock = now.nextClock();
            var due = now.view.nextDue();
            if (due != null && due.isBefore(clock) && due.isBefore(now.now.plus(LONGEST_WAY))) {
                go("a reminder is due", "", life -> passes(life, due));
            }
            if (!clock.equals(Instant.MAX)) {
                go("a clock runs out", "", life -> passes(life, clock));
            }
        }

        private static void passes(Life life, Instant until) {
            life.now = until.isAfter(life.now) ? until : life.now;
            life.decide(life.view.takeDue(life.now));
        }
    }

    private static News begun(LaunchId id, Instant at) {
        return id.task().value().startsWith("wait")
                ? new News.Deferred(id, 1, at, id.externalId())
                : new News.Started(id, 1, at, id.externalId(), null);
    }

    /** Tells {@code taker} each state that can follow {@code here}, and the move to it. */
    void from(Snapshot here, BiConsumer<Move, Snapshot> taker) {
        new Crossroads(here, taker).each();
    }

    /** Nothing is left to happen: then all must be as it is to be in the end. */
    boolean isAtItsEnd(Snapshot here) {
        return here.run().state().isFinal() && here.pending().isEmpty() && here.letters().isEmpty()
                && here.leases().stream().noneMatch(lease -> lease.state() == Lease.State.CLOSING)
                && here.jobs().values().stream().noneMatch(Snapshot.Job::isAlive);
    }

    /** I4 and that teardowns have run, asked at the end. */
    void checkEnd(Snapshot here) {
        life(here).recount().atTheEnd();
    }

    /** The places of those wishes that let a paused run go on. */
    int resumes() {
        return IntStream.range(0, dag.wishes.size()).filter(place -> dag.wishes.get(place).verb() == Wish.Verb.RESUME).map(place -> 1 << place).sum();
    }

    /** A move that led to what must not be. */
    static final class Fallen extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Move move;

        private Fallen(Move move, Throwable cause) {
            super(Objects.requireNonNullElse(cause.getMessage(), cause.toString()), cause);
            this.move = move;
        }

        Move move() {
            return move;
        }
    }
}
