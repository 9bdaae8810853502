package comporta.mesos;

import comporta.job.Launches;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A scheduler of its own process that submits one launch, and is gone at a given point from one moment to the next. */
final class DoomedFramework {
    private DoomedFramework() {}

    /** @param args address of the master, folder, the point */
    public static void main(String... args) throws InterruptedException {
        var folder = Path.of(args[1]);
        var point = Point.valueOf(args[2]);
        var backend = MesosBackendTest.backend(args[0], new Doomed(new FileMemory(folder.resolve("memory.json")), point));
        backend.watch(news -> {
            if ((news instanceof News.Started && point == Point.HEARD_THAT_IT_RUNS) || (news instanceof News.Ended && point == Point.HEARD_OF_ITS_END)) {
                die();
            }
        });
        backend.submit(launch(folder));
        new CountDownLatch(1).await();   // until somebody kills it
    }

    static LaunchIntent launch(Path folder) {
        return new Launches(folder, folder.resolve("logs")).line("load", "echo signed >>" + folder.resolve("starts") + "; sleep 0.2");
    }

    private static void die() {
        Runtime.getRuntime().halt(137);
    }

    /** Where it is gone. */
    enum Point {
        BEFORE_THE_NOTE,
        AFTER_THE_NOTE,
        /** From outside, as soon as the master has taken the launch; an answer may still be under way. */
        TAKEN,
        HEARD_THAT_IT_RUNS,
        HEARD_OF_ITS_END
    }

    private record Doomed(FileMemory memory, Point point) implements MesosMemory {
        @Override
        public Optional<String> framework() {
            return memory.framework();
        }

        @Override
        public void framework(String id) {
            memory.framework(id);
        }

        @Override
        public void forgetFramework() {
            memory.forgetFramework();
        }

        @Override
        public Map<String, Assignment> assigned() {
            return memory.assigned();
        }

        @Override
        public void assign(Map<String, Assignment> tasks) {
            if (point == Point.BEFORE_THE_NOTE) {
                die();
            }
            memory.assign(tasks);
            if (point == Point.AFTER_THE_NOTE) {
                die();
            }
        }

        @Override
        public void forget(Collection<String> tasks) {
            memory.forget(tasks);
        }
    }
}
