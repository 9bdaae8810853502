package comporta.api;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Where what computes for long is done. */
final class Slowly {
    private Slowly() {}

    /** One thing at a time, on a thread that is gone when nothing is to be done: those who ask for states do not wait for it. */
    static ExecutorService oneAtATime(String what) {
        var one = new ThreadPoolExecutor(
                1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name(what + "-", 0).factory());
        one.allowCoreThreadTimeOut(true);
        return one;
    }
}
